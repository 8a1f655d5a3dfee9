"""The clock of a part as actions answer it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckanext.scigov.application import queries
from ckanext.scigov.application.model import Part
from ckanext.scigov.shared.calendar import WorkingCalendar


def clock(part: Part, today: dt.date, calendar: WorkingCalendar) -> dict[str, Any] | None:
    """Return the clock that runs; where none does, that of the reply as it was kept."""
    running = queries.standing_of(part).clock
    if running is not None:
        limit = running.limit
        return {
            "received_on": str(running.received_on),
            "due_on": str(running.due_on),
            "days_left": running.days_left(today, calendar),
            "overdue": running.is_overdue(today),
            "stopped": running.is_stopped,
            "provisional": running.provisional,
            "extended_by": running.extended_by,
            "limit": _limit(limit.key, limit.days, limit.basis, is_confirmed=limit.is_confirmed),
        }
    if part.received_on is None or not part.limits:
        return None
    kept = part.limits[f"{part.kind}.reply.conditional"]
    return {
        "received_on": str(part.received_on),
        "due_on": str(part.reply_due_on),
        "days_left": None,
        "overdue": False,
        "stopped": False,
        "provisional": False,
        "extended_by": 0,
        "limit": _limit(**kept),
    }


def _limit(key: str, days: int, basis: str, *, is_confirmed: bool) -> dict[str, Any]:
    return {"key": key, "days": days, "basis": basis, "confirmed": is_confirmed}
