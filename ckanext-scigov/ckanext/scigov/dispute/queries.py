"""SELECTs of single disputes and of what belongs to them, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.dispute.domain import target as targets
from ckanext.scigov.dispute.domain.case import STANDARD, Case, Flow
from ckanext.scigov.dispute.domain.history import Standing
from ckanext.scigov.dispute.domain.parties import Concerned, Unit
from ckanext.scigov.dispute.domain.states import ENDED, Event, Level, State
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.model import Dispute, DisputeEvent, Seen, Visitor
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import Happened
from ckanext.scigov.shared.session import Session

LOCK_SPACE = 20_617
"""The first of advisory locks' two numbers: these locks are about register numbers."""


def find(session: Session, name: str) -> Dispute | None:
    """Return the dispute of this id or number, or None."""
    query = sa.select(Dispute).where(sa.or_(Dispute.id == name, Dispute.number == name.upper()))
    return session.scalars(query).first()


def several(session: Session, ids: Collection[str]) -> list[Dispute]:
    query = sa.select(Dispute).where(Dispute.id.in_(sorted(ids))).order_by(Dispute.id)
    return list(session.scalars(query))


def lock(session: Session, dispute_id: str) -> Dispute | None:
    """Return a dispute that nobody else can step on until the transaction ends."""
    return session.get(Dispute, dispute_id, with_for_update=True, populate_existing=True)


def lock_all(session: Session, ids: Collection[str]) -> dict[str, Dispute]:
    """Lock several in one order, so that two who want the same wait for each other and no more."""
    query = (
        sa.select(Dispute)
        .where(Dispute.id.in_(sorted(ids)))
        .order_by(Dispute.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in session.scalars(query)}


def seen_of(session: Session, ids: Collection[str]) -> dict[str, Seen]:
    """Return what reports hold of the data, by the dispute's id."""
    query = sa.select(Seen).where(Seen.dispute_id.in_(sorted(ids)))
    return {one.dispute_id: one for one in session.scalars(query)} if ids else {}


def visitors_of(session: Session, ids: Collection[str]) -> dict[str, Visitor]:
    query = sa.select(Visitor).where(Visitor.dispute_id.in_(sorted(ids)))
    return {one.dispute_id: one for one in session.scalars(query)} if ids else {}


def events_of(session: Session, ids: Collection[str]) -> list[DisputeEvent]:
    """Return all that has happened to disputes, in order."""
    query = sa.select(DisputeEvent).where(DisputeEvent.dispute_id.in_(sorted(ids)))
    return list(session.scalars(query.order_by(DisputeEvent.id)))


def merged_into(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return what was merged into some disputes: id → the head that it points to."""
    query = sa.select(Dispute.id, Dispute.merged_into).where(
        Dispute.merged_into.in_(sorted(set(ids) - {""}))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def goes_on_in(session: Session, dispute_id: str) -> frozenset[str]:
    """Return a dispute's id, and that of the one which it was merged into."""
    query = sa.select(Dispute.id, Dispute.merged_into).where(Dispute.id == dispute_id)
    return frozenset(one for row in session.execute(query) for one in row if one)


def open_causes(session: Session, signatures: Collection[str]) -> dict[str, str]:
    """Return open disputes that comparisons have opened: signature of the cause → id."""
    query = sa.select(Dispute.cause, Dispute.id).where(
        Dispute.cause.in_(sorted(set(signatures) - {""})),
        Dispute.state.not_in(sorted(one.value for one in ENDED)),
    )
    return {row[0]: row[1] for row in session.execute(query)}


def happened(event: DisputeEvent) -> Happened[Event]:
    """Return a row of the history as the rules read it."""
    return Happened(
        Event(event.event), event.at, event.actor_id, event.reason, event.before, event.after
    )


def target_of(dispute: Dispute, seen: Seen | None) -> Target:
    """Return what a dispute points at; without what was seen, the place without its row."""
    if seen is not None:
        return targets.of_values(seen.target)
    return Target(
        kind=TargetKind(dispute.target_kind),
        dataset_id=dispute.dataset_id,
        resource_id=dispute.resource_id,
        item=dispute.item,
        field=dispute.field,
    )


def standing_of(dispute: Dispute) -> Standing:
    """Return where a dispute stands, from its columns."""
    case = Case(
        flow=Flow(**dispute.flow) if dispute.flow else STANDARD,
        state=State(dispute.state),
        is_signed=dispute.is_signed,
        reporters=frozenset(dispute.reporter_ids) if dispute.flow else frozenset(),
        joined=dispute.joined,
        merged_into=dispute.merged_into,
        is_published=dispute.is_published,
        is_accepted=dispute.is_accepted,
        accepted_by=dispute.accepted_by,
        annotated=dispute.annotated_at is not None,
        decided_by=frozenset(dispute.decided_by),
        is_extended=dispute.is_extended,
        was_reopened=dispute.was_reopened,
        level=Level(dispute.level) if dispute.level else None,
        escalated_from=State(dispute.escalated_from) if dispute.escalated_from else None,
        must_correct=dispute.must_correct,
    )
    return Standing(case, clocks.from_values(dispute.clock), dispute.annotated_at)


def concerned(dispute: Dispute, units_above: dict[str, frozenset[str]]) -> Concerned:
    """Return whom a dispute concerns.

    Args:
        dispute: the dispute.
        units_above: of its provider and its unit, by id.
    """

    def unit(one: str) -> Unit:
        return Unit(one, units_above.get(one, frozenset()))

    return Concerned(
        provider=unit(dispute.provider_id),
        unit=unit(dispute.unit_id) if dispute.unit_id else None,
        reporter_ids=frozenset(dispute.reporter_ids),
    )


def next_number(session: Session, day: dt.date) -> str:
    """Return the next register number of a day; whoever else wants one waits for this commit."""
    prefix = f"SJYY-{day:%Y%m%d}-"
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_SPACE, day.toordinal())))
    place = len(prefix) + 1
    query = sa.select(sa.func.max(sa.cast(sa.func.substr(Dispute.number, place), sa.Integer)))
    last = session.scalar(query.where(Dispute.number.startswith(prefix, autoescape=True))) or 0
    return f"{prefix}{last + 1:04d}"
