"""Sizes, numbers and page links as short texts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckanext.scigov.pages import formats


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (None, ""), ("", ""), ("none", ""), (0, ""), (-5, ""), (1, "1 B"), (1023, "1023 B"),
        (1024, "1 KB"), ("1536", "1.5 KB"), (3_000_000, "2.9 MB"), (5 * 1024**4, "5 TB"),
        (3000 * 1024**4, "3000 TB"),
    ],
)  # fmt: skip
def test_file_size(size: Any, text: str) -> None:
    assert formats.file_size(size) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (17926, "17,926"), ("1000", "1,000"), (None, ""), (-1, "")]
)
def test_grouped(value: Any, text: str) -> None:
    assert formats.grouped(value) == text


def test_distinct_keeps_order_and_drops_what_is_empty() -> None:
    assert formats.distinct(["csv", None, "", "XLSX", "CSV"]) == ["CSV", "XLSX"]


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 2, [1, 2]),
        (1, 11, [1, 2, 3, None, 11]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (6, 11, [1, None, 4, 5, 6, 7, 8, None, 11]),
        (11, 11, [1, None, 9, 10, 11]),
    ],
)
def test_page_numbers(current: int, last: int, numbers: list[int | None]) -> None:
    assert formats.page_numbers(current, last) == numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-01T00:30:00+08:00", "2026-02-28T16:30:00"),
        (dt.datetime(2026, 3, 1, 8, tzinfo=dt.timezone.utc), "2026-03-01T08:00:00"),
        ("2026-03-01T08:30:00", "2026-03-01T08:30:00"),
    ],
)
def test_moments_lose_their_zone_and_not_their_time(value: Any, expected: str) -> None:
    assert formats.without_zone(value).isoformat() == expected


def test_what_is_no_moment_stays() -> None:
    assert [formats.without_zone(value) for value in ("someday", None)] == ["someday", None]
