"""What a step does to the clock of a part."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.application.domain import limits as limiting
from ckanext.scigov.application.domain.flow import Part
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import Event, State
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock, Today

REPLIES = frozenset({LimitKey.SHARE_REPLY.value, LimitKey.OPEN_REPLY.value})
RUNNING_ON = frozenset(
    {
        (State.SUBMITTED, State.IN_REVIEW),
        (State.IN_REVIEW, State.CONFIRMING),
        (State.CONFIRMING, State.IN_REVIEW),
    }
)
"""Whoever acts, it is one reply that is waited for."""


def clock_after(
    before: Standing, after: Part, event: Event, limits: Mapping[LimitKey, Limit], today: Today
) -> Clock | None:
    """Return the clock after a step: it begins, goes on, stands still, is prolonged, or ends."""
    clock = before.clock
    if clock is not None and event is Event.CONSULT:
        return clocks.stopped(clock, today.day, today.calendar)
    if clock is not None and event is Event.ANSWER:
        return clocks.resumed(clock, today.day, today.calendar)
    if clock is not None and event is Event.EXTEND:
        days = limits[limiting.of_extension(after.kind)].days
        return clocks.extended(clock, days, today.calendar)
    if before.part.state is after.state or (before.part.state, after.state) in RUNNING_ON:
        return clock
    key = _key(after)
    return None if key is None else clocks.started(limits[key], today.day, today.calendar)


def _key(part: Part) -> LimitKey | None:
    """Return the limit that begins where a part has arrived."""
    if part.state is State.APPEALED and part.appeal_level is not None:
        return limiting.of_appeal(part.appeal_level)
    return {
        State.CHECKING: LimitKey.SHARE_CHECK,
        State.SUBMITTED: limiting.of_reply(part.kind),
        State.IN_REVIEW: limiting.of_reply(part.kind),
        State.RETURNED: LimitKey.SUPPLEMENT,
        State.DELIVERING: limiting.of_delivery(part.kind),
    }.get(part.state)


def is_of_reply(clock: Clock | None) -> bool:
    """Say whether it is the provider's reply that is waited for."""
    return clock is not None and clock.limit.key in REPLIES
