"""Whether rows fit a table: each cell by its data item, and keys within the sheet and against the table.

A row of a sheet and a row of a form are checked by the same function.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from ckanext.scigov.intake.domain.column_matching import plain
from ckanext.scigov.intake.domain.row_rules import LONGEST_FOR_PATTERN, Rule
from ckanext.scigov.tables.domain.kinds import NUMERIC, READERS, Kind, Unreadable, narrow

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands where a sign could not be read."""

Columns: TypeAlias = "tuple[str, ...]"
Key: TypeAlias = "tuple[str, ...]"
Taken: TypeAlias = "Mapping[Columns, frozenset[Key]]"


class Reason(str, enum.Enum):
    """Why a cell does not fit."""

    MISSING = "missing"
    LOST_SIGN = "lost_sign"
    NOT_LISTED = "not_listed"
    OTHER_TYPE = "other_type"
    TOO_LONG = "too_long"
    TOO_MANY_DIGITS = "too_many_digits"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    OTHER_PATTERN = "other_pattern"
    TWICE = "twice"
    IN_TABLE = "in_table"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell."""

    column: str
    reason: Reason
    values: Mapping[str, str | int] = field(default_factory=dict[str, "str | int"])


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as it would be written."""

    number: int
    values: Mapping[str, str | None]
    """As PostgreSQL is given them, None where empty."""
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    """As they stand in a file: codes instead of labels, and otherwise what was written."""
    problems: tuple[Problem, ...] = ()


class _Unfit(Exception):
    def __init__(self, reason: Reason, **values: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.values = values


def check_row(rules: Sequence[Rule], number: int, cells: Mapping[str, str]) -> Checked:
    """Check the cells of one row, each by itself.

    Args:
        rules: of all columns of the table.
        number: of the row.
        cells: text by column; a column without one is empty.
    """
    values: dict[str, str | None] = {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for rule in rules:
        values[rule.column] = None
        try:
            text = _meant(rule, cells.get(rule.column, ""))
            if text:
                values[rule.column], texts[rule.column] = _value(rule, text), text
        except _Unfit as unfit:
            problems.append(Problem(rule.column, unfit.reason, unfit.values))
    return Checked(number, values, texts, tuple(problems))


def groups_of(rules: Sequence[Rule]) -> list[Columns]:
    """Return what no two rows may share: the primary key, and every column that is unique."""
    key = tuple(rule.column for rule in rules if rule.is_key)
    alone = [(rule.column,) for rule in rules if rule.unique]
    return list(dict.fromkeys([*([key] if key else []), *alone]))


def keys_of(rules: Sequence[Rule], rows: Iterable[Checked], columns: Columns) -> list[Key]:
    """Return the keys that rows have in some columns, as ``comparable`` writes them."""
    kinds = _kinds(rules)
    found = (_key(one, columns, kinds) for one in rows)
    return list(dict.fromkeys(key for key in found if key is not None))


def check_keys(rules: Sequence[Rule], rows: Sequence[Checked], taken: Taken) -> list[Checked]:
    """Return rows with what is wrong with their keys besides.

    Args:
        rules: of all columns.
        rows: of one sheet, in its order.
        taken: keys that the table has, by the columns of a group, as ``comparable`` writes them.
    """
    kinds = _kinds(rules)
    first: dict[tuple[Columns, Key], int] = {}
    checked: list[Checked] = []
    for row in rows:
        problems = list(row.problems)
        for columns in groups_of(rules):
            key = _key(row, columns, kinds)
            if key is None:
                continue
            before = first.setdefault((columns, key), row.number)
            shown = " ".join(key)
            if before != row.number:
                problems.append(Problem(columns[0], Reason.TWICE, {"value": shown, "row": before}))
            elif key in taken.get(columns, frozenset()):
                problems.append(Problem(columns[0], Reason.IN_TABLE, {"value": shown}))
        checked.append(dataclasses.replace(row, problems=tuple(problems)))
    return checked


def comparable(kind: Kind, value: str) -> str:
    """Return a value so that equal ones are written alike: 12.60 as 12.6."""
    if kind not in NUMERIC:
        return value
    number = Decimal(value).normalize()
    return f"{number:f}" if number else "0"


def _meant(rule: Rule, cell: str) -> str:
    """Return what a cell says, empty where that is nothing."""
    text = cell.strip()
    if REPLACED in text:
        raise _Unfit(Reason.LOST_SIGN)
    if not text or text in rule.missing:
        if rule.required:
            raise _Unfit(Reason.MISSING)
        return ""
    return _listed(rule, text) if rule.allowed else text


def _value(rule: Rule, text: str) -> str:
    try:
        value = READERS[rule.kind](text)
    except Unreadable as error:
        raise _Unfit(Reason.OTHER_TYPE, code=error.code.value) from None
    _check_size(rule, value)
    _check_range(rule, value)
    if rule.pattern and len(text) <= LONGEST_FOR_PATTERN and not rule.pattern.search(text):
        raise _Unfit(Reason.OTHER_PATTERN, pattern=rule.pattern.pattern)
    return value


def _listed(rule: Rule, text: str) -> str:
    """Return the value that is meant: it may be written as its label, a number in another way."""
    found = rule.allowed.get(plain(text))
    if found is None and rule.kind in NUMERIC:
        wanted = _as_number(text)
        found = next((one for one, _label in rule.choices if _as_number(one) == wanted), None)
    if found is None:
        shown = "、".join(f"{value} {label}".strip() for value, label in rule.choices[:10])
        raise _Unfit(Reason.NOT_LISTED, choices=shown)
    return found


def _as_number(text: str) -> str:
    try:
        return comparable(Kind.NUMBER, READERS[Kind.NUMBER](narrow(text)))
    except Unreadable:
        return text


def _check_size(rule: Rule, value: str) -> None:
    if rule.kind is Kind.TEXT and rule.longest is not None and len(value) > rule.longest:
        raise _Unfit(Reason.TOO_LONG, longest=rule.longest, length=len(value))
    if rule.kind not in NUMERIC:
        return
    whole, _point, fraction = f"{abs(Decimal(value).normalize()):f}".partition(".")
    if rule.decimals is not None and len(fraction) > rule.decimals:
        raise _Unfit(Reason.TOO_MANY_DECIMALS, most=rule.decimals)
    if rule.longest is not None and len(whole.lstrip("0") + fraction) > rule.longest:
        raise _Unfit(Reason.TOO_MANY_DIGITS, most=rule.longest)


def _check_range(rule: Rule, value: str) -> None:
    if rule.low and _is_below(rule.kind, value, rule.low):
        raise _Unfit(Reason.TOO_LOW, limit=rule.low)
    if rule.high and _is_below(rule.kind, rule.high, value):
        raise _Unfit(Reason.TOO_HIGH, limit=rule.high)


def _is_below(kind: Kind, one: str, other: str) -> bool:
    return Decimal(one) < Decimal(other) if kind in NUMERIC else one < other


def _kinds(rules: Sequence[Rule]) -> dict[str, Kind]:
    return {rule.column: rule.kind for rule in rules}


def _key(row: Checked, columns: Columns, kinds: Mapping[str, Kind]) -> Key | None:
    """Return a row's key; None where a part of it is missing or does not fit."""
    values = [row.values.get(column) for column in columns]
    if any(value is None for value in values):
        return None
    pairs = zip(columns, values, strict=True)
    return tuple(comparable(kinds[column], str(value)) for column, value in pairs)
