"""Tables on a page: a row that is too long for one goes on on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ckanext.scigov.application.papers.drawn import (
    Align,
    Block,
    Cell,
    Paragraph,
    Table,
    TableRow,
    Vertical,
)  # fmt: skip
from ckanext.scigov.application.papers.pdf_borders import strokes
from ckanext.scigov.application.papers.pdf_boxes import Box, height_of, stacked
from ckanext.scigov.application.papers.pdf_fonts import Typefaces
from ckanext.scigov.application.papers.pdf_marks import Mark, Placed, Surface
from ckanext.scigov.application.papers.pdf_text import lines_of

HIGHEST = 336.0
"""Of a row for which a page is turned; a higher one is parted."""
FEWEST = 3
"""Lines of a row that is parted, on either page at least."""
SHORT = 8
"""Lines of a row that is never parted."""


def boxes_of(blocks: Sequence[Block], room: float, faces: Typefaces) -> list[Box]:
    """Set blocks below one another, in a column so wide."""
    found: list[Box] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            found.extend(rows_of(block, room, faces))
            continue
        above = number > 0 and _is_same(blocks[number - 1], block)
        below = number + 1 < len(blocks) and _is_same(blocks[number + 1], block)
        found.extend(lines_of(block, room, faces, is_joined_above=above, is_joined_below=below))
    return found


def _is_same(other: Block, block: Paragraph) -> bool:
    return isinstance(other, Paragraph) and (other.edges, other.left, other.right) == (
        block.edges, block.left, block.right,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with its text set."""

    cell: Cell
    left: float
    width: float
    boxes: tuple[Box, ...]
    height: float = 0
    """Of the rows it stands in; 0: of its own."""

    @property
    def needs(self) -> float:
        return height_of(self.boxes) + self.cell.pads[0] + self.cell.pads[2]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or what is left of it."""

    cells: tuple[Filled, ...]
    height: float
    row: TableRow
    keeps: bool = False
    head: tuple[Row, ...] = ()
    above: float = 0
    below: float = 0
    begins_page: bool = field(default=False)

    @property
    def least(self) -> float:
        return self.height if self._is_whole else min(self.height, HIGHEST)

    @property
    def _is_whole(self) -> bool:
        return (
            self.row.is_whole or self.row.is_exact or any(one.cell.rows != 1 for one in self.cells)
        )

    def placed(self, x: float, y: float) -> list[Placed]:
        found: list[Placed] = []
        for one in self.cells:
            if one.cell.rows:
                found += _drawn(one, one.height or self.height, x, y)
        return found

    def parted(self, room: float, page: float) -> tuple[Row, Row] | None:
        most = max((len(one.boxes) for one in self.cells), default=0)
        is_short = self._is_whole or most <= SHORT
        if self.row.is_exact or (is_short and self.height <= page):
            return None
        parts = [_parted(one, room) for one in self.cells]
        if not any(first for first, _rest in parts) or not any(rest for _first, rest in parts):
            return None
        first = tuple(
            replace(one, boxes=part[0]) for one, part in zip(self.cells, parts, strict=True)
        )
        rest = tuple(
            replace(one, boxes=part[1]) for one, part in zip(self.cells, parts, strict=True)
        )
        left = max(one.needs for one in rest)
        return (
            replace(self, cells=first, height=max(one.needs for one in first)),
            replace(self, cells=rest, height=left),
        )


def rows_of(table: Table, room: float, faces: Typefaces) -> list[Row]:
    """Set a table's rows; each knows the heads that are repeated above it."""
    shift = {Align.CENTRE: 0.5, Align.RIGHT: 1.0}.get(table.align)
    wide = sum(table.widths)
    left = table.left if shift is None else (room - wide) * shift
    filled = [_filled(row, table.widths, left, faces) for row in table.rows]
    heights = [_height(row, cells) for row, cells in zip(table.rows, filled, strict=True)]
    _stretch(filled, heights)
    tall = {
        (number, one.cell.column)
        for number, cells in enumerate(filled)
        for one in cells
        if one.cell.rows > 1 and sum(heights[number : number + one.cell.rows]) > HIGHEST
    }
    if tall:
        return rows_of(replace(table, rows=_single(table.rows, tall)), room, faces)
    found: list[Row] = []
    heads: list[Row] = []
    for number, row in enumerate(table.rows):
        cells = tuple(
            replace(
                one,
                height=sum(heights[number : number + one.cell.rows]) if one.cell.rows > 1 else 0,
            )
            for one in filled[number]
        )
        made = Row(cells, heights[number], row, keeps=_keeps(row), begins_page=_begins_page(row))
        if row.is_head and len(heads) == number:
            heads.append(made)
        found.append(made if row.is_head else replace(made, head=tuple(heads)))
    return found


def _single(rows: Sequence[TableRow], tall: set[tuple[int, int]]) -> tuple[TableRow, ...]:
    """Put cells that are too tall to stay together into their first rows, where they can be parted."""
    found = [list(row.cells) for row in rows]
    for number, cells in enumerate(found):
        for place, cell in enumerate(cells):
            if (number, cell.column) not in tall:
                continue
            last = number + cell.rows - 1
            cells[place] = replace(cell, rows=1, edges=replace(cell.edges, bottom=None))
            for below in range(number + 1, last + 1):
                bottom = cell.edges.bottom if below == last else None
                found[below] = [
                    replace(one, rows=1, edges=replace(one.edges, top=None, bottom=bottom))
                    if one.column == cell.column
                    else one
                    for one in found[below]
                ]
    return tuple(replace(row, cells=tuple(cells)) for row, cells in zip(rows, found, strict=True))


def _filled(row: TableRow, widths: Sequence[float], left: float, faces: Typefaces) -> list[Filled]:
    found: list[Filled] = []
    for cell in row.cells:
        x = left + sum(widths[: cell.column])
        wide = sum(widths[cell.column : cell.column + cell.span])
        room = max(wide - cell.pads[1] - cell.pads[3], 1)
        boxes = tuple(boxes_of(cell.blocks, room, faces)) if cell.rows else ()
        found.append(Filled(cell, x, wide, boxes))
    return found


def _height(row: TableRow, cells: Sequence[Filled]) -> float:
    if row.is_exact:
        return row.height
    return max([row.height, *(one.needs for one in cells if one.cell.rows == 1)])


def _stretch(filled: Sequence[Sequence[Filled]], heights: list[float]) -> None:
    """Make the last row of those that a cell stands in high enough for it."""
    for number, cells in enumerate(filled):
        for one in cells:
            last = number + one.cell.rows
            missing = one.needs - sum(heights[number:last]) if one.cell.rows > 1 else 0
            if missing > 0:
                heights[last - 1] += missing


def _keeps(row: TableRow) -> bool:
    """Say whether a row stays with the next: it is wanted, or a cell stands in both."""
    first = next((block for cell in row.cells for block in cell.blocks), None)
    is_wanted = isinstance(first, Paragraph) and first.keeps_next
    return row.is_head or is_wanted or any(cell.rows > 1 for cell in row.cells)


def _begins_page(row: TableRow) -> bool:
    first = next((block for cell in row.cells for block in cell.blocks), None)
    return isinstance(first, Paragraph) and first.begins_page


def _parted(one: Filled, room: float) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Part a cell's lines; never a lonely one on the next page."""
    left = room - one.cell.pads[0] - one.cell.pads[2]
    count = 0
    for box in one.boxes:
        left -= box.above + box.height + box.below
        if left < 0:
            break
        count += 1
    if count < len(one.boxes):
        count = min(count, max(len(one.boxes) - FEWEST, 1))
    return one.boxes[:count], one.boxes[count:]


def _drawn(one: Filled, height: float, x: float, y: float) -> list[Placed]:
    cell, free = one.cell, height - one.needs
    down = {Vertical.MIDDLE: free / 2, Vertical.BOTTOM: free}.get(cell.vertical, 0)
    marks: list[Mark] = []
    left, right = one.left, one.left + one.width
    if cell.fill:
        marks.append(Surface(left, -height, one.width, height, cell.fill))
    edges = cell.edges
    for edge, start, end in (
        (edges.top, (left, 0.0), (right, 0.0)),
        (edges.bottom, (left, -height), (right, -height)),
        (edges.left, (left, 0.0), (left, -height)),
        (edges.right, (right, 0.0), (right, -height)),
    ):
        marks += strokes(edge, start, end) if edge else ()
    return [
        *(Placed(mark, x, y) for mark in marks),
        *stacked(one.boxes, x + left + cell.pads[3], y - cell.pads[0] - down),
    ]
