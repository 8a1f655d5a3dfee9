"""What can be wrong with a declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from ckanext.scigov.dispute.domain import comparing_checks
from ckanext.scigov.dispute.domain.comparing import Comparison, Match, Norm, Rule, Table
from ckanext.scigov.dispute.domain.comparing_checks import ComparisonReason as Reason
from ckanext.scigov.dispute.domain.sources import Source

TABLES = [Table("a", "unit-a"), Table("b", "unit-b")]
KEYS = [Match("key", {"a": "no", "b": "no"})]
ITEM = Match("name", {"a": "name", "b": "name"})
SOURCES = {"name": Source("name", "unit-a", "a")}
COLUMNS = {
    "no": "text", "name": "text", "amount": "numeric", "day": "date", "flag": "bool", "what": "json",
    "moment": "timestamptz",
}  # fmt: skip
TYPES = {"a": COLUMNS, "b": COLUMNS}
EXACT = Rule()


def found(
    tables: Sequence[Table] = TABLES,
    keys: Sequence[Match] = KEYS,
    items: Sequence[Match] = (ITEM,),
    sources: Mapping[str, Source] = SOURCES,
) -> list[tuple[Reason, str, dict[str, str | int]]]:
    refusals = comparing_checks.wrong_with(Comparison(tables, keys, items), sources, TYPES)
    return [(Reason(one.reason), one.field, dict(one.values)) for one in refusals]


def match(
    name: str = "name", rule: Rule = EXACT, first: str = "name", second: str = "name"
) -> Match:
    return Match(name, {"a": first, "b": second}, rule)


def test_nothing_is_wrong_with_two_tables_a_key_and_an_item() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ([TABLES[0]], [(Reason.TOO_FEW_TABLES, "tables", {})]),
        ([*TABLES, TABLES[1]], [(Reason.TABLE_TWICE, "tables", {"table": "b"})]),
        (
            [*TABLES, Table("c", "unit-c")],
            [
                (Reason.TABLE_UNKNOWN, "tables", {"table": "c"}),
                (Reason.KEY_LACKS_TABLE, "key", {"table": "c"}),
            ],
        ),
        ([*TABLES * 5, TABLES[0]], [
            (Reason.TOO_MANY, "tables", {"most": 10}),
            (Reason.TABLE_TWICE, "tables", {"table": "a"}),
            (Reason.TABLE_TWICE, "tables", {"table": "b"}),
        ]),
    ],
)  # fmt: skip
def test_tables_are_several_different_ones_that_exist(tables, expected) -> None:
    # Keys and items name columns of tables that are left out here: that is another test's matter.
    assert [one for one in found(tables=tables) if "column" not in one[2]] == expected


def test_of_a_table_that_is_not_there_no_column_is_asked_for() -> None:
    columns = dict.fromkeys("abc", "name")
    tables, keys = [*TABLES, Table("c", "unit-c")], [Match("key", columns)]
    expected = [(Reason.TABLE_UNKNOWN, "tables", {"table": "c"})]
    assert found(tables, keys, [Match("name", columns)]) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], [(Reason.NO_KEYS, "keys", {})]),
        (KEYS * 9, [(Reason.TOO_MANY, "keys", {"most": 8})]),
        ([Match("key", {"a": "no"})], [(Reason.KEY_LACKS_TABLE, "key", {"table": "b"})]),
        (
            [match("key", Rule(Norm.NUMBER, Decimal(1)), "amount", "amount")],
            [(Reason.TOLERANCE_IN_KEY, "key", {})],
        ),
    ],
)
def test_keys_are_in_every_table_and_exact(keys, expected) -> None:
    assert found(keys=keys) == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], [(Reason.NO_ITEMS, "items", {})]),
        ([ITEM, ITEM], [(Reason.ITEM_TWICE, "name", {})]),
        ([Match("name", {"a": "name"})], [(Reason.ITEM_ALONE, "name", {})]),
        (
            [Match("name", {"a": "name", "b": "name", "c": "name"})],
            [(Reason.TABLE_UNKNOWN, "name", {"table": "c", "column": "name"})],
        ),
        (
            [match(second="nme")],
            [(Reason.COLUMN_UNKNOWN, "name", {"table": "b", "column": "nme"})],
        ),
        ([match("age")], [(Reason.NO_SOURCE, "age", {})]),
    ],
)
def test_items_are_columns_of_several_tables(items, expected) -> None:
    assert found(items=items) == expected


def test_the_items_are_not_too_many() -> None:
    assert found(items=[ITEM] * 101)[0] == (Reason.TOO_MANY, "items", {"most": 100})


def test_the_table_of_the_source_takes_part() -> None:
    values = {"table": "c", "unit_id": "unit-c"}
    sources = {"name": Source("name", "unit-c", "c")}
    assert found(sources=sources) == [(Reason.SOURCE_ABSENT, "name", values)]


COMPARABLE = [
    (Norm.EXACT, "text", "text"), (Norm.EXACT, "bool", "bool"), (Norm.FOLDED, "text", "text"),
    (Norm.NUMBER, "text", "numeric"), (Norm.DATE, "text", "date"), (Norm.DATE, "date", "timestamptz"),
    (Norm.CODES, "bool", "text"), (Norm.CODES, "numeric", "text"),
]  # fmt: skip
NAMES = {
    "text": "name",
    "bool": "flag",
    "numeric": "amount",
    "date": "day",
    "timestamptz": "moment",
}
CODES = (("1", "男"), ("2", "女"))


@pytest.mark.parametrize(("norm", "first", "second"), COMPARABLE)
def test_types_that_a_norm_reads(norm: Norm, first: str, second: str) -> None:
    rule = Rule(norm, codes=CODES if norm is Norm.CODES else ())
    assert found(items=[match("name", rule, NAMES[first], NAMES[second])]) == []


@pytest.mark.parametrize(
    ("norm", "column", "kind"),
    [
        (Norm.EXACT, "amount", "numeric"),
        (Norm.EXACT, "day", "date"),
        (Norm.FOLDED, "flag", "bool"),
        (Norm.NUMBER, "day", "date"),
        (Norm.DATE, "amount", "numeric"),
        (Norm.FOLDED, "what", "json"),
    ],
)
def test_types_that_a_norm_does_not_read(norm: Norm, column: str, kind: str) -> None:
    values = {"table": "b", "column": column, "type": kind, "norm": norm.value}
    assert found(items=[match("name", Rule(norm), second=column)])[:1] == [
        (Reason.NOT_COMPARABLE, "name", values)
    ]


def test_a_text_is_never_exactly_a_truth() -> None:
    assert found(items=[match(second="flag")]) == [
        (Reason.NOT_COMPARABLE, "name", {"norm": "exact"})
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(Norm.NUMBER, Decimal("-0.1")), [(Reason.WRONG_TOLERANCE, "name", {})]),
        (Rule(Norm.NUMBER, Decimal("NaN")), [(Reason.WRONG_TOLERANCE, "name", {})]),
        (Rule(Norm.CODES), [(Reason.NO_CODES, "name", {})]),
        (
            Rule(Norm.CODES, codes=(("1", "男"), ("１", "女"))),
            [(Reason.CODE_TWICE, "name", {"value": "1"})],
        ),
        (
            Rule(Norm.CODES, codes=tuple((str(number), "x") for number in range(501))),
            [(Reason.TOO_MANY, "name", {"most": 500})],
        ),
    ],
)
def test_a_rule_that_says_nothing_is_refused(rule, expected) -> None:
    assert found(items=[match(rule=rule)]) == expected
