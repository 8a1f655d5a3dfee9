"""Moments as actions answer them."""

from __future__ import annotations

import datetime as dt


def moment(value: dt.datetime | None) -> str | None:
    """Return an aware moment in UTC, as 2026-09-24T00:30:00+00:00; None where there is none."""
    return value.astimezone(dt.timezone.utc).isoformat() if value else None
