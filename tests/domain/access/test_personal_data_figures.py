"""The figures of docs/access-personal-data.md, on less: real tables, and columns of made-up numbers.

All of them: ``PYTHONPATH=tests .venv/bin/python -m bench.personal_data``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from corpus import numbers

from ckanext.scigov.access.domain.personal_data import Column, columns_of, find
from ckanext.scigov.demo import files

TODAY = dt.date(2026, 9, 24)
TABLES = files.load_tables()
ROWS, COLUMNS = 20, 30


def found_in(make: numbers.Make) -> list[set[str]]:
    """Return what is found in each of the made-up columns."""
    columns = (Column("x", values=numbers.column(make, n, ROWS)) for n in range(COLUMNS))
    return [{finding.kind.value for finding in find([one], today=TODAY)} for one in columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["key"])
def test_nothing_is_seen_in_the_shipped_tables(table: dict[str, Any]) -> None:
    _header, *rows = csv.reader(io.StringIO(files.table_bytes(table).decode("utf-8-sig")))
    items = [(item["name"], item["title"]) for item in table["items"]]
    assert len(rows) == table["rows"]
    assert find(columns_of(items, rows[:5000]), today=TODAY) == ()


@pytest.mark.parametrize("kind", numbers.OF_NOBODY)
def test_nothing_is_seen_in_numbers_of_nobody(kind: str) -> None:
    assert found_in(numbers.OF_NOBODY[kind]) == [set()] * COLUMNS


@pytest.mark.parametrize("name", numbers.OF_PERSONS)
def test_numbers_of_persons_are_seen(name: str) -> None:
    kind, make = numbers.OF_PERSONS[name]
    assert found_in(make) == [{kind}] * COLUMNS
