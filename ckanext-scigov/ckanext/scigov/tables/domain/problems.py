"""What can be wrong with a file: where, which value, and a code the glue makes a sentence of."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

SHOWN_VALUE_LENGTH = 80


class Code(str, enum.Enum):
    """Why a cell, a line or a whole file does not fit."""

    NOT_INTEGER = "not_integer"
    NOT_NUMBER = "not_number"
    NOT_DATE = "not_date"
    NOT_DATETIME = "not_datetime"
    NOT_BOOLEAN = "not_boolean"
    OUT_OF_RANGE = "out_of_range"
    NOT_IN_CODE_LIST = "not_in_code_list"
    NUL_CHARACTER = "nul_character"
    UNDECODABLE = "undecodable"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_FEW_CELLS = "too_few_cells"
    BROKEN_QUOTES = "broken_quotes"
    CELL_TOO_LARGE = "cell_too_large"
    NO_HEADER = "no_header"
    TOO_MANY_COLUMNS = "too_many_columns"
    SHEET_MISSING = "sheet_missing"
    WORKBOOK_UNREADABLE = "workbook_unreadable"
    WORKBOOK_TOO_LARGE = "workbook_too_large"
    TOO_LARGE_TO_SHOW = "too_large_to_show"
    WRONG_ENCODING = "wrong_encoding"
    WEB_PAGE = "web_page"
    OLD_WORKBOOK = "old_workbook"
    OTHER_KIND = "other_kind"
    JSON_BROKEN = "json_broken"
    JSON_NO_LIST = "json_no_list"
    JSON_SEVERAL_LISTS = "json_several_lists"
    JSON_NO_OBJECT = "json_no_object"
    FILE_MISSING = "file_missing"
    INTERNAL = "internal"


class NoteCode(str, enum.Enum):
    """What is worth telling about a table that was loaded all the same."""

    ITEM_WITHOUT_COLUMN = "item_without_column"
    COLUMN_WITHOUT_ITEM = "column_without_item"
    SEVERAL_SHEETS = "several_sheets"
    FORMULAS_WITHOUT_RESULT = "formulas_without_result"
    MERGED_CELLS = "merged_cells"


class ProblemRow(TypedDict):
    """A problem as it is stored and answered."""

    line: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit. ``line`` 0 means the file as a whole; column may be empty."""

    code: Code
    line: int = 0
    column: str = ""
    value: str = ""

    def as_row(self) -> ProblemRow:
        return {
            "line": self.line,
            "column": self.column,
            "value": _shortened(self.value),
            "code": self.code.value,
        }


@dataclass(slots=True)
class ProblemLog:
    """Keeps the first problems and counts all of them."""

    limit: int = 100
    count: int = 0
    kept: list[Problem] = field(default_factory=list[Problem])

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.kept) < self.limit:
            self.kept.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def __bool__(self) -> bool:
        return self.count > 0

    def rows(self) -> list[ProblemRow]:
        """Return the kept problems from top to bottom: columns are checked one after another."""
        return [problem.as_row() for problem in sorted(self.kept, key=lambda p: p.line)]


class UnfitFile(Exception):
    """The file cannot become a table; the log says why."""

    def __init__(self, problems: ProblemLog) -> None:
        super().__init__(f"{problems.count} problems, first: {problems.kept[:1]}")
        self.problems = problems

    @classmethod
    def because(cls, *found: Problem) -> UnfitFile:
        log = ProblemLog()
        log.extend(found)
        return cls(log)


def _shortened(value: str) -> str:
    value = value.replace("\x00", "\N{SYMBOL FOR NULL}")
    return value if len(value) <= SHOWN_VALUE_LENGTH else value[: SHOWN_VALUE_LENGTH - 1] + "…"
