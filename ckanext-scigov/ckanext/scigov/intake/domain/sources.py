"""What may be set at a source, and who may let it run."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.shared.errors import Refusal


class Schedule(str, enum.Enum):
    MANUAL = "manual"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


EVERY: Mapping[Schedule, dt.timedelta | None] = MappingProxyType(
    {
        Schedule.MANUAL: None,
        Schedule.HOURLY: dt.timedelta(hours=1),
        Schedule.DAILY: dt.timedelta(days=1),
        Schedule.WEEKLY: dt.timedelta(weeks=1),
        Schedule.MONTHLY: dt.timedelta(days=30),
    }
)


class MailPolicy(str, enum.Enum):
    NEVER = "never"
    ERRORS = "errors"
    """After runs that failed, ask, or had records with errors."""
    ALWAYS = "always"


class SourceReason(enum.Enum):
    NOT_A_STEP = "not_a_step"
    """What is asked for cannot happen in this state."""
    NOT_APPROVED = "not_approved"
    SAME_PERSON = "same_person"
    IS_RUNNING = "is_running"
    NO_SUCH_CHOICE = "no_such_choice"


USUAL_GRACE_DAYS = 7
USUAL_MOST_VANISHED_PERCENT = 10


def hash_of(mapping: str, address: str) -> str:
    """Return what an approval holds for: another mapping or another address is another source."""
    return hashlib.sha256(f"{address}\0{mapping}".encode()).hexdigest()


def judge_decider(maker: str, decider: str, *, second_person: bool) -> Refusal | None:
    """Refuse who has made the mapping himself where a second person is needed."""
    if second_person and maker and maker == decider:
        return Refusal(SourceReason.SAME_PERSON)
    return None


def next_run(schedule: Schedule, due: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    """Return when a source is due after ``now``.

    Rounds that were missed are not made up for; the hour at which it ran stays its hour.
    """
    every = EVERY[schedule]
    if every is None:
        return None
    if due is None or due > now + every:
        return now + every
    missed = max((now - due) // every, 0)
    return due + (missed + 1) * every if due <= now else due
