"""When a link is fetched, and what the file that came is called."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.tables.domain import schedules

ENDINGS = ("csv", "tsv", "xlsx", "json", "ndjson")


def at(text):
    return dt.datetime.fromisoformat(text + "+00:00")


@pytest.mark.parametrize(
    ("schedule", "moment", "expected"),
    [
        ("daily", "2026-02-28T10:00:00", "2026-03-01T10:00:00"),
        ("weekly", "2026-12-30T10:00:00", "2027-01-06T10:00:00"),
        ("monthly", "2026-01-15T10:00:00", "2026-02-15T10:00:00"),
        ("monthly", "2026-01-31T10:00:00", "2026-02-28T10:00:00"),
        ("monthly", "2026-12-31T10:00:00", "2027-01-31T10:00:00"),
    ],
)
def test_the_next_time(schedule, moment, expected):
    assert schedules.next_after(schedule, at(moment)) == at(expected)


@pytest.mark.parametrize("schedule", ["", "never", "hourly"])
def test_what_is_no_schedule_has_no_next_time(schedule):
    assert schedules.next_after(schedule, at("2026-01-15T10:00:00")) is None
    assert schedule not in schedules.SCHEDULES


NOW = "2026-01-15T10:00:00"


@pytest.mark.parametrize(
    ("next_at", "begun_at", "expected"),
    [
        (None, None, False),
        ("2026-01-15T10:00:01", None, False),
        (NOW, None, True),
        ("2025-01-15T10:00:00", None, True),
        (NOW, "2026-01-15T09:59:59", False),
        (NOW, "2026-01-15T09:30:01", False),
        (NOW, "2026-01-15T09:30:00", True),
    ],
)
def test_a_fetch_begins_when_it_is_due_and_nobody_is_at_it(next_at, begun_at, expected):
    moments = (one and at(one) for one in (next_at, begun_at))
    assert schedules.may_begin(*moments, at(NOW)) is expected


@pytest.mark.parametrize(
    ("name", "media_type", "given", "expected"),
    [
        ("表.csv", "text/html", "XLSX", "表.csv"),
        ("表.CSV", "", "", "表.CSV"),
        ("export.php", "text/csv", "", "export.csv"),
        ("export", "application/json", "CSV", "export.json"),
        ("export", "", "XLSX", "export.xlsx"),
        ("export", "application/octet-stream", " tsv ", "export.tsv"),
        ("page.html", "text/html", "", "page.csv"),
        ("export", "", "PDF", "export.csv"),
        ("", "", "", "file.csv"),
        (".csv", "", "", ".csv.csv"),
    ],
)
def test_a_name_has_the_ending_of_a_table(name, media_type, given, expected):
    assert schedules.table_name(name, media_type, given, ENDINGS) == expected
