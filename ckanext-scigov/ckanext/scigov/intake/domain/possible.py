"""Which steps a page offers: those that can happen and that the reader may take."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.intake.domain.parties import Standing
from ckanext.scigov.intake.domain.states import (
    ENDED,
    RUN_TRANSITIONS,
    SOURCE_TRANSITIONS,
    RunEvent,
    RunState,
    SourceEvent,
    SourceState,
    Wish,
)

OF_OPERATORS = (
    RunEvent.CONFIRM,
    RunEvent.DECLINE,
    RunEvent.RESUME,
    RunEvent.PAUSE,
    RunEvent.CANCEL,
)
"""Steps of people, in the order of their buttons; the others are the worker's."""
_WISHED: Mapping[RunEvent, Wish] = {RunEvent.PAUSE: Wish.PAUSE, RunEvent.CANCEL: Wish.CANCEL}


def decisions(state: SourceState, standing: Standing) -> tuple[SourceEvent, ...]:
    """Return how somebody can decide about a source now."""
    if not standing.decides:
        return ()
    both = (SourceEvent.APPROVE, SourceEvent.REFUSE)
    return tuple(one for one in both if (state, one) in SOURCE_TRANSITIONS)


def steps(state: RunState, wish: Wish, standing: Standing) -> tuple[RunEvent, ...]:
    """Return what somebody can do with a run now; what he has wished already is not offered again."""
    if not standing.operates:
        return ()
    return tuple(
        one
        for one in OF_OPERATORS
        if (state, one) in RUN_TRANSITIONS and not (wish and _WISHED.get(one) is wish)
    )


def can_request(*, may_run: bool, latest: RunState | None, standing: Standing) -> bool:
    """Say whether somebody can let a source run now: approved, and nothing unended."""
    return standing.operates and may_run and (latest is None or latest in ENDED)
