"""What the government has decided on an appeal, outside of the portal, as the data authority records it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ckanext.scigov.application.domain.acting import ActReason


@dataclass(frozen=True, slots=True)
class Outside:
    """A decision on paper: whose it is, its number and day, and whether the paper is there as a file."""

    body: str = ""
    number: str = ""
    decided_on: dt.date | None = None
    has_file: bool = False


def problems(outside: Outside, today: dt.date) -> tuple[tuple[str, ActReason], ...]:
    """Return what is missing or wrong, by field."""
    found = {
        "outside_body": outside.body.strip(),
        "outside_number": outside.number.strip(),
        "outside_on": outside.decided_on,
        "upload": outside.has_file,
    }
    missing = tuple((field, ActReason.OUTSIDE_MISSING) for field, one in found.items() if not one)
    is_later = outside.decided_on is not None and outside.decided_on > today
    return (*missing, ("outside_on", ActReason.OUTSIDE_LATER)) if is_later else missing
