"""Growth by month: what is older than a year stays in the sums."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.pages.growth import Month, growth

TODAY = dt.date(2026, 2, 28)


def test_totals_rise_and_months_without_an_entry_are_there() -> None:
    months = growth({"2024-12": 10, "2025-03": 5, "2026-02": 5}, TODAY)
    assert len(months) == 12
    assert months[0] == Month("2025-03", 5, 15, "75.0")
    assert months[1] == Month("2025-04", 0, 15, "75.0")
    assert months[-1] == Month("2026-02", 5, 20, "100.0")


def test_a_catalogue_that_began_this_month_has_empty_months_before() -> None:
    assert [(one.total, one.length) for one in growth({"2026-02": 3}, TODAY)] == [
        *[(0, "0.0")] * 5,
        (3, "100.0"),
    ]


def test_nothing_without_an_entry() -> None:
    assert growth({}, TODAY) == ()
