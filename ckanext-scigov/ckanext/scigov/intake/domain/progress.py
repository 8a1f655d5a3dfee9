"""How far a run is, how fast it goes and how long it takes still: from what it has counted so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SLOWEST = 0.001
"""Records a second; what goes slower has no end that anybody could name."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a page says of a run."""

    done: int
    """Records that have been read."""
    total: int | None
    """As the source says; None where it does not, or has more than it said."""
    percent: int | None
    """0 to 100; 100 only when it has read all."""
    per_second: float | None
    """None before the first second is over."""
    seconds_left: int | None
    """None where it is not known, or nothing is at work."""


def progress(
    done: int, total: int | None, elapsed: dt.timedelta | None, *, is_at_work: bool, is_read: bool
) -> Progress:
    """Return how far a run is.

    Args:
        done: records that have been read.
        total: how many the source says it has.
        elapsed: how long the run has been at work; None before it has begun.
        is_at_work: somebody reads on at this moment.
        is_read: the last page is in.
    """
    whole = None if total is None or total < done else total
    seconds = elapsed.total_seconds() if elapsed else 0.0
    speed = done / seconds if seconds >= 1 and done else None
    return Progress(
        done=done,
        total=whole,
        percent=_percent(done, whole, is_read=is_read),
        per_second=round(speed, 1) if speed is not None else None,
        seconds_left=_left(done, whole, speed) if is_at_work and not is_read else None,
    )


def _percent(done: int, total: int | None, *, is_read: bool) -> int | None:
    if is_read:
        return 100
    if not total:
        return None
    return min(99, done * 100 // total)


def _left(done: int, total: int | None, speed: float | None) -> int | None:
    if total is None or speed is None or speed < SLOWEST:
        return None
    return max(0, round((total - done) / speed))
