"""SELECTs of filings, parts and events, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.application.domain.flow import Flow
from ckanext.scigov.application.domain.flow import Part as PartValue
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.parties import Concerned
from ckanext.scigov.application.domain.states import (
    GRANTED,
    AppealLevel,
    Event,
    Kind,
    Outcome,
    State,
)
from ckanext.scigov.application.model import (
    Evidence,
    Filing,
    HappenedEvent,
    Identity,
    Part,
    Question,
    UseReport,
)
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import Happened
from ckanext.scigov.shared.session import Session

LOCK_SPACE = 20_616
"""The first of advisory locks' two numbers: these locks are about acceptance numbers."""


def find_filing(session: Session, name: str, *, lock: bool = False) -> Filing | None:
    """Return the filing of this id or number, or None."""
    query = sa.select(Filing).where(sa.or_(Filing.id == name, Filing.number == name.upper()))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def lock_part(session: Session, part_id: str) -> Part | None:
    """Return a part that nobody else can step on until the transaction ends."""
    return session.get(Part, part_id, with_for_update=True, populate_existing=True)


def filing_of(session: Session, part: Part) -> Filing:
    """Return the filing of a part; the database has one for each."""
    return session.scalars(sa.select(Filing).where(Filing.id == part.filing_id)).one()


def part_with_grant(session: Session, grant_number: str) -> Part | None:
    """Return the part that a grant was given by, if it holds something still."""
    query = sa.select(Part).where(
        Part.grant_number == grant_number, Part.state.in_(sorted(state.value for state in GRANTED))
    )
    return session.scalars(query).first()


def parts_of(session: Session, filing_ids: Collection[str]) -> dict[str, list[Part]]:
    """Return the parts of filings in the order in which they were named."""
    query = sa.select(Part).where(Part.filing_id.in_(sorted(filing_ids)))
    found: dict[str, list[Part]] = {filing_id: [] for filing_id in filing_ids}
    for part in session.scalars(query.order_by(Part.position, Part.id)):
        found[part.filing_id].append(part)
    return found


def events_of(session: Session, part_ids: Collection[str]) -> list[HappenedEvent]:
    """Return all that has happened to parts, in order."""
    query = sa.select(HappenedEvent).where(HappenedEvent.part_id.in_(sorted(part_ids)))
    return list(session.scalars(query.order_by(HappenedEvent.id)))


def last_submits(session: Session, part_ids: Collection[str]) -> dict[str, HappenedEvent]:
    """Return the last submission of each of some parts."""
    query = (
        sa.select(HappenedEvent)
        .where(
            HappenedEvent.part_id.in_(sorted(part_ids)), HappenedEvent.event == Event.SUBMIT.value
        )
        .distinct(HappenedEvent.part_id)
        .order_by(HappenedEvent.part_id, HappenedEvent.id.desc())
    )
    return {event.part_id: event for event in session.scalars(query)}


def has_events(session: Session, part_id: str) -> bool:
    query = sa.select(HappenedEvent.id).where(HappenedEvent.part_id == part_id).limit(1)
    return session.scalar(query) is not None


def happened(event: HappenedEvent) -> Happened[Event]:
    """Return a row of the history as the rules read it."""
    return Happened(
        Event(event.event), event.at, event.actor_id, event.reason, event.before, event.after
    )


def standing_of(part: Part) -> Standing:
    """Return where a part stands, from its columns."""
    value = PartValue(
        kind=Kind(part.kind),
        flow=Flow(**part.flow) if part.flow else Flow("simple"),
        state=State(part.state),
        proposed=Outcome(part.proposed) if part.proposed else None,
        proposed_by=part.proposed_by,
        decided_by=frozenset(part.decided_by),
        was_checked=part.was_checked,
        is_advised=part.is_advised,
        extension_asked=part.extension_asked,
        is_extended=part.is_extended,
        appeal_level=AppealLevel(part.appeal_level) if part.appeal_level else None,
        outcome=Outcome(part.outcome) if part.outcome else None,
        owes_report=part.owes_report,
    )
    return Standing(value, clocks.from_values(part.clock))


def concerned(filing: Filing, part: Part, units_above: frozenset[str]) -> Concerned:
    return Concerned(
        creator_id=filing.creator_id,
        provider_id=part.provider_id,
        handler_ids=frozenset(filing.handler_ids),
        agency_id=filing.agency_id,
        units_above=units_above,
        consulted_ids=frozenset(part.consulted),
    )


def next_number(session: Session, day: dt.date) -> str:
    """Return the next acceptance number of a day; whoever else wants one waits for this commit."""
    prefix = f"SJSQ-{day:%Y%m%d}-"
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_SPACE, day.toordinal())))
    query = sa.select(sa.func.max(sa.cast(sa.func.substr(Filing.number, 15), sa.Integer)))
    last = session.scalar(query.where(Filing.number.startswith(prefix, autoescape=True))) or 0
    return f"{prefix}{last + 1:04d}"


def identity_of(session: Session, user_id: str, *, lock: bool = False) -> Identity | None:
    """Return the identity of somebody that holds now."""
    query = sa.select(Identity).where(Identity.user_id == user_id, Identity.revoked_at.is_(None))
    return session.scalars(query.with_for_update() if lock else query).first()


def identities_of(session: Session, user_ids: Collection[str]) -> dict[str, Identity]:
    query = sa.select(Identity).where(
        Identity.user_id.in_(sorted(user_ids)), Identity.revoked_at.is_(None)
    )
    return {one.user_id: one for one in session.scalars(query)} if user_ids else {}


def identities(session: Session, text: str, *, limit: int, offset: int) -> list[Identity]:
    """Return the identities that hold, the newest first; only those with a text in name, code or user."""
    user = model.User
    query = sa.select(Identity).outerjoin(user, user.id == Identity.user_id)
    query = query.where(Identity.revoked_at.is_(None))
    if text:
        columns = (Identity.name, Identity.code, user.name, user.fullname)
        query = query.where(sa.or_(*(one.icontains(text, autoescape=True) for one in columns)))
    query = query.order_by(Identity.verified_at.desc(), Identity.id)
    return list(session.scalars(query.limit(limit).offset(offset)))


def questions_of(session: Session, dataset_ids: Iterable[str]) -> list[Question]:
    """Return what is asked besides of who applies for datasets, in the order of the form."""
    wanted = sorted(set(dataset_ids))
    query = sa.select(Question).where(
        Question.dataset_id.in_(wanted), Question.removed_at.is_(None)
    )
    order = (Question.dataset_id, Question.position, Question.id)
    return list(session.scalars(query.order_by(*order))) if wanted else []


def question_texts(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return questions by id, those that are asked no longer too: they have been answered."""
    query = sa.select(Question.id, Question.text).where(Question.id.in_(sorted(ids)))
    return {row[0]: row[1] for row in session.execute(query)} if ids else {}


def evidence_of(session: Session, filing_ids: Collection[str]) -> list[Evidence]:
    """Return the files that filings rest on, in the order in which they came."""
    return [one for one in evidence_on_record(session, filing_ids) if one.removed_at is None]


def evidence_on_record(session: Session, filing_ids: Collection[str]) -> list[Evidence]:
    """Return all files of filings, those that were withdrawn after they had been submitted too."""
    query = sa.select(Evidence).where(Evidence.filing_id.in_(sorted(filing_ids)))
    return list(session.scalars(query.order_by(Evidence.added_at, Evidence.id)))


def reports_of(session: Session, part_ids: Collection[str]) -> list[UseReport]:
    """Return the reports of use of parts, the oldest first."""
    query = sa.select(UseReport).where(UseReport.part_id.in_(sorted(part_ids)))
    return list(session.scalars(query.order_by(UseReport.reported_at, UseReport.id)))
