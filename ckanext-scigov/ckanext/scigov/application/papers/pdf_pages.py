"""Boxes on pages: what stays together, heads of tables again, headers, footers and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ckanext.scigov.application.papers.drawn import (
    Block,
    Letters,
    Margins,
    Section,
    Table,
    Which,
)  # fmt: skip
from ckanext.scigov.application.papers.pdf_boxes import Box, Line, height_of, stacked
from ckanext.scigov.application.papers.pdf_fonts import Typefaces
from ckanext.scigov.application.papers.pdf_marks import Placed, numbered
from ckanext.scigov.application.papers.pdf_tables import boxes_of

_NEAR = 0.01
"""Lengths are sums of parts: what differs by less is the same."""


@dataclass(slots=True)
class Page:
    section: Section
    number: int
    """As it is printed."""
    is_first: bool
    """Of its section."""
    placed: list[Placed] = field(default_factory=list)


def pages_of(sections: Sequence[Section], faces: Typefaces) -> list[Page]:
    """Lay a document out; headers and footers come last, for they know how many pages there are."""
    flow = _Flow(faces)
    for section in sections:
        flow.section(section)
    for page in flow.pages:
        page.placed += _margins(page, len(flow.pages), faces)
    return flow.pages


class _Flow:
    """Sets boxes downwards and takes another page where there is no room."""

    def __init__(self, faces: Typefaces) -> None:
        self.faces = faces
        self.pages: list[Page] = []
        self.y = self.top = self.bottom = 0.0
        self.is_fresh = True
        """Nothing stands on the page but repeated heads."""

    def section(self, section: Section) -> None:
        if section.begins_page or not self.pages:
            self._begin(section, is_first=True)
        else:
            self.pages[-1].section = replace(
                self.pages[-1].section, right=section.right, left=section.left
            )
        room = section.width - section.left - section.right
        boxes = boxes_of(section.blocks, room, self.faces)
        for place in range(len(boxes)):
            self._put(boxes, place, section)

    def _begin(self, section: Section, *, is_first: bool) -> None:
        number = self.pages[-1].number + 1 if self.pages else 1
        if is_first and section.first_number is not None:
            number = section.first_number
        page = Page(section, number, is_first)
        self.pages.append(page)
        header, footer = (
            _height(_shown(page, one), page, self.faces)
            for one in (section.headers, section.footers)
        )
        above = max(section.top, section.header_at + header if header else 0)
        self.top = section.height - above
        self.bottom = max(section.bottom, section.footer_at + footer if footer else 0)
        self.y, self.is_fresh = self.top, True

    def _put(self, boxes: Sequence[Box], place: int, section: Section) -> None:
        box = boxes[place]
        if box.begins_page and not self.is_fresh:
            self._begin(section, is_first=False)
        above = 0 if self.is_fresh and not self.pages[-1].is_first else box.above
        room = self.y - above - self.bottom
        if room + _NEAR < self._together(boxes, place) and not self.is_fresh:
            self._turn(box, section)
            above, room = 0, self.y - self.bottom
        while room + _NEAR < box.height:
            parts = None if isinstance(box, Line) else box.parted(room, self._page(box))
            if parts is not None:
                self._place(parts[0], above, section)
                box = parts[1]
            elif self.is_fresh:
                break
            self._turn(box, section)
            above, room = 0, self.y - self.bottom
        self._place(box, above, section)

    def _page(self, box: Box) -> float:
        """Return how much room a box has on a page of its own, below the heads of its table."""
        return self.top - self.bottom - height_of(self._heads(box))

    def _heads(self, box: Box) -> Sequence[Box]:
        """Return the heads that are drawn again above a row; such as take half a page are not."""
        heads = () if isinstance(box, Line) else box.head
        return heads if height_of(heads) <= (self.top - self.bottom) / 2 else ()

    def _turn(self, box: Box, section: Section) -> None:
        self._begin(section, is_first=False)
        for one in self._heads(box):
            self._place(one, 0, section)
        self.is_fresh = True

    def _place(self, box: Box, above: float, section: Section) -> None:
        self.y -= above
        self.pages[-1].placed += box.placed(section.left, self.y)
        self.y -= box.height + box.below
        self.is_fresh = False

    def _together(self, boxes: Sequence[Box], place: int) -> float:
        """Return how much must be on the same page: a heading is never the last."""
        page = self.top - self.bottom
        box = boxes[place]
        height = box.height if box.keeps else box.least
        while box.keeps and place + 1 < len(boxes) and height <= page:
            place += 1
            height += box.below + boxes[place].above
            box = boxes[place]
            height += box.height if box.keeps else box.least
        # What is higher than a page stays together nowhere.
        return height if height <= page else 0


def _shown(page: Page, margins: Margins) -> tuple[Block, ...]:
    """Return the header or footer of a page."""
    section = page.section
    if section.has_first and page.is_first:
        return margins.get(Which.FIRST, ())
    if section.has_even and page.number % 2 == 0:
        return margins.get(Which.EVEN, ())
    return margins.get(Which.DEFAULT, ())


def _height(blocks: Sequence[Block], page: Page, faces: Typefaces) -> float:
    section = page.section
    return height_of(boxes_of(blocks, section.width - section.left - section.right, faces))


def _margins(page: Page, pages: int, faces: Typefaces) -> list[Placed]:
    section = page.section
    room = section.width - section.left - section.right
    header, footer = (
        boxes_of(_numbered(_shown(page, one), page.number, pages), room, faces)
        for one in (section.headers, section.footers)
    )
    low = section.footer_at + height_of(footer)
    return [
        *stacked(header, section.left, section.height - section.header_at),
        *stacked(footer, section.left, low),
    ]


def _numbered(blocks: Sequence[Block], number: int, pages: int) -> tuple[Block, ...]:
    """Put the numbers in before the text is set, so that it is set with their width."""
    return tuple(_with_numbers(block, number, pages) for block in blocks)


def _with_numbers(block: Block, number: int, pages: int) -> Block:
    if isinstance(block, Table):
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    replace(cell, blocks=_numbered(cell.blocks, number, pages))
                    for cell in row.cells
                ),
            )
            for row in block.rows
        )
        return replace(block, rows=rows)
    pieces = tuple(
        replace(one, text=numbered(one.text, number, pages)) if isinstance(one, Letters) else one
        for one in block.pieces
    )
    return replace(block, pieces=pieces)
