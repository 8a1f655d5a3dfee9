"""A row as somebody saw it, and the same row found again in a table that has changed since.

A fingerprint says less than the row, but not nothing: who knows all cells but one can try out the last.
It is treated as the row's data are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.dispute.domain.target import Target

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row with its number in the table (``_id``), which no other load of the table keeps."""

    number: int
    row: Row


class Outcome(enum.Enum):
    ONE = "one"
    NONE = "none"
    SEVERAL = "several"
    """One of several was meant, and nothing says which."""


@dataclass(frozen=True, slots=True)
class Found:
    outcome: Outcome
    numbers: tuple[int, ...] = ()
    """The row, or those that may be meant, in the order of the table."""
    has_changed: bool = False
    """It was found by its key: its cells are not those that were seen."""

    @property
    def number(self) -> int | None:
        return self.numbers[0] if self.outcome is Outcome.ONE else None


NOTHING = Found(Outcome.NONE)


def seen_columns(row: Row) -> tuple[str, ...]:
    """Return the columns of a row that are data, by name: the DataStore's own begin with ``_``."""
    return tuple(sorted(name for name in row if not name.startswith("_")))


def fingerprint(row: Row, columns: Sequence[str]) -> str:
    """Return the SHA-256 of a row's cells by name; a column that is not there is not an empty one.

    Args:
        row: values as the DataStore or its API gives them.
        columns: those that count, in any order.
    """
    cells = {name: as_text(row[name]) for name in columns if name in row}
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_text(value: object) -> str | None:
    """Return a cell as the one text of its value, whatever the type of its column is by now."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, decimal.Decimal)):
        return _number(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def pinned(target: Target, number: int, rows: Iterable[Numbered]) -> Target:
    """Return a target with its row as it is seen now: fingerprint, place among equals, uniqueness.

    Args:
        target: of a row, with its key if the table has one.
        number: of the row that is meant.
        rows: it, and at least all rows that are equal to it or bear its key; without what the reporter
            does not see.

    Raises:
        StopIteration: the row is not among them.
    """
    ordered = sorted(rows, key=lambda one: one.number)
    meant = next(one for one in ordered if one.number == number)
    columns = seen_columns(meant.row)
    mark = fingerprint(meant.row, columns)
    equal = [one.number for one in ordered if fingerprint(one.row, columns) == mark]
    return dataclasses.replace(
        target,
        fingerprint=mark,
        columns=columns,
        occurrence=equal.index(number) + 1,
        equal_rows=len(equal),
        key_is_unique=sum(_bears(one.row, target.key) for one in ordered) == 1,
    )


def found(target: Target, rows: Iterable[Numbered]) -> Found:
    """Find a row again: by its fingerprint, else by its key where that was unique and still is.

    Several are said to be several; nothing is ever guessed. A row that bears a key which was repeated
    may be the other one.

    Args:
        target: of a row; one that is not ``pinned`` yet is looked for in the table as it is now.
        rows: at least all that have its fingerprint or its key.
    """
    ordered = sorted(rows, key=lambda one: one.number)
    equal = [one.number for one in ordered if is_as_seen(one.row, target)]
    if equal:
        return _of_equal(equal, target)
    bearing = tuple(one.number for one in ordered if _bears(one.row, target.key))
    is_pinned = bool(target.columns)
    if len(bearing) == 1 and (target.key_is_unique or not is_pinned):
        return Found(Outcome.ONE, bearing, has_changed=is_pinned)
    return Found(Outcome.SEVERAL, bearing) if bearing else NOTHING


def _of_equal(numbers: Sequence[int], target: Target) -> Found:
    if len(numbers) != target.equal_rows:
        # One of equal rows has gone or come: which of them is left cannot be said.
        return Found(Outcome.SEVERAL, tuple(numbers))
    return Found(Outcome.ONE, (numbers[target.occurrence - 1],))


def may_be(target: Target, row: Row) -> bool:
    """Say whether a row may be the one that is meant: it looks like it, or bears its key."""
    return is_as_seen(row, target) or _bears(row, target.key)


def is_as_seen(row: Row, target: Target) -> bool:
    """Say whether a row has the cells that the reporter saw."""
    if not target.fingerprint:
        return False
    return fingerprint(row, target.columns or seen_columns(row)) == target.fingerprint


def _bears(row: Row, key: Sequence[tuple[str, str]]) -> bool:
    return bool(key) and all(as_text(row.get(column)) == value for column, value in key)


def _number(value: float | decimal.Decimal) -> str:
    number = decimal.Decimal(str(value))
    if not number.is_finite():
        return str(number)
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
