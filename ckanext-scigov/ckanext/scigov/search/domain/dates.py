"""Dates as Solr writes them, with its date maths (NOW-1MONTH/DAY)."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError

_DATE = re.compile(
    r"(?P<date>[+-]?\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d+))?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?(?:Z)?"
)
_STEP = re.compile(r"(?P<round>/)(?P<of>[A-Z]+)|(?P<sign>[+-])(?P<count>\d{1,6})(?P<unit>[A-Z]+)")
MILLISECOND = 1000
_UNITS = ("YEAR", "MONTH", "DAY", "DATE", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MILLI")


def parse_date(text: str) -> dt.datetime | None:
    """Return the moment ``text`` names (UTC without a zone), or None if it names none."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    zone = match["zone"] or "Z"
    offset = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    fraction = (match["fraction"] or "0")[:6].ljust(6, "0")
    try:
        moment = dt.datetime.fromisoformat(
            f"{match['date']}T{match['time'] or '00:00:00'}.{fraction}{offset}"
        )
        return moment.astimezone(dt.timezone.utc)
    except (ValueError, OverflowError):
        return None


def as_solr(moment: dt.datetime, *, fixed: bool = False) -> str:
    """Return ``moment`` as Solr prints it; ``fixed`` keeps three decimals so that texts sort."""
    utc = moment.astimezone(dt.timezone.utc).replace(tzinfo=None)
    precision = "milliseconds" if fixed or utc.microsecond >= MILLISECOND else "seconds"
    return f"{utc.isoformat(timespec=precision)}Z"


def evaluate(expression: str, now: dt.datetime) -> dt.datetime:
    """Return the moment of a date with date maths, such as ``NOW/DAY-1MONTH``."""
    if expression.startswith("NOW"):
        moment, steps = now.astimezone(dt.timezone.utc), expression[3:]
    else:
        match = _DATE.match(expression)
        moment_or_none = parse_date(match.group()) if match else None
        if not match or moment_or_none is None:
            raise _not_a_date(expression)
        moment, steps = moment_or_none, expression[match.end() :]
    position = 0
    while position < len(steps):
        step = _STEP.match(steps, position)
        if not step:
            raise _not_a_date(expression)
        moment = _stepped(moment, step, expression)
        position = step.end()
    return moment


def _not_a_date(expression: str) -> UnsupportedQueryError:
    return UnsupportedQueryError(
        N_("'{expression}' is not a date such as 2026-01-31T00:00:00Z or NOW-1MONTH/DAY."),
        expression=expression,
    )


def _stepped(moment: dt.datetime, step: re.Match[str], expression: str) -> dt.datetime:
    unit = (step["of"] or step["unit"]).removesuffix("S")
    if unit not in _UNITS:
        raise _not_a_date(expression)
    if step["round"]:
        return _rounded(moment, unit)
    count = int(f"{step['sign']}{step['count']}")
    try:
        return _moved(moment, unit, count)
    except (ValueError, OverflowError):
        raise _not_a_date(expression) from None


def _rounded(moment: dt.datetime, unit: str) -> dt.datetime:
    kept = {
        "YEAR": 1, "MONTH": 2, "DAY": 3, "DATE": 3, "HOUR": 4, "MINUTE": 5, "SECOND": 6,
    }.get(unit)  # fmt: skip
    if kept is None:
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    parts = moment.timetuple()[:kept]
    full = (*parts, *(1, 1, 1, 0, 0, 0)[kept:])
    return dt.datetime(*full, tzinfo=dt.timezone.utc)


def _moved(moment: dt.datetime, unit: str, count: int) -> dt.datetime:
    if unit in ("YEAR", "MONTH"):
        months = moment.year * 12 + moment.month - 1 + count * (12 if unit == "YEAR" else 1)
        year, month = divmod(months, 12)
        # The 31st of a month without one becomes its last day, as in Solr.
        day = min(moment.day, calendar.monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day)
    length = {
        "DAY": dt.timedelta(days=1),
        "DATE": dt.timedelta(days=1),
        "HOUR": dt.timedelta(hours=1),
        "MINUTE": dt.timedelta(minutes=1),
        "SECOND": dt.timedelta(seconds=1),
    }.get(unit, dt.timedelta(milliseconds=1))
    return moment + count * length
