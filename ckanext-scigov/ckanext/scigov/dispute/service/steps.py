"""The one function by which anything happens to a dispute. Nothing else writes where one stands.

Lock, who is he, may it happen, what does the clock say, and then in the same transaction: the event,
the dispute, the audit row, the notices.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.domain import flow, history, parties, timing
from ckanext.scigov.dispute.domain.case import Case
from ckanext.scigov.dispute.domain.flow import FlowReason, FlowRefusal
from ckanext.scigov.dispute.domain.history import FLOW, Standing
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.limits import LimitKey
from ckanext.scigov.dispute.domain.states import Event, Party, State
from ckanext.scigov.dispute.domain.table import TABLE
from ckanext.scigov.dispute.model import Dispute, DisputeEvent, Visitor
from ckanext.scigov.dispute.service import effects, indexing, notices, responsible, verifying
from ckanext.scigov.dispute.service.acts import Doer, system
from ckanext.scigov.dispute.service.effects import Taken
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import CLOCK, Happened
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session

OF_CASE = frozenset({history.SIGNED, history.REPORTERS, FLOW})
"""Values of a step that the case knows by names of its own."""
DATES = frozenset({"accepted_on", "answered_on", "pressed_on"})
COLUMNS: Mapping[str, str] = {history.REPORTERS: "reporter_ids"}


@dataclass(frozen=True, slots=True)
class Step:
    """What is to happen; ``values`` are what the step sets, as JSON keeps them. No data in them."""

    event: Event
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    is_internal: bool = False
    version: int | None = None
    """The dispute's, as the actor has seen it; None: whatever it is now."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A dispute that is locked, and what its opener is to it."""

    dispute: Dispute
    held: frozenset[Party]


def take(session: Session, dispute_id: str, step: Step, doer: Doer) -> Dispute:
    """Take a step, and the one that follows from it by itself.

    Raises:
        NotVisible: there is no such dispute. Whether the doer sees it, the caller has found out.
        Denied: somebody else takes this step.
        Refused: it cannot be taken now; a stale version is one of the reasons.
    """
    opened = open_dispute(session, dispute_id, doer)
    dispute = opened.dispute
    if step.version is not None and step.version != dispute.version:
        raise StaleVersion
    values = dict(step.values)
    if step.event is Event.CONFIRM:
        values |= effects.of_confirmation(dispute, doer.rules)
    before = _begun(queries.standing_of(dispute), values)
    case = _advanced(before, step.event, opened.held, doer)
    limits = _limits(values.get(effects.LIMITS) or dispute.limits)
    clock = timing.clock_after(before, case, step.event, limits, doer.today)
    after = Standing(case, clock, _since(before, case, doer.now))
    taken = Taken(dispute, step.event, step.reason, before, after, doer)
    values |= effects.of_step(taken, values)
    was_published = dispute.is_published
    _store(session, opened, taken, values, is_internal=step.is_internal)
    _account(session, taken)
    notices.tell(session, taken, values)
    verifying.stepped(session, dispute, before.case.state, case.state)
    indexing.follow(session, taken, was_published=was_published)
    return _go_on(session, dispute, after, doer)


def check(session: Session, dispute_id: str, event: Event, doer: Doer) -> Opened:
    """Say no where a step cannot be taken; else return the dispute, locked. Raises as ``take``."""
    opened = open_dispute(session, dispute_id, doer)
    _advanced(queries.standing_of(opened.dispute), event, opened.held, doer)
    return opened


def open_dispute(session: Session, dispute_id: str, doer: Doer) -> Opened:
    """Lock a dispute for somebody who sees it (``viewing``) and is something to it."""
    dispute = queries.lock(session, dispute_id)
    if dispute is None:
        raise NotVisible
    held = held_in(session, [dispute], doer)[dispute.id]
    if not held:
        raise Denied(FlowReason.NOT_YOURS)
    return Opened(dispute, held)


def held_in(session: Session, disputes: list[Dispute], doer: Doer) -> dict[str, frozenset[Party]]:
    """Return what somebody is to disputes, by id; one statement for any number of them.

    A visitor is the reporter of what his link is about, and of what that was merged into.
    """
    if doer.acting_as:
        return {one.id: doer.acting_as for one in disputes}
    units = {one.provider_id for one in disputes} | {one.unit_id for one in disputes}
    above = reading.units_above(session, units - {""}) if doer.principal.user_id else {}
    held = {
        one.id: parties.parties(doer.principal, queries.concerned(one, above)) for one in disputes
    }
    reported = queries.goes_on_in(session, doer.link_of) if doer.link_of else frozenset[str]()
    return held | {one: frozenset({Party.REPORTER}) for one in reported & held.keys()}


def possible(dispute: Dispute, held: frozenset[Party], doer: Doer) -> tuple[Event, ...]:
    """Return the steps that somebody can take now."""
    standing = queries.standing_of(dispute)
    return flow.possible(
        standing.case, held, actor=doer.user_id, is_overdue=is_overdue(standing, doer.today.day)
    )


def is_overdue(standing: Standing, day: dt.date) -> bool:
    return standing.clock is not None and standing.clock.is_overdue(day)


def _begun(standing: Standing, values: Mapping[str, Any]) -> Standing:
    """Return where a dispute stands, with what the step brings along."""
    prepared = history.prepared(standing.case, values)
    return Standing(prepared, standing.clock, standing.annotated_at)


def _advanced(standing: Standing, event: Event, held: frozenset[Party], doer: Doer) -> Case:
    overdue = is_overdue(standing, doer.today.day)
    after = flow.advance(standing.case, event, held, actor=doer.user_id, is_overdue=overdue)
    if not isinstance(after, FlowRefusal):
        return after
    if after.reason is FlowReason.NOT_YOURS:
        raise Denied(after.reason)
    raise Refused(Refusal(after.reason))


def _since(before: Standing, case: Case, now: dt.datetime) -> dt.datetime | None:
    """Return since when the note stands."""
    return (before.annotated_at or now) if case.annotated else None


def _limits(kept: Mapping[str, Any] | None) -> dict[LimitKey, Limit]:
    return {LimitKey(key): Limit(**values) for key, values in (kept or {}).items()}


def _store(
    session: Session, opened: Opened, taken: Taken, values: Mapping[str, Any], *, is_internal: bool
) -> None:
    """Write what has happened, and let the dispute agree with it."""
    dispute, doer = opened.dispute, taken.doer
    party = _as_party(opened, taken.event, doer)
    if taken.event is Event.CONFIRM:
        dispute.number = queries.next_number(session, doer.today.day)
        for visitor in _visitors(session, dispute):
            visitor.verified_at = doer.now
    after = {
        "state": taken.after.case.state.value, CLOCK: clocks.to_values(taken.after.clock), **values,
    }  # fmt: skip
    before = {name: _as_json(getattr(dispute, COLUMNS.get(name, name))) for name in after}
    changed = {name for name in after if before[name] != after[name]} | {"state", CLOCK}
    changed |= OF_CASE & set(after)
    project(dispute, taken.after, values)
    if taken.event is not Event.REMARK:  # A word of somebody prolongs nothing.
        dispute.stepped_at = doer.now
    event = DisputeEvent(
        dispute_id=dispute.id,
        event=taken.event.value,
        at=doer.now,
        actor_id=doer.user_id,
        actor_name=doer.by.actor.name,
        as_party=party.value,
        reason=taken.reason,
        before={name: before[name] for name in sorted(changed)},
        after={name: after[name] for name in sorted(changed)},
        is_internal=is_internal,
    )
    session.add(event)
    session.flush()


def _visitors(session: Session, dispute: Dispute) -> Iterable[Visitor]:
    """Return who confirms a report by his link, and so has shown that the mailbox is his."""
    if dispute.filer_kind != FilerKind.VISITOR.value:
        return ()
    return queries.visitors_of(session, [dispute.id]).values()


def project(dispute: Dispute, standing: Standing, values: Mapping[str, Any]) -> None:
    """Let a dispute's columns say what a step has left."""
    case, clock = standing.case, standing.clock
    dispute.state, dispute.version = case.state.value, dispute.version + 1
    dispute.joined, dispute.merged_into = case.joined, case.merged_into
    dispute.is_published, dispute.is_accepted = case.is_published, case.is_accepted
    dispute.accepted_by, dispute.decided_by = case.accepted_by, sorted(case.decided_by)
    dispute.is_extended, dispute.was_reopened = case.is_extended, case.was_reopened
    dispute.level = case.level.value if case.level else None
    dispute.escalated_from = case.escalated_from.value if case.escalated_from else None
    dispute.must_correct, dispute.annotated_at = case.must_correct, standing.annotated_at
    dispute.clock = clocks.to_values(clock)
    dispute.due_on = clock.due_on if clock else None
    for name, one in values.items():
        value = dt.date.fromisoformat(one) if one and name in DATES else one
        setattr(dispute, COLUMNS.get(name, name), value)


def replayed(session: Session, dispute_id: str) -> Standing:
    """Return where a dispute stands by its history alone."""
    events: list[Happened[Event]] = [
        queries.happened(one) for one in queries.events_of(session, [dispute_id])
    ]
    return history.replayed(events)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (dt.date, dt.datetime)) else value


def _as_party(opened: Opened, event: Event, doer: Doer) -> Party:
    """Return as what of all that he is somebody takes a step."""
    if doer.acting_as:
        return Party.SYSTEM
    may = TABLE[State(opened.dispute.state), event].parties & opened.held
    return next(party for party in Party if party in may)


def _account(session: Session, taken: Taken) -> None:
    """Put a step on record. What was said stays in the history: its words may repeat protected values."""
    dispute = taken.dispute
    taken.doer.by.record(
        session, f"dispute.{taken.event.value}", "dispute", dispute.id, number=dispute.number,
        dataset_id=dispute.dataset_id, before=taken.before.case.state.value,
        after=taken.after.case.state.value, version=dispute.version,
    )  # fmt: skip


def _go_on(session: Session, dispute: Dispute, standing: Standing, doer: Doer) -> Dispute:
    """Take the step that follows by itself: what is confirmed goes to the responsible unit."""
    if flow.follows_by_itself(standing.case) is not Event.FORWARD:
        return dispute
    unit = responsible.unit_of(session, dispute)
    step = Step(Event.FORWARD, values={"unit_id": unit})
    return take(session, dispute.id, step, system(doer.now, doer.rules))
