"""The one function by which anything happens to a part. Nothing else writes where a part stands.

Lock, who is he, may it happen, what does the clock say, what follows for the grant, and then in the
same transaction: the event, the part, the audit row, the notice.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain import flow, parties, timing
from ckanext.scigov.application.domain.flow import FlowReason, FlowRefusal
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import Event, Party, State
from ckanext.scigov.application.model import Filing, HappenedEvent, Part
from ckanext.scigov.application.service import effects, notices
from ckanext.scigov.application.service.acts import Doer, system
from ckanext.scigov.application.service.effects import Taken
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session

DATES = frozenset(
    {
        "received_on", "reply_due_on", "decided_on", "escalated_on", "from_on", "until_on",
        "renewal_until_on", "report_due_on",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What is to happen; ``values`` are columns of the part that the step sets, as JSON keeps them."""

    event: Event
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    is_internal: bool = False
    version: int | None = None
    """The part's, as the actor has seen it; None: whatever it is now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A part that is locked, and what its opener is to it."""

    part: Part
    filing: Filing
    held: frozenset[Party]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a step leaves: where the part stands, and all columns that it sets."""

    standing: Standing
    values: Mapping[str, Any]


def take(session: Session, part_id: str, step: Step, doer: Doer) -> Part:
    """Take a step, and those that follow from it by themselves.

    Raises:
        NotVisible: there is no such part, or the doer does not see it.
        Denied: somebody else takes this step.
        Refused: it cannot be taken now; a stale version is one of the reasons.
    """
    opened = open_part(session, part_id, doer)
    part = opened.part
    if step.version is not None and step.version != part.version:
        raise StaleVersion
    before = _begun(part, step)
    after = _advanced(before, step.event, opened.held, doer)
    today = doer.today
    limits = _limits(step.values.get("limits") or part.limits)
    clock = timing.clock_after(before, after, step.event, limits, today)
    values = effects.of_time(part, before, Standing(after, clock), step, today)
    taken = Taken(opened.filing, part, step.event, step.reason, before.part, after, doer, today)
    values |= effects.of_decision(taken, {**step.values, **values})
    values |= effects.carry_out(session, taken, {**step.values, **values}, limits)
    values = {**step.values, **values}
    _store(session, opened, Stored(Standing(after, clock), values), step, doer)
    _account(session, taken)
    notices.tell(session, taken, values)
    return _go_on(session, part, doer)


def check(session: Session, part_id: str, event: Event, doer: Doer) -> Opened:
    """Say no where a step cannot be taken; else return the part, locked. Raises as ``take``."""
    opened = open_part(session, part_id, doer)
    _advanced(queries.standing_of(opened.part), event, opened.held, doer)
    return opened


def open_part(session: Session, part_id: str, doer: Doer) -> Opened:
    """Lock a part for somebody who sees it."""
    part = queries.lock_part(session, part_id)
    if part is None:
        raise NotVisible
    filing = queries.filing_of(session, part)
    held = held_in(session, filing, [part], doer)[part.id]
    if not doer.acting_as and not parties.may_see(held, State(part.state)):
        raise NotVisible
    return Opened(part, filing, held)


def held_in(
    session: Session, filing: Filing, parts: list[Part], doer: Doer
) -> dict[str, frozenset[Party]]:
    """Return what somebody is to parts of a filing, by the part's id."""
    if doer.acting_as:
        return {part.id: doer.acting_as for part in parts}
    above = reading.units_above(session, {part.provider_id for part in parts})
    capacity = None
    if filing.agency_id in doer.principal.agency_ids:
        capacity = reading.capacities(session, doer.user_id).get(filing.agency_id)
    return {
        part.id: parties.parties(
            doer.principal,
            queries.concerned(filing, part, above.get(part.provider_id, frozenset())),
            capacity,
        )
        for part in parts
    }


def is_overdue(standing: Standing, day: dt.date) -> bool:
    return standing.clock is not None and standing.clock.is_overdue(day)


def _begun(part: Part, step: Step) -> Standing:
    """Return where a part stands; a submission brings the flow by which it is handled."""
    standing = queries.standing_of(part)
    if "flow" not in step.values:
        return standing
    brought = dataclasses.replace(standing.part, flow=flow.Flow(**step.values["flow"]))
    return Standing(brought, standing.clock)


def _advanced(standing: Standing, event: Event, held: frozenset[Party], doer: Doer) -> flow.Part:
    overdue = is_overdue(standing, doer.today.day)
    after = flow.advance(standing.part, event, held, actor=doer.user_id, is_overdue=overdue)
    if not isinstance(after, FlowRefusal):
        return after
    if after.reason is FlowReason.NOT_YOURS:
        raise Denied(after.reason)
    raise Refused(Refusal(after.reason))


def _limits(kept: Mapping[str, Any] | None) -> dict[LimitKey, Limit]:
    return {LimitKey(key): Limit(**values) for key, values in (kept or {}).items()}


def _store(session: Session, opened: Opened, stored: Stored, step: Step, doer: Doer) -> None:
    """Write what has happened, and let the part agree with it."""
    part, party = opened.part, _as_party(opened, step.event, doer)
    standing, values = stored.standing, stored.values
    clock = clocks.to_values(standing.clock)
    after = {"state": standing.part.state.value, "clock": clock, **values}
    before = {name: _as_json(getattr(part, name)) for name in after}
    changed = {name for name in after if before[name] != after[name]} | {"state", "clock"}
    project(part, standing, values)
    if step.event is not Event.REMARK:  # A word of somebody prolongs no time to appeal.
        part.stepped_at = doer.now
    event = HappenedEvent(
        part_id=part.id,
        filing_id=part.filing_id,
        event=step.event.value,
        at=doer.now,
        actor_id=doer.user_id,
        actor_name=doer.by.actor.name,
        as_party=party.value,
        reason=step.reason,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
        is_internal=step.is_internal,
    )
    session.add(event)
    session.flush()


def project(part: Part, standing: Standing, values: Mapping[str, Any]) -> None:
    """Let a part's columns say what a step has left."""
    value, clock = standing.part, standing.clock
    part.state, part.version = value.state.value, part.version + 1
    part.proposed = value.proposed.value if value.proposed else None
    part.proposed_by, part.decided_by = value.proposed_by, sorted(value.decided_by)
    part.was_checked = value.was_checked
    part.is_advised, part.is_extended = value.is_advised, value.is_extended
    part.extension_asked, part.owes_report = value.extension_asked, value.owes_report
    part.appeal_level = value.appeal_level.value if value.appeal_level else None
    part.outcome = value.outcome.value if value.outcome else None
    part.clock = clocks.to_values(clock)
    part.due_on = clock.due_on if clock and not clock.is_stopped else None
    for name, one in values.items():
        setattr(part, name, dt.date.fromisoformat(one) if one and name in DATES else one)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _as_party(opened: Opened, event: Event, doer: Doer) -> Party:
    """Return as what of all that he is somebody takes a step."""
    if doer.acting_as:
        return Party.SYSTEM
    may = flow.TABLE[State(opened.part.state), event].parties & opened.held
    return next(party for party in Party if party in may)


def _account(session: Session, taken: Taken) -> None:
    part, filing = taken.part, taken.filing
    taken.doer.by.record(
        session, f"application.{taken.event.value}", "application", filing.id,
        part_id=part.id, number=filing.number, dataset_id=part.dataset_id,
        before=taken.before.state.value, after=taken.after.state.value, reason=taken.reason,
    )  # fmt: skip


def _go_on(session: Session, part: Part, doer: Doer) -> Part:
    """Take the step that follows by itself: what is given begins, or has to be delivered."""
    if State(part.state) not in (State.APPROVED, State.APPROVED_IN_PART):
        return part
    if not reading.resources_of(session, part.dataset_id):
        return take(session, part.id, Step(Event.AWAIT), system(doer.now, doer.rules))
    if part.from_on is not None and part.from_on <= doer.today.day:
        return take(session, part.id, Step(Event.BEGIN), system(doer.now, doer.rules))
    return part
