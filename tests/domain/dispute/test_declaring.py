"""A comparison is kept as it was declared; what is malformed is named."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ckanext.scigov.dispute.domain import declaring
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

COLUMNS = {"a": "no", "b": "number"}
KEY = {"name": "no", "columns": COLUMNS, "norm": "folded"}
ITEM = {"name": "v", "columns": {"a": "v", "b": "w"}}
DECLARED: dict[str, Any] = {
    "tables": [{"resource": "a"}, {"resource": "b", "is_complete": False}],
    "keys": [KEY],
    "items": [ITEM],
}


def test_plain_values_are_a_comparison() -> None:
    assert declaring.read(DECLARED, {"a": "one", "b": "two"}) == Comparison(
        [Table("a", "one"), Table("b", "two", is_complete=False)],
        [Match("no", COLUMNS, Rule(Norm.FOLDED))],
        [Match("v", {"a": "v", "b": "w"})],
    )


def test_a_comparison_is_kept_as_it_is() -> None:
    rule = Rule(Norm.CODES, Decimal("0.5"), Precision.YEAR, (("1", "男"),))
    comparison = Comparison([Table("a", "")], [], [Match("v", {"a": "v"}, rule)])
    values = declaring.to_values(comparison)
    assert declaring.read(values, {}) == comparison
    assert declaring.resources_of(values) == ("a",)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tables", None),
        ("tables", [{}] * 1001),
        ("tables", ["a"]),
        ("tables", [{"resource": ""}]),
        ("tables", [{"resource": "x" * 201}]),
        ("tables", [{"resource": "a", "is_complete": "yes"}]),
        ("keys", {}),
        ("keys", [{**KEY, "columns": {"a": 1}}]),
        ("keys", [{**KEY, "columns": dict.fromkeys(map(str, range(1001)), "x")}]),
        ("items", [{**ITEM, "norm": "guess"}]),
        ("items", [{**ITEM, "tolerance": "much"}]),
        ("items", [{**ITEM, "precision": "hour"}]),
        ("items", [{**ITEM, "codes": ["1"]}]),
    ],
)
def test_what_is_malformed_is_named(field: str, value: Any) -> None:
    found = declaring.read({**DECLARED, field: value}, {})
    assert found == Refusal(ComparisonReason.MALFORMED, field)
