"""Files made of rows: CSV and JSON in pieces, a workbook in a file that is gone once it is closed."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ckanext.scigov.tables.domain.exported import FileColumn, as_object, for_workbook
from ckanext.scigov.tables.extracts import ROWS_AT_ONCE, Row

BOM = "\ufeff"
MOST_ROWS_OF_A_SHEET = 1_048_575
MOST_CELLS_OF_A_WORKBOOK = 2_000_000
"""As many are written in about a minute, which is how long somebody waits for a page."""
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
PIECE = 1 << 16


def most_rows_of_a_workbook(columns: int) -> int:
    """Return how many rows of a table a workbook is made of here."""
    return min(MOST_ROWS_OF_A_SHEET, MOST_CELLS_OF_A_WORKBOOK // max(1, columns))


def csv_pieces(
    headings: Sequence[str], rows: Iterable[Row], notice: Sequence[str] = ()
) -> Iterator[bytes]:
    """Yield UTF-8 with a byte order mark: the notice, each a line of comment, headings, rows."""
    comments = [[f"# {line}"] for line in notice]
    yield (BOM + _lines([*comments, headings])).encode()
    for batch in _batches(rows):
        yield _lines(batch).encode()


def json_pieces(
    columns: Sequence[FileColumn], rows: Iterable[Row], notice: Sequence[str] = ()
) -> Iterator[bytes]:
    """Yield an object with the fields, the notice if there is one, and a record for each row."""
    fields = [
        {"id": one.id, "type": one.kind, "label": one.label or one.heading} for one in columns
    ]
    head: dict[str, Any] = {"notice": list(notice)} if notice else {}
    beginning = json.dumps({**head, "fields": fields}, ensure_ascii=False)
    yield f'{beginning[:-1]}, "records": ['.encode()
    separator = "\n"
    for batch in _batches(rows):
        yield (separator + ",\n".join(as_object(row, columns) for row in batch)).encode()
        separator = ",\n"
    yield b"\n]}\n"


def workbook(
    columns: Sequence[FileColumn],
    rows: Iterable[Row],
    notice: Sequence[str],
    titles: tuple[str, str],
) -> IO[bytes]:
    """Return a workbook; openpyxl writes it row by row.

    Args:
        columns: headings and types.
        rows: on the first sheet.
        notice: one line a row, on a second sheet; there is none without.
        titles: of the two sheets.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(titles[0])
    sheet.append([_cell(sheet, one.heading) for one in columns])
    kinds = [one.kind for one in columns]
    for row in rows:
        cells = zip(row, kinds, strict=True)
        sheet.append([_cell(sheet, for_workbook(text, kind)) for text, kind in cells])
    if notice:
        said = book.create_sheet(titles[1])
        for line in notice:
            said.append([line])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    book.save(file)
    file.seek(0)
    return file


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"  # A text that begins with an equals sign is no formula.
    return cell


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(rows: Iterable[Sequence[str | None]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
