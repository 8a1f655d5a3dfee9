"""Where published calendars come from: the chinesecalendar package and an office's own table.

The table is a CSV file with the columns ``day`` (ISO) and ``kind`` (``work`` or ``rest``). It
corrects single days of a published year; a year the package does not know becomes published by
being named there.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

from ckanext.scigov.shared.calendar import FIXED_HOLIDAYS, SATURDAY, WorkingCalendar, YearCalendar

KINDS = ("work", "rest")


def read_overrides(path: Path) -> dict[dt.date, bool]:
    """Read an office's table: day → whether it is worked.

    Raises:
        ValueError: naming the file, the line and what is wrong with it.
    """
    days: dict[dt.date, bool] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                day, kind = dt.date.fromisoformat(row["day"]), row["kind"]
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{path} line {number}: expected the columns day (YYYY-MM-DD) and kind."
                ) from error
            if kind not in KINDS:
                raise ValueError(f"{path} line {number}: kind is {kind!r}, not work or rest.")
            days[day] = kind == "work"
    return days


def build(
    rest: Iterable[dt.date], work: Iterable[dt.date], overrides: Mapping[dt.date, bool]
) -> WorkingCalendar:
    """Join the published days with an office's corrections, which win."""
    published = dict.fromkeys(rest, False) | dict.fromkeys(work, True)
    new_years = {day.year for day in overrides} - {day.year for day in published}
    fixed = {dt.date(y, month, day): False for y in new_years for month, day in FIXED_HOLIDAYS}
    worked = published | fixed | dict(overrides)
    resting: dict[int, set[dt.date]] = defaultdict(set)
    working: dict[int, set[dt.date]] = defaultdict(set)
    for day, is_worked in worked.items():
        _ = resting[day.year], working[day.year]
        if day.weekday() < SATURDAY and not is_worked:
            resting[day.year].add(day)
        elif day.weekday() >= SATURDAY and is_worked:
            working[day.year].add(day)
    years = {
        year: YearCalendar(frozenset(resting[year]), frozenset(working[year])) for year in resting
    }
    return WorkingCalendar(years)


@functools.lru_cache(maxsize=4)
def load(overrides: Path | None = None) -> WorkingCalendar:
    """Return the calendar this process uses; ``overrides`` is an office's table."""
    return build(holidays, workdays, read_overrides(overrides) if overrides else {})
