"""Forms and tables on a page: a row that is too long for one goes on on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.scigov.application.papers.pdf_lines import Row
from ckanext.scigov.application.papers.pdf_page import BOTTOM, LEFT, ROOM, TOP, Look, Page

PAD, SIDE = 5.0, 5.0
LEAST = 29.0
HEAD = 60.0
"""Rows of headings are never higher: below one, a page counts as new."""
FEWEST = 3
"""Lines of a row that is parted, on either page at least."""


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    look: Look
    share: float
    """Of the width."""
    is_middle: bool = False
    """A label: it stands in the middle of its cell's height."""
    is_low: bool = False
    """It stands at the bottom."""


def draw_row(
    page: Page, cells: Sequence[Cell], *, least: float = 0, head: Sequence[Cell] = ()
) -> None:
    """Draw one row, parted over pages where it must be; ``head`` is drawn again on each of them."""
    widths = [cell.share * ROOM for cell in cells]
    edges = [LEFT + sum(widths[:number]) for number in range(len(widths) + 1)]
    left = [
        cell.look.rows(cell.text, width - 2 * SIDE)
        for cell, width in zip(cells, widths, strict=True)
    ]
    leading = max(cell.look.leading for cell in cells)
    while True:
        count = max(len(lines) for lines in left)
        height = max(count * leading + 2 * PAD, least)
        fits = int((page.y - BOTTOM - 2 * PAD) // leading)
        if page.y - height >= BOTTOM:
            _draw(page, cells, left, edges, height)
            return
        whole_page = int((TOP - BOTTOM - 2 * PAD) // leading)
        is_new = page.y >= TOP - (HEAD if head else 0)
        if not is_new and (fits < FEWEST or count <= min(8, whole_page)):
            _turn(page, head)
            continue
        # Never a lonely line on the next page.
        fits = min(fits, max(count - FEWEST, 1))
        _draw(page, cells, [lines[:fits] for lines in left], edges, fits * leading + 2 * PAD)
        left = [lines[fits:] for lines in left]
        _turn(page, head)


def height_of(cells: Sequence[Cell]) -> float:
    """Return how high a row is that is not parted."""
    most = max(
        len(cell.look.rows(cell.text, cell.share * ROOM - 2 * SIDE)) * cell.look.leading
        for cell in cells
    )
    return max(most + 2 * PAD, LEAST)


def _turn(page: Page, head: Sequence[Cell]) -> None:
    page.turn()
    if head:
        draw_row(page, head, least=LEAST)


def _draw(
    page: Page,
    cells: Sequence[Cell],
    lines: Sequence[Sequence[Row]],
    edges: Sequence[float],
    height: float,
) -> None:
    top = page.y
    page.box(edges, height)
    for number, (cell, rows) in enumerate(zip(cells, lines, strict=True)):
        filled = len(rows) * cell.look.leading
        free = height - filled
        above = free / 2 if cell.is_middle else free - PAD if cell.is_low else PAD
        page.y = top - above
        for row in rows:
            width = edges[number + 1] - edges[number] - 2 * SIDE
            page.put(row, cell.look, edges[number] + SIDE, width)
            page.y -= cell.look.leading
    page.y = top - height
