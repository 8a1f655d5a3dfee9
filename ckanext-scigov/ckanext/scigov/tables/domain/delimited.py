"""Records of delimited text as they are written: which of them are rows, and their cells one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

QUOTE = '"'


def is_no_row(cells: Sequence[str], width: int) -> bool:
    """Say whether a record is left out of the table: it is blank.

    Loading skips such records without counting them, and who looks for the record of a row does the same.
    """
    if len(cells) == width:
        return not any(cells)
    return not any(cell.strip() for cell in cells)


def raw_cells(record: str, delimiter: str) -> list[str]:
    """Cut a record, without its line end, into cells as they are written, quotes included.

    It is one that a strict reader of CSV has taken: quotes that open a cell are closed at its end.
    """
    cells: list[str] = []
    is_open = False
    for part in record.split(delimiter):
        if is_open:
            cells[-1] += delimiter + part
        else:
            cells.append(part)
        is_open = cells[-1].startswith(QUOTE) and cells[-1].count(QUOTE) % 2 == 1
    return cells


def with_cells(record: str, delimiter: str, values: Mapping[int, str]) -> str:
    """Return a record with other values at some places; the other cells stay as they are written.

    Args:
        record: without its line end.
        delimiter: of its file.
        values: by the place of their cell, which is quoted where the one before was, or has to be.
    """
    cells = raw_cells(record, delimiter)
    for place, value in values.items():
        cells[place] = quoted(value, delimiter, always=cells[place].startswith(QUOTE))
    return delimiter.join(cells)


def quoted(value: str, delimiter: str, *, always: bool = False) -> str:
    """Return a value as a cell."""
    if always or any(sign in value for sign in (delimiter, QUOTE, "\r", "\n")):
        return f"{QUOTE}{value.replace(QUOTE, QUOTE * 2)}{QUOTE}"
    return value
