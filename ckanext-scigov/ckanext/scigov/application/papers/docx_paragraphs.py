"""Paragraphs and tables of a Word file as the blocks that are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docx.oxml.ns import qn

from ckanext.scigov.application.papers.docx_numbers import Label, Numbers
from ckanext.scigov.application.papers.docx_runs import Runs, fill_of, look_of
from ckanext.scigov.application.papers.docx_styles import (
    OFF,
    Element,
    Properties,
    Styles,
    is_on,
    length,
    merged,
    number,
    value,
    word,
)  # fmt: skip
from ckanext.scigov.application.papers.drawn import (
    Align,
    Edge,
    Edges,
    Leading,
    Letters,
    Look,
    Paragraph,
    Piece,
    Rule,
    Stop,
)  # fmt: skip

ALIGNS = {
    "left": Align.LEFT, "start": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT,
    "end": Align.RIGHT, "both": Align.BOTH, "distribute": Align.SPREAD,
}  # fmt: skip
NO_LINE = frozenset({"", "nil", "none"})
_RULES = {"exact": Rule.EXACT, "atLeast": Rule.LEAST}
_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}
_LINE = 240
"""``line`` of single spacing, when it counts lines."""


def edge_of(attributes: dict[str, str]) -> Edge | None:
    if attributes.get("val", "") in NO_LINE:
        return None
    color = attributes.get("color", "auto")
    return Edge(
        attributes["val"],
        number(attributes.get("sz"), 4) / 8,
        "000000" if color == "auto" else color.upper(),
        number(attributes.get("space")),
    )


def edges_of(properties: Properties, of: str) -> Edges:
    """Return the borders that a ``pBdr`` or ``tcBorders`` names."""
    top, right, bottom, left = (
        edge_of(properties.get(f"{of}/{one}") or properties.get(f"{of}/{other}") or {})
        for one, other in (("top", ""), ("right", "end"), ("bottom", ""), ("left", "start"))
    )
    return Edges(top, right, bottom, left)


class Paragraphs:
    """Reads the paragraphs of one part of a file, in their order: lists are counted on the way."""

    def __init__(self, styles: Styles, numbers: Numbers, part: Any, stop_every: float) -> None:
        self._styles, self._numbers, self._part = styles, numbers, part
        self._stop_every = stop_every
        self.grid = 0.0
        """Of the section that is read: see ``Leading``."""
        self.spread = 0.0
        """Between characters that keep to the grid of the section."""
        self._begins_page = False

    def of(self, element: Element, table: str = "") -> Iterator[Paragraph]:
        """Yield a paragraph, in two or more where pages end inside it."""
        own = element.find(qn("w:pPr"))
        style = value(word(own, "pStyle"))
        label, is_styles = self._label(own, style)
        found = self._styles.paragraph(own, table, label.paragraph if label else {}, is_styles=is_styles)  # fmt: skip
        mark = self._look(style, word(own, "rPr"), table)
        parts: list[list[Piece]] = [[]]
        runs = Runs(self._styles, self._part, lambda one: self._styles.run(style, one, table))
        for piece in runs.of(element):
            if isinstance(piece, str):
                parts.append([])
            else:
                parts[-1].append(piece)
        self._begins_page = self._begins_page or is_on(found, "pageBreakBefore")
        yield from self._parted(found, mark, _labelled(label, mark, parts[0], self._styles), parts[1:])  # fmt: skip

    def _look(self, style: str, own: Element | None, table: str) -> Look:
        return look_of(self._styles.run(style, own, table), self._styles)

    def _parted(
        self, found: Properties, mark: Look, first: list[Piece], rest: list[list[Piece]]
    ) -> Iterator[Paragraph]:
        # A page's end that stands alone in its paragraph leaves no empty line behind it.
        if first or not rest:
            yield self._made(found, mark, first)
        for place, pieces in enumerate(rest, 1):
            self._begins_page = True
            if pieces or place < len(rest):
                yield self._made(found, mark, pieces)

    def _made(self, found: Properties, mark: Look, pieces: list[Piece]) -> Paragraph:
        size = next((one.look.size for one in pieces if isinstance(one, Letters)), mark.size)
        left, right, first = _indents(found, size)
        begins_page, self._begins_page = self._begins_page, False
        spread = self.spread if _keeps_to_grid(found) else 0
        return Paragraph(
            tuple(_spread(one, spread) for one in pieces) if spread else tuple(pieces),
            mark,
            align=ALIGNS.get(found.get("jc", {}).get("val", ""), Align.LEFT),
            leading=self._leading(found),
            before=_space(found, "before", size),
            after=_space(found, "after", size),
            left=left,
            right=right,
            first=first,
            keeps_next=is_on(found, "keepNext"),
            keeps_lines=is_on(found, "keepLines"),
            is_parted_anywhere=found.get("widowControl", {}).get("val") in OFF,
            begins_page=begins_page,
            edges=edges_of(found, "pBdr"),
            fill=fill_of(found),
            stops=_stops(found, left),
            stop_every=self._stop_every,
        )

    def _leading(self, found: Properties) -> Leading:
        spacing = found.get("spacing", {})
        rule = _RULES.get(spacing.get("lineRule", ""), Rule.TIMES)
        if rule is not Rule.TIMES:
            return Leading(rule, length(found, "spacing", "line"))
        times = number(spacing.get("line"), _LINE) / _LINE
        return Leading(rule, times, self.grid if _keeps_to_grid(found) else 0)

    def _label(self, own: Element | None, style: str) -> tuple[Label | None, bool]:
        """Return the number before a paragraph, and whether its list comes with its style."""
        direct = word(own, "numPr")
        styled = [word(one, "pPr", "numPr") for one in self._styles.chain(style, "paragraph")]
        layers = [one for one in (*styled, direct) if one is not None]
        if not layers:
            return None, False
        found = merged({"n": {child.tag: value(child) for child in one}} for one in layers)["n"]
        list_id, level = found.get(qn("w:numId"), "0"), found.get(qn("w:ilvl"), "0")
        return self._numbers.next(list_id, int(number(level))), direct is None


def _keeps_to_grid(found: Properties) -> bool:
    return found.get("snapToGrid", {}).get("val") not in OFF


def _spread(piece: Piece, spread: float) -> Piece:
    if not isinstance(piece, Letters):
        return piece
    return replace(piece, look=replace(piece.look, spread=piece.look.spread + spread))


def _labelled(label: Label | None, mark: Look, pieces: list[Piece], styles: Styles) -> list[Piece]:
    if label is None or not label.text:
        return pieces
    first = next((one.look for one in pieces if isinstance(one, Letters)), mark)
    own = look_of(label.run, styles)
    look = Look(
        own.eastern or first.eastern,
        own.latin if own.latin and "Symbol" not in own.latin and "Wingdings" not in own.latin else first.latin,
        own.size if "sz" in label.run else first.size,
        is_bold=own.is_bold if "b" in label.run else first.is_bold,
        color=own.color if "color" in label.run else first.color,
    )  # fmt: skip
    gap = {"tab": "\t", "space": " "}.get(label.gap, "")
    return [Letters(label.text + gap, look), *pieces]


def _indents(found: Properties, size: float) -> tuple[float, float, float]:
    """Return the indents at the left, at the right and of the first line; in characters, if so written."""

    def read(*names: str) -> float:
        ind = found.get("ind", {})
        for name in names:
            if chars := number(ind.get(f"{name}Chars")):
                return chars / 100 * size
        return next((length(found, "ind", one) for one in names if one in ind), 0)

    hanging = read("hanging")
    return read("left", "start"), read("right", "end"), -hanging if hanging else read("firstLine")


def _space(found: Properties, side: str, size: float) -> float:
    """Return the space above or below a paragraph; in hundredths of a line, if so written."""
    spacing = found.get("spacing", {})
    if spacing.get(f"{side}Autospacing") in ("1", "true", "on"):
        return 14
    lines = number(spacing.get(f"{side}Lines"))
    return lines / 100 * size * 1.3 if lines else length(found, "spacing", side)


def _stops(found: Properties, left: float) -> tuple[Stop, ...]:
    stops = [
        Stop(number(one.get("pos")) / 20, ALIGNS.get(one.get("val", ""), Align.LEFT), _LEADERS.get(one.get("leader", ""), ""))
        for name, one in found.items()
        if name.startswith("tabs/") and one.get("val") not in ("clear", "bar")
    ]  # fmt: skip
    # Where lines hang, the text of the first begins where the others do.
    hanging = [Stop(left)] if found.get("ind", {}).get("hanging") else []
    return tuple(sorted([*stops, *hanging], key=lambda one: one.at))
