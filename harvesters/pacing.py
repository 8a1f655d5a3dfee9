"""How often a source is asked, how long one waits after a failure, and when a run has had enough."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from ckanext.scigov.intake.connector_settings import Settings
from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause

MB = 1 << 20
RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
RETRIED = frozenset(
    {
        Cause.TIMED_OUT.value,
        Cause.UNREACHABLE.value,
        Cause.TRUNCATED.value,
        Cause.BAD_ANSWER.value,
        Cause.SOURCE_ERROR.value,
    }
)
"""What may be otherwise a moment later. Text that cannot be read is mostly one that was cut off."""


def may_pass(failed: SourceFailed) -> bool:
    """Say whether asking again may help."""
    status = failed.detail.get("status")
    return failed.cause in RETRIED and (status is None or status in RETRIED_STATUSES)


@dataclass(frozen=True, slots=True)
class Times:
    """Clock, sleep and chance, so that tests need not wait."""

    clock: Callable[[], float] = time.monotonic
    """Seconds that never go back."""
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    """A number from 0 to 1."""
    today: Callable[[], float] = time.time
    """Seconds since 1970, for moments that a source names."""


@dataclass(frozen=True, slots=True)
class Pace:
    requests_per_second: float
    retries: int
    first_wait: float
    """Seconds before the first repetition; each further one waits twice as long."""
    longest_wait: float


@dataclass(frozen=True, slots=True)
class Most:
    """What one answer and what one run may take."""

    answer_bytes: int
    answer_seconds: float
    run_bytes: int
    run_seconds: float


def pace_of(settings: Settings) -> Pace:
    """Read the part ``pace`` of a connector's settings.

    With the defaults of both parts a request with all its repetitions takes less than the ten minutes
    after which a run without a sign of life is taken for lost.
    """
    pace = Pace(
        settings.number("requests_per_second", 5, 0.01, 1_000),
        settings.whole("retries", 3, 0, 20),
        settings.number("first_wait", 1, 0.01, 3_600),
        settings.number("longest_wait", 120, 0.01, 86_400),
    )
    settings.done()
    return pace


def most_of(settings: Settings) -> Most:
    """Read the part ``limits`` of a connector's settings."""
    most = Most(
        int(settings.number("answer_mb", 64, 0.001, 1_024) * MB),
        settings.number("answer_seconds", 120, 0.1, 3_600),
        int(settings.number("run_mb", 4_096, 0.001, 1_048_576) * MB),
        settings.number("run_hours", 12, 0.0001, 168) * 3_600,
    )
    settings.done()
    return most


class Run:
    """What a run has taken so far, and when the next request may go."""

    def __init__(self, pace: Pace, most: Most, times: Times) -> None:
        self._pace, self._most, self._times = pace, most, times
        self._began = times.clock()
        self._next = self._began
        self._bytes = 0

    def wait_for_turn(self) -> None:
        """Sleep until the next request may go.

        Raises:
            SourceFailed: the run has had its time.
        """
        self._check_time(0)
        if (wait := self._next - self._times.clock()) > 0:
            self._times.sleep(wait)
        self._next = self._times.clock() + 1 / self._pace.requests_per_second

    def take(self, size: int) -> None:
        """Count what came.

        Raises:
            SourceFailed: it is more than a run may take.
        """
        self._bytes += size
        if self._bytes > self._most.run_bytes:
            most = self._most.run_bytes // MB
            raise SourceFailed(Cause.RUN_TOO_LARGE.value, {"most_mb": most})

    def wait_again(self, attempt: int, told: float) -> None:
        """Sleep before a repetition: twice as long each time, and never all sources at once.

        Args:
            attempt: how often it has failed, from 0.
            told: the seconds that the source asks for, 0 where it does not.

        Raises:
            SourceFailed: it asks for more than is waited for, or the run has had its time.
        """
        if told > self._pace.longest_wait:
            raise SourceFailed(Cause.ASKS_TO_WAIT.value, {"seconds": int(told)})
        longest = min(self._pace.first_wait * 2**attempt, self._pace.longest_wait)
        wait = max(told, longest * (0.5 + self._times.chance() / 2))
        self._check_time(wait)
        self._times.sleep(wait)

    def _check_time(self, wait: float) -> None:
        if self._times.clock() + wait - self._began > self._most.run_seconds:
            hours = round(self._most.run_seconds / 3_600, 2)
            raise SourceFailed(Cause.RUN_TOO_LONG.value, {"most_hours": hours})


def told_wait(header: str, now: float) -> float:
    """Read ``Retry-After``: seconds, or a moment; 0 where it is neither."""
    text = header.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - datetime.fromtimestamp(now, timezone.utc)).total_seconds())
