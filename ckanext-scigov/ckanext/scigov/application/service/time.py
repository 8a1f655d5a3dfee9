"""What happens because time has passed. It may be looked at late, or twice: each look looks again."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.access.domain.roles import TermState
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries, time_queries
from ckanext.scigov.application.domain.states import CLOCKED, GRANTED, Event, State
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import effects, notices, steps
from ckanext.scigov.application.service.acts import Doer, Rules
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.calendar import ONE_DAY, local_day
from ckanext.scigov.shared.session import Session

REPORTING = frozenset({State.EXPIRED, State.REVOKED})


def perhaps_due(session: Session, office: Doer) -> list[str]:
    """Return the ids of parts to ``settle``; those whose grant was ended elsewhere are among them."""
    today, rules = office.today.day, office.rules
    held = time_queries.with_grants(session)
    ended = reading.grants_ended(session, held, office.now)
    refused_before = effects.first_moment(today - ONE_DAY * rules.appeal_within_days)
    ends_until = today + ONE_DAY * rules.ends_soon_days
    found = time_queries.perhaps_due(session, today, refused_before, ends_until)
    return sorted({*found, *(held[number] for number in ended)})


def settle(session: Session, part_id: str, office: Doer) -> list[Event]:
    """Take the steps whose time has come; return which."""
    taken: list[Event] = []
    part = queries.lock_part(session, part_id)
    while part is not None and (step := _due(session, part, office)):
        part = steps.take(session, part_id, step, office)
        taken.append(step.event)
    if part is not None:
        notices.remind(session, part, office)
    return taken


def _due(session: Session, part: Part, office: Doer) -> Step | None:
    """Return the step whose time has come."""
    if State(part.state) in GRANTED and (end := _end(session, part, office.now)):
        return end
    event = _due_by_day(part, office)
    return Step(event) if event else None


def _due_by_day(part: Part, office: Doer) -> Event | None:
    state, today, rules = State(part.state), office.today.day, office.rules
    if state in effects.APPROVALS and part.from_on is not None and part.from_on <= today:
        return Event.BEGIN
    if state in REPORTING and not part.owes_report:
        return Event.CLOSE
    if state is State.REFUSED:
        last = local_day(part.stepped_at) + ONE_DAY * rules.appeal_within_days
        return Event.CLOSE if today > last else None
    return _due_by_clock(part, state, today, rules)


def _due_by_clock(part: Part, state: State, today: dt.date, rules: Rules) -> Event | None:
    asked = part.consultation or {}
    if state is State.CONSULTING and asked and dt.date.fromisoformat(asked["due_on"]) < today:
        return Event.ANSWER
    if not steps.is_overdue(queries.standing_of(part), today):
        return None
    if state is State.RETURNED:
        return Event.CLOSE if rules.supplement_closes else None
    return Event.ESCALATE if state in CLOCKED and part.escalated_on is None else None


def _end(session: Session, part: Part, now: dt.datetime) -> Step | None:
    """Return how a part has ended whose grant holds no longer: by its last day, or by a revocation.

    A revocation ends the part itself (``revoking``); here it is looked for once more, for grants that
    were ended past the services.
    """
    held = reading.grant_held(session, part.grant_number or "")
    if held is None:
        return Step(Event.EXPIRE)
    term, reason = held
    state = term.state(now)
    if state is TermState.REVOKED:
        return Step(Event.REVOKE, reason)
    return Step(Event.EXPIRE) if state is TermState.ENDED else None
