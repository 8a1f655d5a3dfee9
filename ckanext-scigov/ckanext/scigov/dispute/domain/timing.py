"""What a step does to the clock of a dispute."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.dispute.domain.case import Case
from ckanext.scigov.dispute.domain.history import Standing
from ckanext.scigov.dispute.domain.limits import OF_LEVEL, LimitKey
from ckanext.scigov.dispute.domain.states import RESULTS, Event, State
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock, Today

BEGINNING_ANEW = frozenset({Event.FORWARD, Event.ESCALATE})
"""Another unit or another level has its time in full, in whatever state it finds the dispute."""
HANDLING = frozenset({LimitKey.ACCEPT.value, LimitKey.VERIFY.value})


def clock_after(
    before: Standing, after: Case, event: Event, limits: Mapping[LimitKey, Limit], today: Today
) -> Clock | None:
    """Return the clock after a step: it begins, goes on, is prolonged, or ends.

    Args:
        before: the dispute before the step.
        after: the case after it.
        event: the step.
        limits: those of the site.
        today: when it is taken.
    """
    clock = before.clock
    if clock is not None and event is Event.EXTEND:
        return clocks.extended(clock, limits[LimitKey.EXTENSION].days, today.calendar)
    was, now = before.case.state, after.state
    is_verified_on = (was, now) == (State.ACCEPTED, State.VERIFYING)
    if event not in BEGINNING_ANEW and (was is now or is_verified_on):
        return clock
    key = _key(after)
    return None if key is None else clocks.started(limits[key], today.day, today.calendar)


def _key(case: Case) -> LimitKey | None:
    """Return the limit that begins where a dispute has arrived."""
    if case.state is State.ESCALATED:
        return None if case.level is None else OF_LEVEL.get(case.level)
    return {
        State.FORWARDED: LimitKey.ACCEPT,
        State.ACCEPTED: LimitKey.VERIFY,
        State.VERIFYING: LimitKey.VERIFY,
        **dict.fromkeys(RESULTS, LimitKey.REOPEN),
    }.get(case.state)


def is_of_handling(clock: Clock | None) -> bool:
    """Say whether it is the unit that is waited for."""
    return clock is not None and clock.limit.key in HANDLING
