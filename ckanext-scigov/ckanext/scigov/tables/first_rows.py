"""The first rows of a file as they would be read, for its owner to see before he settles how."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ckanext.scigov.tables.domain.columns import Item, columns_of
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemRow, UnfitFile
from ckanext.scigov.tables.json_reading import JSON_ENDINGS
from ckanext.scigov.tables.reading import ZIP, Given, TableFile, examine
from ckanext.scigov.tables.workbook_scan import scan

ROWS = 20
LONGEST_CELL = 200
MOST_BYTES = 50 << 20
"""Of a workbook, unpacked, or of JSON: such files are read as a whole or not at all."""


@dataclass(frozen=True, slots=True)
class FirstRows:
    """What would be read, or why nothing would."""

    layout: str = ""
    sheets: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    problem: ProblemRow | None = None
    """Why nothing would be read."""


def first_rows(path: Path, ending: str, given: Given, items: list[Item]) -> FirstRows:
    """Read the beginning of a file; types are those that the dictionary declares."""
    try:
        if is_too_large(path, ending, given):
            return FirstRows(problem=Problem(Code.TOO_LARGE_TO_SHOW).as_row())
        file = examine(path, ending=ending, given=given, is_sample=True)
        return _beginning(file, items)
    except UnfitFile as unfit:
        return FirstRows(problem=unfit.problems.rows()[0])


def _beginning(file: TableFile, items: list[Item]) -> FirstRows:
    with closing(file.open()) as table:
        rows = tuple((line, tuple(map(_short, cells))) for line, cells in islice(table, ROWS))
    columns, _notes = columns_of(table.heading, items)
    return FirstRows(
        file.described,
        file.sheets,
        tuple(map(_short, table.heading)),
        tuple(column.kind.value if column.kind else "" for column in columns),
        rows,
    )


def is_too_large(path: Path, ending: str, given: Given) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as raw:
        is_workbook = raw.read(len(ZIP)) == ZIP
    if is_workbook:
        return scan(path, given.sheet).size > MOST_BYTES
    return ending in JSON_ENDINGS and path.stat().st_size > MOST_BYTES


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"
