"""A paper as PDF, laid out from its sheet: no office suite is asked.

Nothing here knows markup: a text is drawn as it is, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.units import mm

from ckanext.scigov.application.papers import environment, pdf_fonts
from ckanext.scigov.application.papers.blocks import (
    Block,
    BySelf,
    Column,
    Form,
    Grid,
    Head,
    Questions,
    Section,
    Sheet,
    Signature,
    Style,
    Text,
)  # fmt: skip
from ckanext.scigov.application.papers.pdf_lines import Row
from ckanext.scigov.application.papers.pdf_page import (
    HIGH,
    LEFT,
    RED,
    ROOM,
    About,
    Align,
    Look,
    Page,
)  # fmt: skip
from ckanext.scigov.application.papers.pdf_tables import LEAST, Cell, draw_row, height_of

LINE = 28.0
"""Between lines of the text: 22 of them on a page."""
MARK_SIZE = 38.0
LABEL = 0.18
"""Share of the width that a label takes."""
SIGNATURE = 4 * LINE
BY_SELF = 5 * LINE
HIGHEST = 12 * LINE
"""Of a first row for which a page is turned; a higher one is parted."""


def fill(sheet: Sheet, fields: Mapping[str, Any], about: About, fonts: pdf_fonts.Fonts) -> bytes:
    """Return a PDF; the same fields give the same bytes."""
    faces = pdf_fonts.load(fonts)
    page = Page(about, faces, is_letter=sheet.is_letter)
    writer = _Writer(page, fields)
    blocks = [block for block in sheet.blocks if writer.is_shown(block)]
    for number, block in enumerate(blocks, 1):
        writer.draw(block, blocks[number:])
    return page.finish()


_SPACE: Mapping[tuple[Style, bool], tuple[float, float]] = {
    (Style.TITLE, True): (LINE, LINE),
    (Style.TITLE, False): (0, 10),
    (Style.NOTE, True): (LINE / 2, 0),
}
"""Above and below a text, in a letter and elsewhere."""


def _is_sticky(block: Text, text: str, following: Sequence[Block]) -> bool:
    """Say whether a text stays with what follows: headings, announcements, the last before a name."""
    is_last = bool(following) and isinstance(following[0], Signature | BySelf)
    return is_last or block.style is Style.HEADING or text.endswith("：")


class _Writer:
    def __init__(self, page: Page, fields: Mapping[str, Any]) -> None:
        self.page = page
        self.fields = fields
        self.environment = environment.make(escapes=False)
        faces = page.faces
        self.looks = {
            Style.TITLE: Look(faces.title, 22, 34, Align.CENTRE),
            Style.NUMBER: Look(faces.body, 16, LINE, Align.RIGHT),
            Style.CAPTION: Look(faces.body, 12, 22, Align.CENTRE),
            Style.ADDRESSEE: Look(faces.body, 16, LINE),
            Style.HEADING: Look(faces.heading, 16, LINE, indent=2),
            Style.BODY: Look(faces.body, 16, LINE, indent=2),
            Style.NOTE: Look(faces.body, 16, LINE, indent=2),
        }
        self.cell = Look(faces.body, 12, 19, Align.LEFT)
        self.short = Look(faces.body, 12, 19, Align.CENTRE)
        self.label = Look(faces.heading, 12, 19, Align.CENTRE)

    def is_shown(self, block: Block) -> bool:
        return not isinstance(block, Text) or self._holds(block.when)

    def draw(self, block: Block, following: Sequence[Block]) -> None:
        if isinstance(block, Head):
            self._head(block)
        elif isinstance(block, Text):
            self._text(block, following)
        elif isinstance(block, Form):
            self._form(block)
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Signature):
            self._signature(block)
        else:
            self._by_self(block)

    def _holds(self, when: str) -> bool:
        return not when or bool(self.fields[when])

    def _said(self, text: str, **more: Any) -> str:
        return self.environment.from_string(text).render({**self.fields, **more})

    def _each(self, name: str) -> list[dict[str, Any]]:
        """Return what a repeated text knows beside the fields, for every member of a list."""
        return [
            {"项": one, "件": one, "loop": {"index": number}}
            for number, one in enumerate(self.fields[name], 1)
        ]

    def _head(self, block: Head) -> None:
        page, face = self.page, self.page.faces.title
        text = self._said(block.text)
        size = min(MARK_SIZE, MARK_SIZE * ROOM / max(face.width(text, MARK_SIZE), 1))
        page.y = HIGH - 28 * mm
        page.canvas.setFillColor(RED)
        look = Look(face, size, size * 1.15, Align.CENTRE)
        page.put(Row(text, is_last=True), look, LEFT, ROOM)
        page.canvas.setFillColor(black)
        page.y -= look.leading + 4 * mm
        page.red_line(page.y, is_thick_above=True)
        page.y -= 10

    def _text(self, block: Text, following: Sequence[Block]) -> None:
        page, look = self.page, self.looks[block.style]
        texts = self._texts(block)
        space = _SPACE.get((block.style, page.is_letter), (0, 0))
        page.skip(space[0])
        for number, text in enumerate(texts, 1):
            is_sticky = number == len(texts) and _is_sticky(block, text, following)
            page.write(text, look, keep=self._opening(following) if is_sticky else 0)
        page.skip(space[1])

    def _texts(self, block: Text) -> list[str]:
        if not block.each:
            return [self._said(block.text)]
        return [self._said(block.text, **more) for more in self._each(block.each)]

    def _opening(self, blocks: Sequence[Block]) -> float:
        """Return how much of what follows must be on the same page: a heading is never the last."""
        if not blocks:
            return 0
        first, rest = blocks[0], blocks[1:]
        if isinstance(first, Grid):
            rows = self._rows(first)
            return 4 + LEAST + min(height_of(rows[0]), HIGHEST) if rows else 0
        if not isinstance(first, Text):
            return SIGNATURE if isinstance(first, Signature) else BY_SELF
        texts = self._texts(first)
        if not texts:
            return self._opening(rest)
        height = min(len(self.looks[first.style].rows(texts[0], ROOM)), 3) * LINE
        sticks = len(texts) == 1 and _is_sticky(first, texts[0], rest)
        return height + (self._opening(rest) if sticks else 0)

    def _form(self, block: Form) -> None:
        for row in block.rows:
            if isinstance(row, Questions):
                for more in self._each(row.each):
                    self._line(((self._said(row.label, **more), self._said(row.text, **more)),))
            elif isinstance(row, Section):
                self.page.need(5 * self.cell.leading)
                left = replace(self.label, align=Align.LEFT)
                draw_row(self.page, [Cell(self._said(row.text), left, 1)])
            elif self._holds(row.when):
                cells = tuple((label, self._said(text)) for label, text in row.cells)
                self._line(cells, is_tall=row.is_tall)

    def _line(self, cells: tuple[tuple[str, str], ...], *, is_tall: bool = False) -> None:
        rest = 1 / len(cells) - LABEL
        drawn: list[Cell] = []
        for label, text in cells:
            drawn.append(Cell(label, self.label, LABEL, is_middle=True))
            look = replace(self.cell, align=Align.RIGHT) if is_tall else self.cell
            drawn.append(Cell(text, look, rest, is_middle=not is_tall, is_low=is_tall))
        draw_row(self.page, drawn, least=150 if is_tall else LEAST)

    def _grid(self, block: Grid) -> None:
        self.page.skip(4)
        head = [
            Cell(one.heading, self.label, one.share / 100, is_middle=True) for one in block.columns
        ]
        rows = self._rows(block)
        # The headings stand with the first row.
        self.page.need(LEAST + min(height_of(rows[0]), HIGHEST) if rows else 0)
        draw_row(self.page, head, least=LEAST)
        for cells in rows:
            draw_row(self.page, cells, least=LEAST, head=head)
        self.page.skip(8)

    def _rows(self, block: Grid) -> list[list[Cell]]:
        return [
            [self._cell(column, more) for column in block.columns]
            for more in self._each(block.each)
        ]

    def _cell(self, column: Column, more: Mapping[str, Any]) -> Cell:
        look = self.short if column.is_short else self.cell
        return Cell(self._said(column.text, **more), look, column.share / 100, is_middle=True)

    def _signature(self, block: Signature) -> None:
        page, body = self.page, self.looks[Style.BODY]
        page.need(SIGNATURE)
        page.skip(2 * LINE)
        signer, day = self._said(block.signer), self._said(block.day)
        # The date ends four characters from the edge, and the name stands in the middle above it.
        wide = max(body.face.width(day, body.size), body.face.width(signer, body.size))
        middle = ROOM - 4 * body.size - body.face.width(day, body.size) / 2
        half = min(middle, ROOM - middle)
        middle = middle if wide / 2 <= half else ROOM - min(wide, ROOM) / 2
        look = Look(body.face, body.size, LINE, Align.CENTRE)
        room = 2 * (ROOM - middle)
        for text in (signer, day):
            for row in look.rows(text, room):
                page.put(row, look, LEFT + ROOM - room, room)
                page.y -= LINE

    def _by_self(self, block: BySelf) -> None:
        page = self.page
        lines = [text for text in map(self._said, block.lines) if text]
        page.need(BY_SELF)
        page.skip(LINE)
        look = Look(page.faces.body, 16, LINE + 6, Align.RIGHT)
        for text in lines:
            page.write(text, look)
