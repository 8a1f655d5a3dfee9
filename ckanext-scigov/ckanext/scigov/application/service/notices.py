"""Who is told of a step. One seam: what carries the words away is the feature ``notices``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading, roles
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain.states import GRANTED, AppealLevel, Event, State
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.notice_words import WORDS, NoticeKind
from ckanext.scigov.application.service.acts import TITLE, Doer
from ckanext.scigov.application.service.effects import Taken
from ckanext.scigov.notices import service as notices
from ckanext.scigov.notices.domain.params import Code, Param, Title
from ckanext.scigov.shared.session import Session

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
TOLD_APPLICANT = frozenset(WORDS[NoticeKind.CHANGED].codes)
DECIDING = (Role.REVIEWER, Role.DECIDER)
ASKS = {
    Event.ASK_EXTENSION: (NoticeKind.EXTENSION, (Role.CHIEF_DATA_OFFICER,)),
    Event.ASK_RENEWAL: (NoticeKind.RENEWAL, (Role.DECIDER,)),
    Event.ACCEPT: (NoticeKind.REVIEW, DECIDING),
    Event.ANSWER: (NoticeKind.REVIEW, DECIDING),
    Event.REMIT: (NoticeKind.REVIEW, DECIDING),
    Event.ESCALATE: (NoticeKind.OVERDUE, (Role.STEWARD, Role.DECIDER, Role.CHIEF_DATA_OFFICER)),
}


def tell(session: Session, taken: Taken, values: Mapping[str, Any]) -> None:
    """Tell those whom a step concerns, in its transaction; not who has taken it."""
    filing, part = taken.filing, taken.part
    if not filing.number:
        return
    key = f"{part.id}:{part.version}"
    for kind, people in _told(session, taken, values):
        others = {one for one in people if one and one != taken.doer.user_id}
        _notify(session, filing, part, kind, others, taken.doer.now, key)
    event = _event_for_applicant(taken)
    if event is not None:
        applicants = {filing.creator_id, *filing.handler_ids} - {taken.doer.user_id}
        said = {"event": Code(event.value)}
        _notify(session, filing, part, NoticeKind.CHANGED, applicants, taken.doer.now, key, said)


def remind(session: Session, part: Part, office: Doer) -> None:
    """Tell of an end that comes, and of a report that is owed; once, however often it is looked at."""
    filing, today = queries.filing_of(session, part), office.today.day
    applicants = {filing.creator_id, *filing.handler_ids}
    until, due = part.until_on, part.report_due_on
    if until is not None and State(part.state) in GRANTED:
        if (until - today).days <= office.rules.ends_soon_days:
            key, said = f"{part.id}:{until}", {"until": until}
            kind = NoticeKind.ENDS_SOON
            _notify(session, filing, part, kind, applicants, office.now, key, said)
    elif due is not None and part.owes_report:
        # When it is owed, and once more when it is late.
        key, said = f"{part.id}:{due}:{today > due}", {"due": due}
        _notify(session, filing, part, NoticeKind.REPORT_DUE, applicants, office.now, key, said)


def _told(
    session: Session, taken: Taken, values: Mapping[str, Any]
) -> Iterable[tuple[NoticeKind, Collection[str]]]:
    """Yield whom besides the applicant a step concerns."""
    if taken.after.state is not taken.before.state:
        yield from _of_arrival(session, taken)
    if taken.event is Event.CONSULT:
        asked = str((values.get("consultation") or {}).get("organization_id", ""))
        yield NoticeKind.CONSULTED, reading.staff_of(session, asked)
    if taken.event is Event.ASSIGN:
        yield NoticeKind.ASSIGNED, {str(values.get("assigned_to") or "")}
    if taken.event is Event.WITHDRAW and taken.part.received_on is not None:
        yield NoticeKind.WITHDRAWN, _handlers(session, taken)
    if taken.event in ASKS:
        kind, asked_roles = ASKS[taken.event]
        yield kind, _holders(session, taken, asked_roles)
    if taken.event is Event.ESCALATE:
        yield NoticeKind.OVERDUE, {taken.filing.creator_id, *taken.filing.handler_ids}


def _of_arrival(session: Session, taken: Taken) -> Iterable[tuple[NoticeKind, Collection[str]]]:
    """Yield whom it waits for where a part has arrived."""
    state = taken.after.state
    if state is State.SIGNING:
        yield NoticeKind.SIGN, reading.approvers_of(session, taken.filing.agency_id)
    if state is State.CHECKING:
        yield NoticeKind.CHECK, _holders(session, taken, (Role.CHIEF_DATA_OFFICER,))
    if state is State.SUBMITTED:
        yield NoticeKind.RECEIVED, _handlers(session, taken)
    if state is State.CONFIRMING:
        yield NoticeKind.CONFIRM, _holders(session, taken, (Role.DECIDER,))
    if state is State.APPEALED:
        level = taken.after.appeal_level
        role = Role.DECIDER if level is AppealLevel.NEGOTIATE else Role.CHIEF_DATA_OFFICER
        yield NoticeKind.APPEAL, _holders(session, taken, (role,))


def _event_for_applicant(taken: Taken) -> Event | None:
    """Return what an applicant is told: a decision when it is in force, not while it waits."""
    if taken.after.state is State.CONFIRMING or taken.before.state is State.DRAFT:
        return None
    if taken.event is Event.CONFIRM:
        return {
            State.APPROVED: Event.APPROVE,
            State.APPROVED_IN_PART: Event.APPROVE_IN_PART,
            State.REFUSED: Event.REFUSE,
        }.get(taken.after.state)
    return taken.event if taken.event.value in TOLD_APPLICANT else None


def _handlers(session: Session, taken: Taken) -> set[str]:
    staff = reading.staff_of(session, taken.part.provider_id, HANDLING)
    return _without_applicants(session, taken, staff) | _holders(session, taken, (Role.STEWARD,))


def _holders(session: Session, taken: Taken, wanted: Collection[Role]) -> set[str]:
    provider, now = taken.part.provider_id, taken.doer.now
    found = {one for role in wanted for one in roles.holders(session, role, provider, now)}
    return _without_applicants(session, taken, found)


def _without_applicants(session: Session, taken: Taken, people: Collection[str]) -> set[str]:
    """Leave out who is no official here: those who apply, and all of the applying agency."""
    filing = taken.filing
    members = reading.members_among(session, filing.agency_id, people)
    return set(people) - members - {filing.creator_id, *filing.handler_ids}


def _notify(  # noqa: PLR0913, PLR0917  (each is part of what is told)
    session: Session,
    filing: Filing,
    part: Part,
    kind: NoticeKind,
    people: Collection[str],
    now: dt.datetime,
    key: str,
    more: Mapping[str, Param] | None = None,
) -> None:
    if not people:
        return
    # As it was called when it was applied for: whoever is told may not find it any more.
    dataset = (part.said or {}).get(TITLE) or part.dataset_id
    notices.notify(
        session,
        people,
        kind=kind,
        feature="application",
        object_id=filing.id,
        path=_path(filing, part, kind),
        params={"number": Title(filing.number or ""), "dataset": Title(dataset), **(more or {})},
        now=now,
        key=key,
    )


def _path(filing: Filing, part: Part, kind: NoticeKind) -> str:
    """Return where a notice leads: who is told of an end can ask for its renewal by one press there."""
    whole = f"/applications/{filing.id}"
    return f"{whole}/{part.id}/renewal_ask" if kind is NoticeKind.ENDS_SOON else whole
