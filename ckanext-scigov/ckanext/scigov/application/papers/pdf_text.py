"""Paragraphs as lines: mixed looks, tabs, pictures in the text, borders and shading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from ckanext.scigov.application.papers.drawn import (
    Align,
    Look,
    Paragraph,
    Picture,
    Rule,
    Stop,
)  # fmt: skip
from ckanext.scigov.application.papers.pdf_borders import bordered
from ckanext.scigov.application.papers.pdf_boxes import Line
from ckanext.scigov.application.papers.pdf_fonts import Typeface, Typefaces
from ckanext.scigov.application.papers.pdf_lines import Row, rows
from ckanext.scigov.application.papers.pdf_marks import (
    Glyphs,
    Image,
    Mark,
    Stroke,
    Surface,
    numbered,
)

NATURAL = 1.3
"""Height of a line that no rule gives one, in sizes of its letters, as Word sets Chinese."""
PICTURE = "\ufffc"


@dataclass(frozen=True, slots=True)
class Sign:
    """A character, or a picture that stands for one."""

    text: str
    look: Look
    face: Typeface
    width: float
    picture: Picture | None = None


def lines_of(
    paragraph: Paragraph, room: float, faces: Typefaces, *, is_joined_above: bool = False, is_joined_below: bool = False
) -> list[Line]:  # fmt: skip
    """Set a paragraph.

    Args:
        paragraph: what is set.
        room: how wide the column is.
        faces: the fonts.
        is_joined_above: the paragraph above has the same borders, which go on round both.
        is_joined_below: so has the one below.
    """
    setting = _Setting(paragraph, room, faces)
    lines = setting.lines()
    return bordered(paragraph, lines, room, is_above=not is_joined_above, is_below=not is_joined_below)  # fmt: skip


class _Setting:
    def __init__(self, paragraph: Paragraph, room: float, faces: Typefaces) -> None:
        self.paragraph = paragraph
        self.room = max(room - paragraph.left - paragraph.right, 1)
        self.signs = list(_signs(paragraph, self.room, faces))
        self.sums = [0.0, *accumulate(one.width for one in self.signs)]

    def width(self, start: int, end: int) -> float:
        return self.sums[end] - self.sums[start]

    def lines(self) -> list[Line]:
        paragraph = self.paragraph
        text = "".join(one.text for one in self.signs)
        found = rows(text, self.width, self.room, paragraph.first, self.tab)
        count = len(found)
        return [
            self._line(
                row,
                above=0 if number else paragraph.before,
                below=paragraph.after if number == count - 1 else 0,
                keeps=_keeps(paragraph, number, count),
                begins_page=paragraph.begins_page and not number,
            )
            for number, row in enumerate(found)
        ]

    def tab(self, place: int, used: float) -> float:
        """Return how wide a tab is: to the stop where what follows it begins, ends or has its middle."""
        stop = self.stop(used)
        end = next(
            (at for at in range(place + 1, len(self.signs)) if self.signs[at].text in "\t\n"),
            len(self.signs),
        )
        share = {Align.RIGHT: 1.0, Align.CENTRE: 0.5}.get(stop.align, 0.0)
        return max(stop.at - self.paragraph.left - used - self.width(place + 1, end) * share, 1)

    def stop(self, used: float) -> Stop:
        at = self.paragraph.left + used
        stops = (one for one in self.paragraph.stops if one.at > at + 0.01)
        every = self.paragraph.stop_every
        return next(stops, Stop((int(at / every + 0.01) + 1) * every))

    def _line(
        self, row: Row, *, above: float, below: float, keeps: bool, begins_page: bool
    ) -> Line:
        paragraph = self.paragraph
        signs = self.signs[row.start : row.end]
        sizes = [one.look.size for one in signs if not one.picture] or [paragraph.mark.size]
        size = max(sizes)
        if all(one.picture for one in signs) and signs:
            size = 0
        tall = max((one.picture.height for one in signs if one.picture), default=0)
        height = max(_height(paragraph, size), tall)
        base = -(height + size * 0.72) / 2 if not tall else -height
        return Line(
            height,
            tuple(self._marks(row, signs, base)),
            above=above,
            below=below,
            keeps=keeps,
            begins_page=begins_page,
        )

    def _marks(self, row: Row, signs: Sequence[Sign], base: float) -> Iterator[Mark]:
        widths, used = [], row.indent
        for place, one in enumerate(signs, row.start):
            widths.append(self.tab(place, used) if one.text == "\t" else one.width)
            used += widths[-1]
        align, slack = self.paragraph.align, self.room - used
        x, spread = self.paragraph.left + row.indent, 0.0
        if align in (Align.CENTRE, Align.RIGHT):
            x += slack / 2 if align is Align.CENTRE else slack
        elif len(signs) > 1 and (
            align is Align.SPREAD or (align is Align.BOTH and not row.is_last)
        ):
            spread = max(slack, 0) / (len(signs) - 1)
        places = list(accumulate((one + spread for one in widths), initial=x))
        yield from self._drawn(signs, places, base, spread)

    def _drawn(
        self, signs: Sequence[Sign], places: Sequence[float], base: float, spread: float
    ) -> Iterator[Mark]:
        number = 0
        for (look, kind), group in groupby(signs, key=lambda one: (one.look, _kind(one))):
            count = len(list(group))
            part = signs[number : number + count]
            start, end = places[number], places[number + count] - spread
            yield from _behind(look, start, end, base)
            if kind == PICTURE:
                for one, x in zip(part, places[number:], strict=False):
                    if one.picture:
                        yield Image(x, base, one.width, one.picture.height, one.picture.content)
            elif kind == "\t":
                yield from self._leader(part[0], places[number : number + count + 1], base)
            else:
                text = "".join(one.text for one in part)
                yield from _letters(part[0], text, start, base, spread)
            yield from _over(look, start, end, base)
            number += count

    def _leader(self, sign: Sign, places: Sequence[float], base: float) -> Iterator[Mark]:
        for x, end in pairwise(places):
            leader = self.stop(x - self.paragraph.left).leader
            wide = sign.face.width(leader, sign.look.size) if leader else 0
            if wide:
                text = leader * int((end - x) / wide)
                yield from _letters(sign, text, x, base, 0)


def _kind(sign: Sign) -> str:
    if sign.picture:
        return PICTURE
    return "\t" if sign.text == "\t" else ""


def _signs(paragraph: Paragraph, room: float, faces: Typefaces) -> Iterator[Sign]:
    for piece in paragraph.pieces:
        if isinstance(piece, Picture):
            mark = paragraph.mark
            # A picture that is wider than its line is made smaller, as Word does.
            share = min(1, room / piece.width) if piece.width else 1
            fit = replace(piece, width=piece.width * share, height=piece.height * share)
            yield Sign(PICTURE, mark, faces.of(mark), fit.width, fit)
            continue
        face, look = faces.of(piece.look), piece.look
        for char in piece.text:
            shown = numbered(char, 1, 1)
            wide = 0 if char == "\n" else face.width(shown, look.size) * look.stretch + look.spread
            yield Sign(char, look, face, wide)


def _keeps(paragraph: Paragraph, number: int, count: int) -> bool:
    """Say whether a line stays with the one below it: short ones, headings, none alone on a page."""
    is_last = number == count - 1
    if is_last or paragraph.keeps_lines:
        return paragraph.keeps_next if is_last else True
    if paragraph.is_parted_anywhere:
        return False
    return number == 0 or number == count - 2


def _height(paragraph: Paragraph, size: float) -> float:
    leading = paragraph.leading
    natural = size * NATURAL
    if leading.rule is Rule.EXACT:
        return leading.value
    if leading.rule is Rule.LEAST:
        return max(leading.value, natural)
    if leading.grid:
        natural = leading.grid * max(-(-natural // leading.grid), 1)
    return natural * leading.value


def _letters(sign: Sign, text: str, x: float, base: float, spread: float) -> Iterator[Mark]:
    """Draw letters that look like a sign, in pieces of one font each."""
    face, look = sign.face, sign.look
    space = spread + look.spread
    for font, piece in face.runs(text):
        is_drawn_so = not face.has_bold(font)
        yield Glyphs(
            x,
            base + look.rise,
            font,
            look.size,
            piece,
            look.color,
            # Letters that are stretched have the space between them stretched, too.
            space / look.stretch,
            look.stretch,
            is_thickened=look.is_bold and is_drawn_so,
            is_slanted=look.is_italic and is_drawn_so,
        )
        shown = numbered(piece, 1, 1)
        x += face.width(shown, look.size) * look.stretch + space * len(shown)


def _behind(look: Look, start: float, end: float, base: float) -> Iterator[Mark]:
    if look.fill:
        yield Surface(start, base - look.size * 0.2, end - start, look.size * 1.15, look.fill)


def _over(look: Look, start: float, end: float, base: float) -> Iterator[Mark]:
    for is_drawn, at in ((look.is_underlined, -0.14), (look.is_struck, 0.3)):
        if is_drawn and end > start:
            y = base + look.rise + at * look.size
            yield Stroke(start, y, end, y, look.size / 20, look.color)
