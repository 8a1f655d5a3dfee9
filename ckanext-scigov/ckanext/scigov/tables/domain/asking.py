"""The words of an address that say which rows of a table are asked for.

``fc``, ``fo``, ``fv`` are column, operator and value of a condition, any number of times; this is how
links are written. A form cannot leave out a field that is empty, so ranges have words of their own,
which name a column once: ``rc``, ``ra``, ``rz`` from and to, both included; ``dc``, ``da``, ``dz`` the
same by days, for columns of moments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Values: TypeAlias = "Callable[[str], Sequence[str]]"
"""All values of a word in an address."""

SHOWN_OPERATORS = frozenset({"eq", "contains", "gt", "gte", "lt", "lte"})
FORM_COLUMNS = 12
"""As many columns have fields in the form; those with a condition have them in any case."""
NUMBERS = frozenset({"numeric", "int2", "int4", "int8", "float4", "float8"})
MOMENTS = frozenset({"timestamp", "timestamptz"})
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on a column, as an address writes it."""

    column: str
    operator: str
    value: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [("fc", self.column), ("fo", self.operator), ("fv", self.value)]


def conditions_in(values: Values, zone: dt.tzinfo) -> tuple[Asked, ...]:
    """Return the conditions of an address; of two of a kind on one column the later one counts."""
    triples = zip(values("fc"), values("fo"), values("fv"), strict=False)
    found = [Asked(*triple) for triple in triples]
    for column, low, high in zip(values("rc"), values("ra"), values("rz"), strict=False):
        found += [Asked(column, "gte", low), Asked(column, "lte", high)]
    for column, low, high in zip(values("dc"), values("da"), values("dz"), strict=False):
        found += [
            Asked(column, "gte", midnight(low.strip(), zone)),
            Asked(column, "lt", midnight(high.strip(), zone, ONE_DAY)),
        ]
    return _once(found)


def _once(found: Iterable[Asked]) -> tuple[Asked, ...]:
    known: dict[tuple[str, str], Asked] = {}
    for one in found:
        value = one.value.strip()
        if one.column and value and one.operator in SHOWN_OPERATORS:
            known[one.column, one.operator] = Asked(one.column, one.operator, value)
    return tuple(known.values())


def midnight(day: str, zone: dt.tzinfo, later: dt.timedelta = dt.timedelta()) -> str:
    """Return the beginning of a day as a moment; what is no day stays as it is, to be refused."""
    try:
        date = dt.date.fromisoformat(day) + later
    except (ValueError, OverflowError):
        return day
    return dt.datetime.combine(date, dt.time(), zone).isoformat(" ")


def day_of(moment: str, zone: dt.tzinfo, later: dt.timedelta = dt.timedelta()) -> str:
    """Return the day whose beginning a moment is, as ``midnight`` writes it; empty for any other."""
    try:
        day = (dt.date.fromisoformat(moment[:10]) - later).isoformat()
    except (ValueError, OverflowError):
        return ""
    return day if midnight(day, zone, later) == moment else ""


def in_words(one: Asked, kind: str, zone: dt.tzinfo) -> tuple[str, str]:
    """Return operator and value as they are told: moments that begin a day are told by the day."""
    if kind in MOMENTS and one.operator == "gte":
        return "gte", day_of(one.value, zone) or one.value
    if kind in MOMENTS and one.operator == "lt" and day_of(one.value, zone, ONE_DAY):
        return "lte", day_of(one.value, zone, ONE_DAY)
    return one.operator, one.value


@dataclass(frozen=True, slots=True)
class Field:
    """What the form has for a column: words with an operator, a range, days, or yes and no."""

    column: str
    kind: str
    operator: str = "contains"
    value: str = ""
    low: str = ""
    high: str = ""


def fields_for(
    types: Sequence[tuple[str, str]], conditions: Sequence[Asked], zone: dt.tzinfo
) -> tuple[list[Field], list[Asked]]:
    """Return the form's fields, filled in, and the conditions that they cannot show.

    Args:
        types: of the columns, in their order, as (column, type).
        conditions: that are in force.
        zone: of days.
    """
    asked = {one.column for one in conditions}
    shown = [
        (column, kind)
        for number, (column, kind) in enumerate(types)
        if number < FORM_COLUMNS or column in asked
    ]
    fields, told = list[Field](), set[Asked]()
    for column, kind in shown:
        own = [one for one in conditions if one.column == column]
        field, used = _field(column, kind, own, zone)
        fields.append(field)
        told.update(used)
    return fields, [one for one in conditions if one not in told]


def _field(
    column: str, kind: str, own: Sequence[Asked], zone: dt.tzinfo
) -> tuple[Field, list[Asked]]:
    if kind in NUMBERS or kind == "date":
        form = "number" if kind in NUMBERS else "date"
        low, high = _one(own, "gte"), _one(own, "lte")
        return Field(column, form, low=_value(low), high=_value(high)), _used(low, high)
    if kind in MOMENTS:
        low, high = _one(own, "gte"), _one(own, "lt")
        first, last = day_of(_value(low), zone), day_of(_value(high), zone, ONE_DAY)
        used = _used(low if first else None, high if last else None)
        return Field(column, "days", low=first, high=last), used
    if kind == "bool":
        equal = _one(own, "eq")
        return Field(column, "choice", "eq", _value(equal)), _used(equal)
    chosen = _one(own, "contains") or _one(own, "eq")
    if chosen is None:
        return Field(column, "words"), []
    return Field(column, "words", chosen.operator, chosen.value), [chosen]


def _one(own: Sequence[Asked], operator: str) -> Asked | None:
    return next((one for one in own if one.operator == operator), None)


def _value(one: Asked | None) -> str:
    return one.value if one else ""


def _used(*several: Asked | None) -> list[Asked]:
    return [one for one in several if one]
