"""How many reports somebody may make in a time, and what he is answered after the last."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


class RateReason(enum.Enum):
    """Which measure is full."""

    PERSON = "person"
    ADDRESS = "address"
    """The network address that unsigned reports come from."""
    MAILBOX = "mailbox"
    """Letters to one mail address that nobody has answered by following the link."""
    SITE = "site"
    """All unsigned reports together: so that the unit's queue stays usable, whoever sends them."""
    ALREADY_REPORTED = "already_reported"
    """By the same person, and it is not closed yet."""
    TARGET = "target"
    """So many others have reported the same that one more would say nothing new."""


@dataclass(frozen=True, slots=True)
class Measure:
    most: int
    within: dt.timedelta


@dataclass(frozen=True, slots=True)
class RateRules:
    """What a site takes."""

    person: Measure = Measure(50, DAY)
    address: Measure = Measure(10, HOUR)
    mailbox: Measure = Measure(3, DAY)
    site: Measure = Measure(100, HOUR)
    most_of_target: int = 20
    """Open disputes about the same place."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were within the time of a measure, and when the first of them was."""

    number: int = 0
    first_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What has come already. What is not counted for somebody is nothing."""

    of: Mapping[RateReason, Count] = field(default_factory=dict[RateReason, Count])
    """By ``PERSON``, ``ADDRESS``, ``MAILBOX``, ``SITE``."""
    own_on_target: int = 0
    """Open disputes of the same person about the same place."""
    on_target: int = 0


@dataclass(frozen=True, slots=True)
class TooMany:
    """The answer to a report that is not taken."""

    reason: RateReason
    status: int
    retry_after: int | None = None
    """Seconds; None when waiting does not help."""


_SIGNED: Final = (RateReason.PERSON,)
_UNSIGNED: Final = (RateReason.ADDRESS, RateReason.MAILBOX, RateReason.SITE)


def judge(rules: RateRules, counts: Counts, now: dt.datetime, *, is_signed: bool) -> TooMany | None:
    """Say why one more report is not taken now. Time first: it costs nothing to find out.

    Args:
        rules: of the site.
        counts: what has come before this one.
        now: an aware moment.
        is_signed: whether the reporter is signed in; the portal's own findings are not judged.
    """
    for reason in _SIGNED if is_signed else _UNSIGNED:
        measure: Measure = getattr(rules, reason.value)
        count = counts.of.get(reason, Count())
        if count.number >= measure.most:
            return TooMany(reason, HTTPStatus.TOO_MANY_REQUESTS, _wait(count, measure, now))
    if counts.own_on_target:
        return TooMany(RateReason.ALREADY_REPORTED, HTTPStatus.CONFLICT)
    if counts.on_target >= rules.most_of_target:
        return TooMany(RateReason.TARGET, HTTPStatus.CONFLICT)
    return None


def _wait(count: Count, measure: Measure, now: dt.datetime) -> int:
    """Return the seconds until the first of them does not count any more, at least one."""
    since = count.first_at or now
    return max(1, -((now - since - measure.within) // dt.timedelta(seconds=1)))
