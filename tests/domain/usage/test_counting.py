"""What is counted, and how a count is written down and read again."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.usage.domain.counting import (
    Counted,
    Kind,
    Use,
    is_counted,
    month_of,
    months_back,
    read,
    summed,
    written,
)

NOVEMBER = dt.date(2026, 11, 1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(
    ("kind", "status", "part", "elsewhere", "counts"),
    [
        (Kind.VIEW, 200, "", False, True),
        (Kind.VIEW, 304, "", False, True),
        (Kind.VIEW, 302, "", False, False),
        (Kind.VIEW, 403, "", False, False),
        (Kind.VIEW, 404, "", False, False),
        (Kind.VIEW, 410, "", False, False),
        (Kind.DOWNLOAD, 200, "", False, True),
        (Kind.DOWNLOAD, 206, "bytes 0-99/1000", False, True),
        (Kind.DOWNLOAD, 206, "bytes 100-199/1000", False, False),
        (Kind.DOWNLOAD, 206, "", False, False),
        (Kind.DOWNLOAD, 302, "", True, True),
        (Kind.DOWNLOAD, 302, "", False, False),
        (Kind.DOWNLOAD, 304, "", False, False),
        (Kind.DOWNLOAD, 404, "", False, False),
    ],
)
def test_only_what_was_given_counts(kind, status, part, elsewhere, counts) -> None:
    agent = {"User-Agent": FIREFOX}
    assert is_counted(kind, status, agent, part=part, elsewhere=elsewhere) is counts


@pytest.mark.parametrize(
    ("headers", "counts"),
    [
        ({}, True),
        ({"User-Agent": FIREFOX}, True),
        ({"User-Agent": "curl/8.9.1"}, True),
        ({"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}, False),
        ({"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}, False),
        ({"User-Agent": FIREFOX, "Sec-Purpose": "prefetch;prerender"}, False),
        ({"User-Agent": FIREFOX, "Purpose": "prefetch"}, False),
    ],
)
def test_machines_that_go_through_sites_do_not_count(headers, counts) -> None:
    assert is_counted(Kind.VIEW, 200, headers) is counts


def test_what_is_written_is_read_again() -> None:
    page, file = Counted(NOVEMBER, "view", "立项-1"), Counted(NOVEMBER, "download", "x", "r-1")
    assert read({written(page): "3", written(file): "12"}) == {page: 3, file: 12}
    assert read({"of another form": "1", "2026-11-01\nlook\nx\n": "1"}) == {}


@pytest.mark.parametrize(
    ("number", "month"),
    [(0, "2026-11-01"), (2, "2026-09-01"), (11, "2025-12-01"), (23, "2024-12-01")],
)
def test_months(number, month) -> None:
    assert months_back(month_of(dt.date(2026, 11, 28)), number) == dt.date.fromisoformat(month)


def test_use_is_added_up() -> None:
    assert summed([Use(1, 2), Use(views=3)]) == Use(4, 2)
    assert not summed([])
    assert Use(downloads=1)
