"""The one place the product asks what time it is.

Domain and service functions take ``now`` as an argument; only glue (actions, jobs, views, CLI)
calls :func:`now`. Tests and the testkit install another clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], dt.datetime]


def system_clock() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)


_installed: list[Clock] = [system_clock]


def now() -> dt.datetime:
    """Return the current time, aware, in UTC."""
    moment = _installed[0]()
    if moment.tzinfo is None:
        raise ValueError("The installed clock gave a time without a zone.")
    return moment.astimezone(dt.timezone.utc)


def install(clock: Clock) -> None:
    """Replace the clock of this process (tests, testkit)."""
    _installed[0] = clock


def reset() -> None:
    _installed[0] = system_clock
