"""Rows found again, in small tables and in the real one, where two projects bear one number."""

from __future__ import annotations

import csv
import lzma
import random
from pathlib import Path
from typing import Any

import comparing
import pytest
from graded_files import create
from grades_given import OPEN

from ckanext.scigov.dispute import rows
from ckanext.scigov.dispute.domain import fingerprint
from ckanext.scigov.dispute.domain.fingerprint import NOTHING, Found, Outcome
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables import rows as shown
from ckanext.scigov.tables.domain.row_fingerprint import fingerprint as as_shown

pytestmark = pytest.mark.usefixtures("clean_site")
PROJECTS = Path(__file__).parents[2] / "corpus/projects/social-science-fund-projects-2017.csv.xz"
RESOURCE = comparing.HERE
ONE = Outcome.ONE
NUMBER = "项目批准号"
ODD = ["", " ", '"', "\\", "\t", "\x01", "\x7f", "é", "中\u2028文", "😀", "</script>", "null", "1"]


@pytest.fixture(scope="module")
def projects() -> list[dict[str, str]]:
    with lzma.open(PROJECTS, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put(table: list[dict[str, str]], **kinds: str) -> None:
    comparing.put(RESOURCE, table, {**dict.fromkeys(table[0], "text"), **kinds})


def pinned(number: int, *key: str) -> Target:
    """Return a target for the row with this number, as somebody files it who reads the whole table."""
    with row_queries.reading() as connection:
        table = rows.table_of(connection, RESOURCE)
        assert table is not None
        row = rows.numbered(connection, table, number)
        assert row is not None
        own = tuple((name, row.row[name]) for name in key)
        mark = fingerprint.fingerprint(row.row, tuple(table.types))
        target = Target(TargetKind.RECORD, "entry", RESOURCE, key=own, fingerprint=mark)
        return fingerprint.pinned(target, number, rows.candidates(connection, table, [target]))


def test_a_row_is_found_by_what_it_holds_and_else_by_its_key() -> None:
    put([{"no": "A1", "v": "x"}, {"no": "A2", "v": "x"}])
    target = pinned(2, "no")
    assert rows.find(target) == Found(ONE, (2,))
    put([{"no": "A2", "v": "x"}, {"no": "A1", "v": "x"}])
    assert rows.find(target) == Found(ONE, (1,))
    put([{"no": "A2", "v": "y"}, {"no": "A1", "v": "x"}])
    assert rows.find(target) == Found(ONE, (1,), has_changed=True)
    put([{"no": "A1", "v": "x"}])
    assert rows.find(target) == NOTHING


def test_without_a_table_nothing_is_found() -> None:
    target = Target(TargetKind.RECORD, "entry", RESOURCE, fingerprint="0" * 64)
    assert rows.find(target) == NOTHING
    assert rows.find_all([target, Target(TargetKind.DATASET, "entry")]) == {target: NOTHING}


def test_a_table_that_has_lost_a_column_is_asked_for_the_key_alone() -> None:
    put([{"no": "A1", "v": "x"}, {"no": "A2", "v": "y"}])
    with_key, without = pinned(2, "no"), pinned(2)
    put([{"no": "A1"}, {"no": "A2"}])
    assert rows.find_all([with_key, without]) == {
        with_key: Found(ONE, (2,), has_changed=True),
        without: NOTHING,
    }


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("text", ODD),
        ("bool", ["t", "f", ""]),
        ("numeric", ["1.50", "-0", "1e3", ""]),
        ("float8", ["0.1", "1e300", "-2", ""]),
        ("int8", ["-7", "0", ""]),
        ("date", ["2024-02-09", ""]),
        ("timestamptz", ["2024-02-09 01:02:03+00", "2024-02-09 01:02:03.5+00", ""]),
    ],
)
def test_fingerprints_are_those_of_the_tables_api(
    kind: str, cells: list[str], entry: dict[str, Any], owner_editor: Any
) -> None:
    _dataset_id, resource_id = create(
        {**entry, **OPEN}, {"name": "表", "url": "http://example.gov.cn/a.csv"}
    )
    table = [{"n": str(place), "v": one} for place, one in enumerate(cells)]
    comparing.put(resource_id, table, {"n": "text", "v": kind})
    query = row_queries.RowQuery(resource_id, sort="_id", limit=100)
    page = shown.records({"ignore_auth": True, "user": ""}, query)
    marks = [as_shown(one) for one in page.records]
    targets = [Target(TargetKind.RECORD, "entry", resource_id, fingerprint=one) for one in marks]
    found = rows.find_all(targets)
    assert [found[one] for one in targets] == [Found(ONE, (n + 1,)) for n in range(len(cells))]


def test_one_of_the_two_that_bear_a_number_stays_itself(projects) -> None:
    put(projects)
    first, second = (n for n, one in enumerate(projects, 1) if one[NUMBER] == "15WSH004")
    targets = pinned(first, NUMBER), pinned(second, NUMBER)
    assert [one.key_is_unique for one in targets] == [False, False]
    left = [one for n, one in enumerate(projects, 1) if n % 2 == 0 or n in (first, second)]
    random.Random(15).shuffle(left)
    put(left)
    names = [projects[n - 1]["项目名称"] for n in (first, second)]
    assert names[0] != names[1]
    found = rows.find_all(targets)
    numbers = [found[one].number for one in targets]
    assert [left[(n or 0) - 1]["项目名称"] for n in numbers] == names


def test_of_two_that_bear_a_number_the_other_is_never_taken_for_one_that_has_gone(projects) -> None:
    put(projects)
    first, second = (n for n, one in enumerate(projects, 1) if one[NUMBER] == "15WSH004")
    target = pinned(first, NUMBER)
    put([one for n, one in enumerate(projects, 1) if n != first])
    assert rows.find(target) == Found(Outcome.SEVERAL, (second - 1,))


def test_the_stray_heading_is_found_until_it_is_deleted(projects) -> None:
    put(projects)
    (stray, *_others) = (n for n, one in enumerate(projects, 1) if one["项目类别"] == "项目类别")
    assert stray == 58_944
    target = pinned(stray)
    assert rows.find(target) == Found(ONE, (stray,))
    put(projects[::-1])
    assert rows.find(target) == Found(ONE, (len(projects) + 1 - stray,))
    put([one for n, one in enumerate(projects, 1) if n != stray])
    assert rows.find(target) == NOTHING
