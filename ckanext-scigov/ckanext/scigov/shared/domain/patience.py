"""How often and how long a job that fails is tried again, and the pauses between."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_MOST_DOUBLINGS = 30
"""More than enough for any pause; a number without a bound would not fit into one."""


@dataclass(frozen=True, slots=True)
class Patience:
    """When a job is given up: it has been tried so often, and it has waited so long."""

    attempts: int = 8
    lasts: dt.timedelta = dt.timedelta(0)
    first_pause: dt.timedelta = dt.timedelta(seconds=5)
    longest_pause: dt.timedelta = dt.timedelta(hours=1)

    def next_run(
        self, attempts: int, created_at: dt.datetime, now: dt.datetime
    ) -> dt.datetime | None:
        """Return when a job that has failed is to run again; None when it is given up.

        Args:
            attempts: how often it was tried, this time included.
            created_at: since when it has waited.
            now: the moment of the failure.
        """
        if attempts >= self.attempts and now - created_at >= self.lasts:
            return None
        doubled = self.first_pause * 2 ** min(attempts - 1, _MOST_DOUBLINGS)
        return now + min(doubled, self.longest_pause)


USUAL = Patience()
"""Eight attempts within ten minutes: what fails then fails for another reason than bad luck."""


def for_other_systems(days: int) -> Patience:
    """Return the patience with what another system has to accept: it may be down for days."""
    return Patience(lasts=dt.timedelta(days=days), longest_pause=dt.timedelta(minutes=5))
