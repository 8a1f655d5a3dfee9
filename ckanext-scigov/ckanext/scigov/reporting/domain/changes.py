"""What of an entry is to be told to the receiver: new, changed, withdrawn, or nothing.

Compared are what the receiver has confirmed last, whether it may hold something that it has not
confirmed, and what the catalogue says now. What was refused was not confirmed, so it comes again.
"""

from __future__ import annotations

import enum


class Change(str, enum.Enum):
    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Outcome(str, enum.Enum):
    """What became of a line of a package."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    """Never answered, and told again by a later package."""


class PackageState(str, enum.Enum):
    WAITING = "waiting"
    ANSWERED = "answered"
    SUPERSEDED = "superseded"


def change_of(confirmed: str, now: str, *, may_hold_more: bool) -> Change | None:
    """Return what is to be told of an entry.

    Args:
        confirmed: the fingerprint that the receiver has accepted last; empty: it has none.
        now: the fingerprint of now; empty: the entry is not to be reported any more.
        may_hold_more: something was sent since and never answered, so the receiver may have it.
    """
    if not now:
        return Change.WITHDRAWN if confirmed or may_hold_more else None
    if not confirmed:
        return Change.NEW
    return Change.CHANGED if now != confirmed or may_hold_more else None


def state_after_receipt(waiting: int) -> PackageState:
    """Return where a package stands when so many of its lines have no answer yet."""
    return PackageState.WAITING if waiting else PackageState.ANSWERED
