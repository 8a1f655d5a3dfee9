"""What a step notes beside the state: number, days, answers, the note on the data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.dispute.domain import timing
from ckanext.scigov.dispute.domain.history import REPORTERS, SIGNED, Standing
from ckanext.scigov.dispute.domain.states import RESULTS, Event, State
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.acts import Doer, Rules
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import FLOW

ANSWERS = frozenset({State.CORRECTED, State.PARTLY_CORRECTED, State.NOT_CORRECTED})
LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that may be taken."""

    dispute: Dispute
    event: Event
    reason: str
    before: Standing
    after: Standing
    doer: Doer

    def arrives(self, state: State) -> bool:
        return self.after.case.state is state and self.before.case.state is not state


def of_confirmation(dispute: Dispute, rules: Rules) -> dict[str, Any]:
    """Return what is settled for a dispute when it is confirmed, whatever the site settles later."""
    limits = {key.value: dataclasses.asdict(one) for key, one in rules.limits.items()}
    return {
        FLOW: dataclasses.asdict(rules.flow),
        SIGNED: dispute.is_signed,
        REPORTERS: list(dispute.reporter_ids),
        LIMITS: limits,
    }


def of_step(taken: Taken, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a step sets beside those of the case."""
    noted: dict[str, Any] = {}
    today, state = taken.doer.today, taken.after.case.state
    if taken.event is Event.PRESS:
        noted["pressed_on"] = str(today.day)
    elif taken.dispute.pressed_on and _begins_anew(taken):
        noted["pressed_on"] = None
    if taken.event is Event.ACCEPT:
        noted |= {"was_accepted": True, "accepted_on": str(today.day)}
    if taken.event is Event.FORWARD:
        noted |= {"assigned_to": None}
    if taken.arrives(state) and state in RESULTS and taken.event is not Event.UPHOLD:
        noted |= _of_answer(taken, values)
    return noted


def _begins_anew(taken: Taken) -> bool:
    """Say whether somebody has his own time from now on, be it the same days as before."""
    return taken.event in timing.BEGINNING_ANEW or taken.after.clock != taken.before.clock


def _of_answer(taken: Taken, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the unit's answer notes; what was answered before is in the history."""
    today, state, clock = taken.doer.today, taken.after.case.state, taken.before.clock
    noted: dict[str, Any] = {
        "result": state.value,
        "ground": values.get("ground"),
        "answer": taken.reason,
        "answered_on": str(today.day),
    }
    if state is State.NOT_ACCEPTED:
        return {**noted, "was_accepted": False, "took_days": None, "was_late": None}
    if timing.is_of_handling(clock) and clock is not None:
        noted["took_days"] = clocks.took(clock, today)
        noted["was_late"] = clock.is_overdue(today.day)
    return noted
