"""A comparison as it is declared and kept: plain values, and what the rules read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from ckanext.scigov.dispute.domain.comparing import (
    Comparison,
    Match,
    Norm,
    Precision,
    Rule,
    Table,
)
from ckanext.scigov.dispute.domain.comparing_checks import ComparisonReason
from ckanext.scigov.shared.errors import Refusal

LONGEST = 200
"""Characters of a name or a column."""
MOST = 1_000
"""Parts of a list, before anybody looks at what they are."""


class _Malformed(Exception):
    """A part is not what it has to be."""


def read(values: Mapping[str, Any], units: Mapping[str, str]) -> Comparison | Refusal:
    """Return the comparison that plain values say, or which part of them is malformed.

    Args:
        values: ``tables`` (``resource``, ``is_complete``), ``keys`` and ``items`` (``name``, ``columns``
            by resource, ``norm``, ``tolerance``, ``precision``, ``codes``).
        units: resource id → the unit that keeps it; one that is not there has none.
    """
    field = "tables"
    try:
        tables = [_table(one, units) for one in _list(values.get("tables"))]
        field = "keys"
        keys = [_match(one) for one in _list(values.get("keys"))]
        field = "items"
        return Comparison(tables, keys, [_match(one) for one in _list(values.get("items"))])
    except _Malformed:
        return Refusal(ComparisonReason.MALFORMED, field)


def to_values(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON keeps it; which unit keeps a table is asked at each run."""
    tables = [
        {"resource": one.resource_id, "is_complete": one.is_complete} for one in comparison.tables
    ]
    return {
        "tables": tables,
        "keys": [_to_values(one) for one in comparison.keys],
        "items": [_to_values(one) for one in comparison.items],
    }


def resources_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the tables that kept values name."""
    return tuple(str(one["resource"]) for one in values["tables"])


def _to_values(match: Match) -> dict[str, Any]:
    rule = match.rule
    return {
        "name": match.name,
        "columns": dict(match.columns),
        "norm": rule.norm.value,
        "tolerance": str(rule.tolerance),
        "precision": rule.precision.value,
        "codes": dict(rule.codes),
    }


def _table(value: object, units: Mapping[str, str]) -> Table:
    one = _mapping(value)
    resource_id, is_complete = _text(one.get("resource")), one.get("is_complete", True)
    if not isinstance(is_complete, bool):
        raise _Malformed
    return Table(resource_id, units.get(resource_id, ""), is_complete)


def _match(value: object) -> Match:
    one = _mapping(value)
    columns = dict(_texts(one.get("columns")))
    return Match(_text(one.get("name")), columns, _rule(one))


def _rule(one: Mapping[str, Any]) -> Rule:
    try:
        return Rule(
            norm=Norm(one.get("norm") or Norm.EXACT),
            tolerance=Decimal(str(one.get("tolerance") or "0")),
            precision=Precision(one.get("precision") or Precision.DAY),
            codes=tuple(_texts(one.get("codes") or {})),
        )
    except (ValueError, InvalidOperation) as error:
        raise _Malformed from error


def _texts(value: object) -> Iterator[tuple[str, str]]:
    for name, one in _mapping(value).items():
        yield _text(name), _text(one)


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(cast("list[object]", value)) > MOST:
        raise _Malformed
    return cast("list[object]", value)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or len(cast("Mapping[str, Any]", value)) > MOST:
        raise _Malformed
    return cast("Mapping[str, Any]", value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        raise _Malformed
    return value
