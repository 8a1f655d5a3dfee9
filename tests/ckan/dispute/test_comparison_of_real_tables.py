"""The acceptance of the issue: the real list of projects, and another unit's copy of it."""

from __future__ import annotations

import random

import comparing
import pytest
from comparing import HERE, OTHER_UNIT, SOURCE_UNIT, THERE

from ckanext.scigov.dispute import comparison
from ckanext.scigov.dispute.domain.compared_status import Status, status

pytestmark = pytest.mark.usefixtures("clean_datastore", "with_plugins")
SEED = 7


@pytest.fixture
def rows() -> list[comparing.Row]:
    """Put the real table into the DataStore, amounts as numbers."""
    real = comparing.nsfc()
    comparing.put(HERE, real, {**dict.fromkeys(real[0], "text"), "金额": "numeric"})
    return real


def put_there(rows: list[comparing.Row]) -> None:
    comparing.put(THERE, rows, dict.fromkeys(rows[0], "text"))


def test_fifty_planted_differences_are_those_that_are_found(rows) -> None:
    copy = comparing.planted(rows, SEED)
    assert (len(rows), len(copy.differences)) == (17_926, 50)
    put_there(copy.rows)
    found = comparison.run(*comparing.declared(), examples=50)
    assert {
        (cause.kind.value, example.key[0], cause.item)
        for cause in found.causes
        for example in cause.examples
    } == copy.differences
    assert [(one.kind.value, one.item, one.findings, one.unit_id) for one in found.causes] == [
        ("duplicate_there", "", 5, OTHER_UNIT),
        ("missing_here", "", 5, SOURCE_UNIT),
        ("missing_there", "", 5, SOURCE_UNIT),
        ("value", "项目名称", 20, SOURCE_UNIT),
        ("empty_there", "总评", 5, SOURCE_UNIT),
        ("power_of_ten", "金额", 10, SOURCE_UNIT),
    ]
    assert {item: status(checks, {}) for item, checks in found.checks.items()} == {
        "项目名称": Status.INCONSISTENT, "依托单位": Status.CONSISTENT,
        "项目类别": Status.CONSISTENT, "总评": Status.INCONSISTENT, "金额": Status.INCONSISTENT,
    }  # fmt: skip


def test_a_program_that_fetches_all_rows_finds_the_same(rows) -> None:
    copy = comparing.planted(rows, SEED + 1)
    declared, _sources = comparing.declared()
    assert comparing.in_python(declared, rows, copy.rows) == copy.differences


def test_a_key_that_is_another_column_is_one_cause(rows) -> None:
    put_there(comparing.planted(rows, SEED).rows)
    found = comparison.run(*comparing.declared(key=("项目批准号", "起止年月")))
    assert [(one.kind.value, one.detail) for one in found.causes] == [("broken", "keys_unfit")]
    found = comparison.run(*comparing.declared(key=("项目批准号", "项目名称")))
    assert [(one.kind.value, one.detail, one.findings) for one in found.causes] == [
        ("broken", "no_partners", 17_926)
    ]
    assert {status(checks, {}) for checks in found.checks.values()} == {Status.UNVERIFIED}


def test_keys_that_slipped_by_a_row_are_one_cause(rows) -> None:
    keys = [row["项目批准号"] for row in rows]
    put_there([{**row, "项目批准号": keys[place - 1]} for place, row in enumerate(rows)])
    found = comparison.run(*comparing.declared())
    assert [(one.kind.value, one.detail, len(one.examples)) for one in found.causes] == [
        ("broken", "rows_differ", 20)
    ]


def test_a_copy_in_another_order_agrees(rows) -> None:
    put_there(random.Random(SEED).sample(rows, len(rows)))
    found = comparison.run(*comparing.declared())
    assert found.causes == ()
    assert [one.cells for one in found.checks["项目名称"]] == [17_926]


def test_amounts_in_another_unit_are_one_cause_however_many(rows) -> None:
    put_there(
        [{**row, "金额": f"{row['金额']}0000"} if "." not in row["金额"] else row for row in rows]
    )
    found = comparison.run(*comparing.declared())
    assert [(one.kind.value, one.item, one.detail) for one in found.causes] == [
        ("power_of_ten", "金额", "4")
    ]
