"""Guess a column's type from all of its cells; a guess must never make a load fail.

What looks like a number but is a name for something stays text: leading zeros, more than 15
digits (spreadsheets round those), and columns whose heading says number, code or telephone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ckanext.scigov.tables.domain.kinds import READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.plain import are_plain

_NAMES_SOMETHING = re.compile(
    r"(?:号|码|代码|电话|手机|传真|邮编|年月|年度|年份|时间|日期"
    r"|(?<![a-z])(?:id|code|no|number)\.?|(?-i:ID))$",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d{1,15})?")
_DATE = re.compile(r"\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)")
_DATETIME = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?"
)
_BOOLEAN = re.compile(r"true|false", re.IGNORECASE)
# In the order of preference: the first type that every cell fits is the column's.
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.BOOLEAN, _BOOLEAN),
    (Kind.INTEGER, _INTEGER),
    (Kind.NUMBER, _NUMBER),
    (Kind.DATE, _DATE),
    (Kind.DATETIME, _DATETIME),
)
_COUNTING = frozenset({Kind.INTEGER, Kind.NUMBER})


@dataclass(slots=True)
class Guess:
    """What a column can still be after the cells seen so far."""

    heading: str
    possible: list[tuple[Kind, re.Pattern[str]]] = field(
        default_factory=list[tuple[Kind, re.Pattern[str]]]
    )
    seen: bool = False

    def __post_init__(self) -> None:
        is_name = bool(_NAMES_SOMETHING.search(self.heading.strip()))
        self.possible = [pair for pair in _PATTERNS if not (is_name and pair[0] in _COUNTING)]

    def look_at(self, cells: Iterable[str]) -> None:
        """Strike out every type that one of the cells does not fit; empty cells fit all."""
        if not self.possible:
            return
        values = set(map(str.strip, cells))
        values.discard("")
        self.seen = self.seen or bool(values)
        self.possible = [
            (kind, pattern) for kind, pattern in self.possible if _all_fit(kind, pattern, values)
        ]

    @property
    def kind(self) -> Kind:
        if not self.seen or not self.possible:
            return Kind.TEXT
        return self.possible[0][0]


def _all_fit(kind: Kind, pattern: re.Pattern[str], values: Collection[str]) -> bool:
    whole = "".join(f"{value}\n" for value in values)
    if whole.count("\n") > len(values):
        return False  # a value of several lines is text
    if not _of_many(pattern).fullmatch(whole):
        return False
    exact = kind in _COUNTING or kind is Kind.BOOLEAN
    return exact or are_plain(kind, values) or all(_can_be_read(kind, value) for value in values)


def _can_be_read(kind: Kind, value: str) -> bool:
    try:
        READERS[kind](value)
    except Unreadable:
        return False
    return True


@functools.cache
def _of_many(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """Return the pattern of lines that each have the pattern: one look instead of thousands."""
    return re.compile(f"(?:(?:{pattern.pattern})\n)*", pattern.flags)
