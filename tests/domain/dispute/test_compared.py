"""Findings become causes; a join that is none is told as one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from ckanext.scigov.dispute.domain import compared
from ckanext.scigov.dispute.domain.compared import (
    Cause,
    Finding,
    Group,
    Kind,
    Result,
    Thresholds,
    Totals,
)
from ckanext.scigov.dispute.domain.comparing import Match, Pairing, Table
from ckanext.scigov.dispute.domain.sources import Source

HERE, THERE = Table("here", "funder"), Table("there", "other")
NAME, AMOUNT = Match("name", {}), Match("amount", {})
PAIRING = Pairing(HERE, THERE, (), (NAME, AMOUNT))
SOURCES = {
    "name": Source("name", "funder", "here"),
    "amount": Source("amount", "treasury", "here"),
}
ALL = Totals(1000, 1000, 1000, 1000, 1000, 0, {"name": 1000, "amount": 1000})


def group(kind: Kind, findings: int, item: str = "", detail: str = "", rows: int = 0) -> Group:
    examples = (Finding((f"{kind.value}-1",), item), Finding((f"{kind.value}-2",), item))
    return Group(item, kind, detail, findings, rows or findings, "00ff", examples)


def causes(*groups: Group, pairing: Pairing = PAIRING, **totals: int) -> tuple[Cause, ...]:
    result = Result(dataclasses.replace(ALL, **totals), groups)
    return compared.causes(pairing, result, SOURCES)


def broken(*groups: Group, pairing: Pairing = PAIRING, **totals: int) -> list[tuple[str, int]]:
    found = causes(*groups, pairing=pairing, **totals)
    return [(one.detail, one.findings) for one in found if one.kind is Kind.BROKEN]


def test_a_cause_goes_to_the_source_of_its_item() -> None:
    found = group(Kind.POWER_OF_TEN, 900, "amount", "4")
    assert causes(found, group(Kind.MISSING_THERE, 5)) == (
        Cause(
            Kind.POWER_OF_TEN, "treasury", "here", "there", "amount", "4", 900, 900, "00ff",
            found.examples,
        ),
        Cause(
            Kind.MISSING_THERE, "funder", "here", "there", "", "", 5, 5, "00ff",
            group(Kind.MISSING_THERE, 5).examples,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "unit", "table", "signature"),
    [
        (Kind.NO_KEY_HERE, "funder", "here", "no_key|here"),
        (Kind.NO_KEY_THERE, "other", "there", "no_key|there"),
        (Kind.DUPLICATE_HERE, "funder", "here", "duplicate|here"),
        (Kind.DUPLICATE_THERE, "other", "there", "duplicate|there"),
    ],
)
def test_the_fault_of_one_table_goes_to_the_unit_that_keeps_it(
    kind: Kind, unit: str, table: str, signature: str
) -> None:
    (found,) = causes(group(kind, 2, rows=5))
    assert (found.unit_id, found.here, found.there) == (unit, table, "")
    assert (found.findings, found.rows, found.signature) == (2, 5, signature)


def test_the_fault_of_one_table_is_told_once_for_all_pairs() -> None:
    other = dataclasses.replace(PAIRING, there=Table("third", "x"))
    twice = group(Kind.DUPLICATE_HERE, 2)
    differs = group(Kind.VALUE, 1, "name")
    found = compared.merged([*causes(twice, differs), *causes(twice, differs, pairing=other)])
    assert [one.signature for one in found] == [
        "duplicate|here",
        "value|here|there|name|",
        "value|here|third|name|",
    ]


def test_of_a_table_that_has_only_a_part_nothing_is_missing() -> None:
    groups = (group(Kind.MISSING_HERE, 3), group(Kind.MISSING_THERE, 900))
    part = dataclasses.replace(PAIRING, there=Table("there", "other", is_complete=False))
    assert [one.kind for one in causes(*groups, pairing=part)] == [Kind.MISSING_HERE]
    source = dataclasses.replace(PAIRING, here=Table("here", "funder", is_complete=False))
    few = (group(Kind.MISSING_HERE, 900), group(Kind.MISSING_THERE, 3))
    assert [one.kind for one in causes(*few, pairing=source)] == [Kind.MISSING_THERE]


@pytest.mark.parametrize(
    ("kind", "totals", "expected"),
    [
        (Kind.MISSING_THERE, {}, [("no_partners", 301)]),
        (Kind.MISSING_HERE, {}, [("no_partners", 301)]),
        (Kind.NO_KEY_HERE, {}, [("keys_unfit", 301)]),
        (Kind.DUPLICATE_THERE, {}, [("keys_unfit", 301)]),
        (Kind.VALUE, {"rows_differing": 301}, [("rows_differ", 301)]),
    ],
)
def test_a_join_is_broken_above_the_share(
    kind: Kind, totals: Mapping[str, int], expected: list[tuple[str, int]]
) -> None:
    item = "name" if kind is Kind.VALUE else ""
    assert broken(group(kind, 301, item), **totals) == expected
    below = dict.fromkeys(totals, 300)
    assert broken(group(kind, 300, item), **below) == []


def test_a_broken_join_is_one_cause_with_the_first_examples() -> None:
    found = causes(
        group(Kind.VALUE, 900, "name"), group(Kind.VALUE, 800, "amount"),
        group(Kind.DUPLICATE_HERE, 4), rows_differing=950,
    )  # fmt: skip
    first = group(Kind.VALUE, 900, "name").examples
    assert found == (
        Cause(
            Kind.BROKEN, "funder", "here", "there", "", "rows_differ", 950, 950, "", first,
        ),
    )  # fmt: skip
    assert found[0].signature == "broken|here|there"


def test_what_makes_a_join_break_is_told_first() -> None:
    groups = (group(Kind.MISSING_HERE, 900), group(Kind.NO_KEY_THERE, 700, rows=900))
    assert broken(*groups) == [("keys_unfit", 900)]


def test_few_findings_are_told_one_by_one_whatever_their_share() -> None:
    small = {"keys_here": 19, "keys_there": 19, "rows_here": 19, "rows_there": 19}
    assert broken(group(Kind.MISSING_THERE, 19), **small) == []
    larger = dict.fromkeys(small, 20)
    assert broken(group(Kind.MISSING_THERE, 20), **larger) == [("no_partners", 20)]


def test_of_a_part_no_row_at_all_has_a_partner_when_the_keys_are_wrong() -> None:
    part = dataclasses.replace(PAIRING, there=Table("there", "other", is_complete=False))
    assert broken(group(Kind.MISSING_THERE, 999), pairing=part) == []
    assert broken(group(Kind.MISSING_THERE, 1000), pairing=part) == [("no_partners", 1000)]


def test_a_column_that_differs_in_one_way_breaks_nothing() -> None:
    for kind in (Kind.POWER_OF_TEN, Kind.EMPTY_THERE, Kind.EMPTY_HERE, Kind.DAY_LATER):
        assert broken(group(kind, 1000, "name")) == []


def test_a_column_that_is_empty_now_here_now_there_shows_wrong_partners() -> None:
    groups = (group(Kind.EMPTY_HERE, 151, "name"), group(Kind.EMPTY_THERE, 400, "name"))
    assert broken(*groups) == [("rows_differ", 302)]
    other = (group(Kind.EMPTY_HERE, 151, "name"), group(Kind.EMPTY_THERE, 400, "amount"))
    assert broken(*other) == []


def test_thresholds_are_those_that_are_given() -> None:
    result = Result(ALL, [group(Kind.MISSING_THERE, 60)])
    strict = Thresholds(percent=5, least=50)
    assert [one.kind for one in compared.causes(PAIRING, result, SOURCES, strict)] == [Kind.BROKEN]
    mild = Thresholds(percent=6, least=50)
    assert [one.kind for one in compared.causes(PAIRING, result, SOURCES, mild)] == [
        Kind.MISSING_THERE
    ]


@pytest.mark.parametrize(
    ("kind", "tables"),
    [
        (Kind.BROKEN, {"here", "there"}), (Kind.VALUE, {"here", "there"}),
        (Kind.DUPLICATE_HERE, {"here"}),
    ],
)  # fmt: skip
def test_a_signature_names_the_tables_of_its_cause(kind: Kind, tables: set[str]) -> None:
    cause = Cause(kind, "funder", "here", "there", "name", "a detail")
    assert compared.tables_of(cause.signature) == tables
