"""From a source's pages of rows to the text of a COPY, with a word on each cell that does not fit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ckanext.scigov.intake.contract import RowPage
from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.rows.columns import Columns
from ckanext.scigov.intake.rows.taken import Options
from ckanext.scigov.tables.conversion import copy_text, value_of
from ckanext.scigov.tables.domain.bad_cells import BadCell, CellLog, kept_text
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.kinds import Kind, Unreadable
from ckanext.scigov.tables.domain.plain import are_plain


class Reader:
    """Reads pages until there are no more, or until the limits of a run are reached."""

    def __init__(
        self, columns: Columns, options: Options, cells: CellLog, *, may_stop: bool
    ) -> None:
        self._columns = columns
        self._options = options
        self._may_stop = may_stop
        self.cells = cells
        self.rows = self.bytes = 0
        self.watermark = ""
        self.is_complete = True

    def text(self, pages: Iterable[RowPage]) -> Iterator[str]:
        """Yield COPY's text, a page at a time.

        Raises:
            RowsRefused: a page has other columns; too many cells do not fit; or the table is to be read
                whole and is larger than a run may be.
        """
        for page in pages:
            if self._is_too_much():
                if not self._may_stop:
                    raise RowsRefused(RowProblem(RowCause.TOO_MANY_ROWS, count=self.rows))
                self.is_complete = False
                break
            text = self._page(page)
            self.rows += len(page.rows)
            self.bytes += len(text)
            self.watermark = page.watermark or self.watermark
            if text:
                yield text
        if self.cells.is_exceeded:
            raise RowsRefused(self.unfit(RowCause.TOO_MANY_UNFIT))

    def unfit(self, cause: RowCause) -> RowProblem:
        names = ", ".join(one["label"] for one in self.cells.per_column(self._columns.columns))
        return RowProblem(cause, names, self.cells.count)

    def _is_too_much(self) -> bool:
        most = self._options
        return self.rows >= most.most_rows or self.bytes >= most.most_bytes

    def _page(self, page: RowPage) -> str:
        if not page.rows:
            return ""
        places = self._columns.places_in(page.columns)
        by_place = list(zip(*page.rows, strict=True))
        pairs = zip(self._columns.columns, places, strict=True)
        values = [self._convert(column, by_place[at]) for column, at in pairs]
        self.cells.end_piece()
        return copy_text(values)

    def _convert(self, column: Column, given: Sequence[Any]) -> Sequence[str | None]:
        cells = [cell_text(value) for value in given]
        allowed, values = column.allowed(), list[str | None](cells)
        is_plain = not allowed and not column.missing - {""}
        if not (is_plain and are_plain(column.kind or Kind.TEXT, cells)):
            values = [
                self._value(column, cell, allowed, self.rows + number)
                for number, cell in enumerate(cells, 1)
            ]
        if column.is_declared:
            self.cells.checked += sum(map(bool, cells))
        return values

    def _value(self, column: Column, cell: str, allowed: frozenset[str], number: int) -> str | None:
        try:
            return value_of(column, cell, allowed)
        except Unreadable as error:
            self.cells.add(BadCell(number, number, column.id, kept_text(cell), error.code))
            return None


def _of_bytes(value: bytes | bytearray | memoryview) -> str:
    return bytes(value).hex()


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


_TEXTS: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        type(None): lambda _none: "",
        str: lambda text: text,
        bool: lambda value: "true" if value else "false",
        dt.datetime: lambda moment: moment.isoformat(sep=" "),
        dt.date: dt.date.isoformat,
        bytes: _of_bytes,
        bytearray: _of_bytes,
        memoryview: _of_bytes,
        dict: _as_json,
        list: _as_json,
    }
)


def cell_text(value: Any) -> str:
    """Return a value of a source as a file would have it; nothing for none."""
    return _TEXTS.get(type(value), str)(value)
