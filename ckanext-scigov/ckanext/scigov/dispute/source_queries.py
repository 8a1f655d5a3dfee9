"""SELECTs of the register of sources, of comparisons, and of what they have found."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckan import model

from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.dispute.domain.states import ENDED
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.model_sources import (
    CauseTold,
    ComparisonDeclared,
    ComparisonRun,
    Finding,
    SourceLine,
    Verification,
)
from ckanext.scigov.shared.session import Session

RUNS, KNOWLEDGE = (20_618, 0), (20_618, 1)
"""Numbers of advisory locks: of what runs write, and of what is known of items. They are taken in this
order, and disputes are locked between them."""


class Place(NamedTuple):
    """Where a table belongs."""

    dataset_id: str
    dataset_title: str
    provider_id: str


def lock(session: Session, numbers: tuple[int, int]) -> None:
    """Wait for whoever else writes it, until his transaction ends."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(*numbers)))


def lines(session: Session, *, ended: bool = False) -> list[SourceLine]:
    """Return the register, by item; the lines that hold, or all that there ever were."""
    query = sa.select(SourceLine).order_by(SourceLine.item, SourceLine.set_at)
    return list(session.scalars(query if ended else query.where(SourceLine.ended_at.is_(None))))


def line_at(session: Session, resource_id: str, column: str) -> SourceLine | None:
    """Return the line by which a column is the source of an item."""
    query = sa.select(SourceLine).where(
        SourceLine.resource_id == resource_id,
        SourceLine.column_name == column,
        SourceLine.ended_at.is_(None),
    )
    return session.scalars(query.order_by(SourceLine.set_at)).first()


def register(session: Session) -> dict[str, Source]:
    """Return the register as the rules read it, by item."""
    return {one.item: Source(one.item, one.unit_id, one.resource_id) for one in lines(session)}


def declared(session: Session, *, ended: bool = False) -> list[ComparisonDeclared]:
    """Return comparisons by name; those that are run, or all that there ever were."""
    row = ComparisonDeclared
    query = sa.select(row).order_by(row.ended_at.is_not(None), row.name, row.id)
    return list(session.scalars(query if ended else query.where(row.ended_at.is_(None))))


def places(session: Session, resource_ids: Collection[str]) -> dict[str, Place]:
    """Return where tables belong, by resource id; those that are gone are absent."""
    resource, package = model.Resource, model.Package
    query = (
        sa.select(resource.id, package.id, package.title, package.name, package.owner_org)
        .join(package, package.id == resource.package_id)
        .where(
            resource.id.in_(sorted(set(resource_ids))),
            resource.state == "active",
            package.state == "active",
        )
    )
    return {
        id_: Place(dataset_id, title or name, provider_id or "")
        for id_, dataset_id, title, name, provider_id in session.execute(query)
    }


def last_runs(session: Session, ids: Collection[str]) -> dict[str, ComparisonRun]:
    """Return the last run of each of some comparisons."""
    row = ComparisonRun
    query = (
        sa.select(row)
        .where(row.comparison_id.in_(sorted(ids)))
        .distinct(row.comparison_id)
        .order_by(row.comparison_id, row.id.desc())
    )
    return {one.comparison_id: one for one in session.scalars(query)}


def examples(session: Session, comparison_id: str) -> dict[str, Finding]:
    """Return the examples of the last run, by signature of their cause. They are data."""
    query = sa.select(Finding).where(Finding.comparison_id == comparison_id)
    return {one.signature: one for one in session.scalars(query)}


def causes(session: Session, signatures: Collection[str]) -> dict[str, CauseTold]:
    """Return what is known of causes, by signature."""
    query = sa.select(CauseTold).where(CauseTold.signature.in_(sorted(signatures)))
    return {one.signature: one for one in session.scalars(query)} if signatures else {}


def causes_of(session: Session, dispute_id: str) -> list[CauseTold]:
    """Return the causes that a dispute is about, those of disputes that were merged into it too."""
    query = (
        sa.select(CauseTold)
        .join(Dispute, Dispute.id == CauseTold.dispute_id)
        .where(sa.or_(Dispute.id == dispute_id, Dispute.merged_into == dispute_id))
    )
    return list(session.scalars(query))


def decided(session: Session) -> dict[str, str]:
    """Return what was found when the disputes about causes were decided: signature → digest."""
    query = sa.select(CauseTold.signature, CauseTold.decided).where(CauseTold.decided != "")
    return {row[0]: row[1] for row in session.execute(query)}


def disputes(session: Session, ids: Collection[str]) -> list[Dispute]:
    """Return disputes, by register number."""
    query = sa.select(Dispute).where(Dispute.id.in_(sorted(ids))).order_by(Dispute.number)
    return list(session.scalars(query))


def open_disputes(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return those of some disputes that go on: id → id of that in which they do."""
    head = aliased(Dispute)
    ended = sorted(one.value for one in ENDED)
    query = (
        sa.select(Dispute.id, sa.func.coalesce(head.id, Dispute.id))
        .outerjoin(head, head.id == Dispute.merged_into)
        .where(
            Dispute.id.in_(sorted(ids)),
            sa.func.coalesce(head.state, Dispute.state).not_in(ended),
        )
    )
    return {row[0]: row[1] for row in session.execute(query)} if ids else {}


def verifications_of(session: Session, resource_id: str) -> list[Verification]:
    """Return what is known of the columns of a table."""
    query = sa.select(Verification).where(Verification.resource_id == resource_id)
    return list(session.scalars(query.order_by(Verification.column_name)))


def verifications(session: Session, dataset_ids: Collection[str]) -> list[Verification]:
    """Return what is known of the items of datasets."""
    row = Verification
    query = sa.select(row).where(row.dataset_id.in_(sorted(dataset_ids)))
    return list(session.scalars(query.order_by(row.resource_id, row.column_name)))
