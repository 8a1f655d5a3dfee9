"""The file of a table with some rows changed or left out, written beside the one that is there.

Delimited text keeps its encoding, delimiter and line ends, and every byte that is no part of a touched
record. Workbooks and JSON are written as CSV, with the headings and values that the table was made of.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import closing
from typing import BinaryIO, TypeAlias

from ckanext.scigov.tables.domain.delimited import is_no_row, quoted, with_cells
from ckanext.scigov.tables.json_reading import JsonLayout, json_rows
from ckanext.scigov.tables.reading import DELIMITERS, Given, OpenTable, Row, TableFile
from ckanext.scigov.tables.row_places import (
    Edit,
    Found,
    codec_of,
    copy_with,
    find_rows,
    rows_in_text,
)
from ckanext.scigov.tables.text_reading import TextLayout
from ckanext.scigov.tables.workbook_reading import workbook_rows

Values: TypeAlias = "Mapping[int, str] | None"
"""New cells by their place in the row; None where the row is left out."""

LINE_END = "\r\n"
NUL = "\x00"


class Unwritable(Exception):
    """A value that the file's encoding has no bytes for, or no text file can have."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def rows_of(file: TableFile, numbers: Collection[int]) -> dict[int, Found]:
    """Return rows by their ``_id``, as the file has them.

    Raises:
        UnfitFile: the file cannot be read so.
    """
    if isinstance(file.layout, TextLayout):
        return rows_in_text(file, file.layout, numbers)
    with closing(file.open()) as table:
        return {number: Found(line, cells) for number, line, cells in find_rows(table, numbers)}


def rewrite(
    file: TableFile,
    found: Mapping[int, Found],
    changes: Mapping[int, Values],
    given: Given,
    target: BinaryIO,
) -> None:
    """Write the file with its changes.

    Args:
        file: as it is.
        found: its rows that are changed, by number.
        changes: of those rows.
        given: what its owner has settled about how it is read; the new file is read so, too.
        target: where it is written.

    Raises:
        Unwritable: a value cannot stand in this file.
    """
    for number, values in changes.items():
        if any(NUL in value for value in (values or {}).values()):
            raise Unwritable(number)
    if isinstance(file.layout, TextLayout):
        edits = [_edit(file, file.layout, found[at], at, new) for at, new in changes.items()]
        copy_with(file.path, edits, target)
    else:
        _write_as_csv(file, changes, given, target)


def _edit(file: TableFile, layout: TextLayout, row: Found, number: int, values: Values) -> Edit:
    assert row.place is not None
    if values is None:
        return Edit(row.place, b"")
    record = with_cells(row.place.text, layout.delimiter, values) + row.place.line_end
    try:
        return Edit(row.place, record.encode(codec_of(file.path, layout.encoding)))
    except UnicodeEncodeError:
        raise Unwritable(number) from None


def _write_as_csv(
    file: TableFile, changes: Mapping[int, Values], given: Given, target: BinaryIO
) -> None:
    out = _Lines(target, given)
    source = _source(file)
    passed: list[Row] = []
    if isinstance(file.layout, JsonLayout):
        # The owner may have said in which line the heading stands.
        out.skip(max(0, (given.header_row or 1) - 1))
    number = 0
    with closing(OpenTable(_watched(source, passed), lambda: 0, file.header_row)) as table:
        for _line, cells in table:
            # What has been read since the last row: a title and the heading, perhaps, and this row.
            out.write([cells for _line, cells in passed[:-1]])
            passed.clear()
            values: Values = {}
            if not is_no_row(cells, len(table.heading)):
                number += 1
                values = changes.get(number, {})
            if values is not None:
                out.write([[values.get(at, cell) for at, cell in enumerate(cells)]], number)
        out.write([cells for _line, cells in passed])


def _source(file: TableFile) -> Generator[Row, None, None]:
    if isinstance(file.layout, JsonLayout):
        text = file.path.open(encoding=file.layout.encoding, newline="")
        return json_rows(text, file.layout)
    return workbook_rows(file.path, file.sheet)


def _watched(rows: Generator[Row, None, None], seen: list[Row]) -> Generator[Row, None, None]:
    with closing(rows):
        for row in rows:
            seen.append(row)
            yield row


class _Lines:
    """CSV on its way into a file."""

    def __init__(self, target: BinaryIO, given: Given) -> None:
        self._text = codecs.getwriter(given.codec or "utf-8-sig")(target)
        self._delimiter = DELIMITERS.get(given.delimiter, ",")

    def skip(self, lines: int) -> None:
        self._text.write(LINE_END * lines)

    def write(self, rows: Sequence[Sequence[str]], number: int = 0) -> None:
        try:
            for cells in rows:
                written = self._delimiter.join(quoted(cell, self._delimiter) for cell in cells)
                self._text.write(written + LINE_END)
        except UnicodeEncodeError:
            raise Unwritable(number) from None
