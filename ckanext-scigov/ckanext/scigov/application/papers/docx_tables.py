"""Tables of a Word file: widths of columns, cells that span, borders out of three places."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from docx.oxml.ns import qn

from ckanext.scigov.application.papers.docx_paragraphs import ALIGNS, edge_of
from ckanext.scigov.application.papers.docx_runs import fill_of
from ckanext.scigov.application.papers.docx_styles import (
    Element,
    Properties,
    Styles,
    flat,
    is_on,
    length,
    local,
    merged,
    number,
    value,
    word,
)  # fmt: skip
from ckanext.scigov.application.papers.drawn import (
    Align,
    Block,
    Cell,
    Edge,
    Edges,
    Table,
    TableRow,
    Vertical,
)  # fmt: skip

_SIDES = {
    "top": ("top",),
    "right": ("right", "end"),
    "bottom": ("bottom",),
    "left": ("left", "start"),
}
_VERTICAL = {"center": Vertical.MIDDLE, "bottom": Vertical.BOTTOM}
_Read: TypeAlias = "tuple[Cell, Properties]"
_WITHIN = frozenset({"sdt", "sdtContent", "ins", "customXml"})


class Tables:
    """Reads tables; ``blocks`` reads what stands in a cell, whose table has a certain style."""

    def __init__(self, styles: Styles, blocks: Callable[[Element, str], tuple[Block, ...]]) -> None:
        self._styles, self._blocks = styles, blocks

    def of(self, element: Element, room: float) -> Table:
        """Return a table that stands in so much room."""
        own = word(element, "tblPr")
        style = value(word(own, "tblStyle"))
        styled = [flat(word(one, "tblPr")) for one in self._styles.chain(style, "table")]
        found = merged([*styled, flat(own)])
        trs = list(_children(element, "tr"))
        widths = _widths(element, trs, found, room)
        cells = [self._cells(tr, found, style, len(widths)) for tr in trs]
        return Table(
            widths,
            tuple(
                _row(flat(word(tr, "trPr")), _bordered(cells, place, found, len(widths)))
                for place, tr in enumerate(trs)
            ),
            align=ALIGNS.get(found.get("jc", {}).get("val", ""), Align.LEFT),
            left=length(found, "tblInd", "w"),
        )

    def _cells(self, tr: Element, table: Properties, style: str, columns: int) -> list[_Read]:
        column = int(number(flat(word(tr, "trPr")).get("gridBefore", {}).get("val")))
        read: list[_Read] = []
        for tc in _children(tr, "tc"):
            found = flat(word(tc, "tcPr"))
            span = int(number(found.get("gridSpan", {}).get("val"), 1))
            is_below = "vMerge" in found and found["vMerge"].get("val") != "restart"
            cell = Cell(
                self._blocks(tc, style),
                column,
                span=max(min(span, columns - column), 1),
                rows=0 if is_below else 1,
                fill=fill_of(found),
                vertical=_VERTICAL.get(found.get("vAlign", {}).get("val", ""), Vertical.TOP),
                pads=_pads(found, table),
            )
            read.append((cell, found))
            column += span
        return read


def _row(found: Properties, cells: tuple[Cell, ...]) -> TableRow:
    return TableRow(
        cells,
        height=length(found, "trHeight", "val"),
        is_exact=found.get("trHeight", {}).get("hRule") == "exact",
        is_head=is_on(found, "tblHeader"),
        is_whole=is_on(found, "cantSplit"),
    )


def _bordered(
    rows: list[list[_Read]], place: int, table: Properties, columns: int
) -> tuple[Cell, ...]:
    """Give a row's cells their borders, and tell each in how many rows it stands."""
    done: list[Cell] = []
    for cell, found in rows[place]:
        below = _below(rows[place + 1 :], cell) if cell.rows else []
        last = below[-1] if below else found
        is_outside = {
            "top": place == 0,
            "right": cell.column + cell.span >= columns,
            "bottom": place + len(below) == len(rows) - 1,
            "left": cell.column == 0,
        }
        edges = (
            _edge(last if side == "bottom" else found, table, side, is_outside=is_outside[side])
            for side in _SIDES
        )
        rows_in = 1 + len(below) if cell.rows else 0
        done.append(replace(cell, rows=rows_in, edges=Edges(*edges)))
    return tuple(done)


def _below(rows: list[list[_Read]], cell: Cell) -> list[Properties]:
    """Return the properties of the cells that a cell goes on in."""
    found: list[Properties] = []
    for row in rows:
        one = next(
            (own for other, own in row if other.column == cell.column and not other.rows), None
        )
        if one is None:
            break
        found.append(one)
    return found


def _edge(cell: Properties, table: Properties, side: str, *, is_outside: bool) -> Edge | None:
    """Return a border: the cell's own, or the table's for its outside or its inside."""
    inside = "insideH" if side in ("top", "bottom") else "insideV"
    for properties, name in (
        *((cell, f"tcBorders/{one}") for one in _SIDES[side]),
        *((table, f"tblBorders/{one}") for one in (_SIDES[side] if is_outside else (inside,))),
    ):
        if name in properties:
            return edge_of(properties[name])
    return None


def _children(element: Element, name: str) -> Iterator[Element]:
    """Yield rows or cells, those inside content controls among them."""
    for child in element:
        if child.tag == qn(f"w:{name}"):
            yield child
        elif local(child) in _WITHIN:
            yield from _children(child, name)


def _widths(table: Element, rows: list[Element], found: Properties, room: float) -> tuple[float, ...]:  # fmt: skip
    """Return the widths of the columns; without any they share the room."""
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    grid = [number(value(one, "w")) / 20 for one in columns]
    most = max((_columns(tr) for tr in rows), default=1)
    grid = (grid + [0.0] * most)[: max(most, len(grid))]
    if not all(grid):
        grid = [room / len(grid)] * len(grid)
    asked = found.get("tblW", {})
    if asked.get("type") == "pct":
        text = asked.get("w", "0")
        share = number(text.rstrip("%")) / (100 if text.endswith("%") else 5000)
        grid = [one * share * room / sum(grid) for one in grid] if share else grid
    return tuple(grid)


def _columns(tr: Element) -> int:
    cells = [flat(word(tc, "tcPr")) for tc in _children(tr, "tc")]
    before = int(number(flat(word(tr, "trPr")).get("gridBefore", {}).get("val")))
    return before + sum(int(number(one.get("gridSpan", {}).get("val"), 1)) for one in cells)


def _pads(cell: Properties, table: Properties) -> tuple[float, float, float, float]:
    """Return the space between a cell's borders and what stands in it."""
    found: list[float] = []
    for side, names in _SIDES.items():
        places = [(cell, f"tcMar/{one}") for one in names] + [
            (table, f"tblCellMar/{one}") for one in names
        ]
        usual = 5.4 if side in ("left", "right") else 0.0
        found.append(next((length(one, name, "w") for one, name in places if name in one), usual))
    above, right, below, left = found
    return above, right, below, left
