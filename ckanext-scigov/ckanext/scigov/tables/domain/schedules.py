"""When a link is fetched, and what the file that came is called."""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Collection
from types import MappingProxyType

DAYS = MappingProxyType({"daily": 1, "weekly": 7})
MONTHLY = "monthly"
SCHEDULES = frozenset({*DAYS, MONTHLY})
"""Words of the resource's field that mean that it is fetched."""
TOLD_AFTER = 5
"""After so many failures in a row somebody has to look at it."""
BROKEN_OFF_AFTER = dt.timedelta(minutes=30)
"""A fetch under way for longer than it may take has broken off."""
INTERNAL = "internal"
"""Why a fetch failed that failed by our own fault."""
_ENDINGS = MappingProxyType(
    {
        "text/csv": "csv",
        "text/tab-separated-values": "tsv",
        "application/json": "json",
        "application/jsonl": "jsonl",
        "application/x-ndjson": "ndjson",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    }
)
_OTHERWISE = "csv"


class Result(str, enum.Enum):
    """How the last fetch of a link ended."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    REFUSED = "refused"
    """A file came, and it did not become a table."""


def next_after(schedule: str, moment: dt.datetime) -> dt.datetime | None:
    """Return when a link is fetched again; None when it is not."""
    if schedule in DAYS:
        return moment + dt.timedelta(days=DAYS[schedule])
    if schedule != MONTHLY:
        return None
    year, month = divmod(moment.month, 12)
    year, month = moment.year + year, month + 1
    # The 31st is the last day where a month is shorter.
    return moment.replace(
        year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1])
    )


def may_begin(next_at: dt.datetime | None, begun_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Say whether a fetch is due and nobody is at it."""
    if next_at is None or next_at > now:
        return False
    return begun_at is None or begun_at <= now - BROKEN_OFF_AFTER


def table_name(name: str, media_type: str, given: str, endings: Collection[str]) -> str:
    """Return a file's name with the ending of a table, by which it is read in doubt.

    Args:
        name: of the file; addresses often end in something else.
        media_type: as the server said it.
        given: the resource's format, as its owner wrote it.
        endings: of tables.
    """
    stem, _dot, ending = name.rpartition(".")
    if stem and ending.lower() in endings:
        return name
    given = given.strip().lower()
    usual = given if given in endings else _OTHERWISE
    return f"{stem or name or 'file'}.{_ENDINGS.get(media_type, usual)}"
