"""SELECTs of graded access, named after their condition."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.access.domain import grading
from ckanext.scigov.access.domain.grading import Codes, ProposalState
from ckanext.scigov.access.domain.subjects import Object, State
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.shared.session import Session

LIFECYCLE: Mapping[str, State] = {
    "suspended": State.SUSPENDED,
    "retired": State.RETIRED,
    "destroyed": State.DESTROYED,
}
"""Lifecycle states of an entry that close it; in every other one CKAN's own state counts."""

NAME: sa.BindParameter[str] = sa.bindparam("name", type_=sa.Text)


def codes_of(row: GradeInForce | GradeProposal | None) -> Codes:
    """Return what a row says; nothing where there is none."""
    if row is None:
        return None, None, None
    return row.security_level, row.share_type, row.open_type


def own_codes(session: Session, dataset_id: str) -> dict[str, Codes]:
    """Return what is in force for a dataset and each of its resources itself."""
    return {row.object_id: codes_of(row) for row in grades_of(session, dataset_id)}


def grades_of(session: Session, dataset_id: str) -> list[GradeInForce]:
    """Return the rows of a dataset and its resources."""
    query = sa.select(GradeInForce).where(GradeInForce.dataset_id == dataset_id)
    return list(session.scalars(query))


def waiting_proposal(session: Session, object_id: str, *, lock: bool = False) -> Any:
    """Return the proposal that waits for an object, or None."""
    query = sa.select(GradeProposal).where(
        GradeProposal.object_id == object_id, GradeProposal.state == ProposalState.WAITING.value
    )
    return session.scalars(query.with_for_update() if lock else query).first()


def waiting_proposals(session: Session, dataset_id: str) -> list[GradeProposal]:
    """Return what waits for a dataset and its resources."""
    query = sa.select(GradeProposal).where(
        GradeProposal.dataset_id == dataset_id,
        GradeProposal.state == ProposalState.WAITING.value,
    )
    return list(session.scalars(query.order_by(GradeProposal.id)))


def ended_proposals(
    session: Session, dataset_id: str, limit: int, object_id: str = ""
) -> list[GradeProposal]:
    """Return what no longer waits for a dataset and its parts, or for one of them; newest first."""
    query = sa.select(GradeProposal).where(
        GradeProposal.dataset_id == dataset_id,
        GradeProposal.state != ProposalState.WAITING.value,
    )
    if object_id:
        query = query.where(GradeProposal.object_id == object_id)
    newest = sa.func.coalesce(GradeProposal.decided_at, GradeProposal.proposed_at).desc()
    return list(session.scalars(query.order_by(newest, GradeProposal.id).limit(limit)))


def newest_proposals(session: Session, dataset_id: str, limit: int) -> list[GradeProposal]:
    """Return what has been proposed for a dataset and its parts, the newest first."""
    query = sa.select(GradeProposal).where(GradeProposal.dataset_id == dataset_id)
    order = (GradeProposal.proposed_at.desc(), GradeProposal.id.desc())
    return list(session.scalars(query.order_by(*order).limit(limit)))


def objects(session: Session, dataset_ids: Collection[str]) -> dict[str, Object]:
    """Return datasets as the policy sees them, by id; two statements for any number of them."""
    rows = session.execute(_OBJECTS, {"ids": sorted(dataset_ids)}).all()
    above = units_above(session, {row[1] for row in rows if row[1]})
    return {row[0]: _object(row, above) for row in rows}


def lock_datasets(session: Session, dataset_ids: Collection[str]) -> None:
    """Wait for whoever is saving one of them: a job takes an entry before its resources, and so must who deletes both."""
    package = model.Package
    query = sa.select(package.id).where(package.id.in_(dataset_ids)).order_by(package.id)
    session.execute(query.with_for_update()).all()


def package_where(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the statement for ``one_package``; its condition is about the parameter ``NAME``."""
    found = _objects(model.Package.type).where(condition).limit(1).cte("found")
    above = _above(sa.select(found.c.owner_org))
    return sa.select(found, sa.select(sa.func.array_agg(above.c.unit)).scalar_subquery())


def one_package(
    session: Session, statement: sa.Select[Any], name: str
) -> tuple[str, Object] | None:
    """Return a package's type and the package as the policy sees it, or None.

    One statement, whether there is one or not: nobody learns it from the time it takes.
    """
    row = session.execute(statement, {NAME.key: name}).first()
    return (row[9], _object(row, {row[1]: frozenset(row[10] or ())})) if row else None


def _objects(*more: Any) -> sa.Select[Any]:
    package = model.Package
    return sa.select(
        package.id,
        package.owner_org,
        package.state,
        package.private,
        package.extras["hide_entry"].astext.label("hide_entry"),
        package.extras["lifecycle_status"].astext.label("lifecycle_status"),
        GradeInForce.security_level,
        GradeInForce.share_type,
        GradeInForce.open_type,
        *more,
    ).outerjoin(GradeInForce, GradeInForce.object_id == package.id)


_OBJECTS = _objects().where(model.Package.id.in_(sa.bindparam("ids", expanding=True)))


def _object(row: Any, above: Mapping[str, frozenset[str]]) -> Object:
    return Object(
        dataset_id=row[0],
        provider_id=row[1] or "",
        grade=grading.complete(*row[6:9]),
        units_above=above.get(row[1], frozenset()),
        state=state_of(row[2], is_private=bool(row[3]), lifecycle=row[5] or ""),
        is_hidden=is_true(row[4]),
    )


def state_of(state: str, *, is_private: bool, lifecycle: str) -> State:
    if lifecycle == "destroyed":
        return State.DESTROYED
    if state == model.State.DELETED:
        return State.DELETED
    if state != model.State.ACTIVE:
        return State.DRAFT
    if lifecycle in LIFECYCLE:
        return LIFECYCLE[lifecycle]
    return State.PRIVATE if is_private else State.ACTIVE


def is_true(text: Any) -> bool:
    return str(text or "").lower() == "true"


def as_saved_now(obj: Object, package: model.Package) -> Object:
    """Return an object in the state its dataset is about to be stored with."""
    extras = package.extras or {}
    state = state_of(
        str(package.state or model.State.ACTIVE),
        is_private=bool(package.private),
        lifecycle=str(extras.get("lifecycle_status") or ""),
    )
    return dataclasses.replace(obj, state=state, is_hidden=is_true(extras.get("hide_entry")))


def units_above(session: Session, provider_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each organisation all those above it."""
    if not provider_ids:
        return {}
    found: dict[str, set[str]] = {}
    for start, unit in session.execute(_ABOVE, {"ids": sorted(provider_ids)}):
        found.setdefault(start, set()).add(unit)
    return {start: frozenset(units) for start, units in found.items()}


def _above(providers: Any) -> sa.CTE:
    """Return organisations, as ``start``, and all those above each of them, as ``unit``."""
    member = model.member_table.c
    is_inside = sa.and_(member.table_name == "group", member.state == model.State.ACTIVE)
    above = (
        sa.select(member.group_id.label("start"), member.table_id.label("unit"))
        .where(is_inside, member.group_id.in_(providers))
        .cte("above", recursive=True)
    )
    higher = sa.select(above.c.start, member.table_id).join(above, above.c.unit == member.group_id)
    return above.union(higher.where(is_inside))


_ABOVE = sa.select(_above(sa.bindparam("ids", expanding=True)))


def named(session: Session, given: Mapping[str, Any]) -> Object | None:
    """Return the object that ``resource_id`` or ``dataset_id`` (an id or a name) names, or None.

    A resource counts before its dataset, and must be one that is there.
    """
    if resource_id := given.get("resource_id"):
        return resource_object(session, str(resource_id))
    name = str(given.get("dataset_id") or "")
    found = one_package(session, _NAMED, name)
    return found[1] if found else None


def is_called(name: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Return the condition of a package with this id or name."""
    return sa.or_(model.Package.id == name, model.Package.name == name)


_NAMED = package_where(sa.and_(is_called(NAME), model.Package.type == "dataset"))


def resource_objects(
    session: Session,
    datasets: Collection[str] | Mapping[str, Object],
    resource_ids: Collection[str] | None = None,
) -> dict[str, Object]:
    """Return the resources of datasets as the policy sees them, by id.

    Args:
        session: the database's.
        datasets: whose resources: their ids, looked up in two more statements, or what was found of them.
        resource_ids: only these, or None for all; those that are deleted are not among the answers.
    """
    found = datasets if isinstance(datasets, Mapping) else objects(session, datasets)
    query = _PARTS
    if resource_ids is not None:
        query = query.where(model.Resource.id.in_(sorted(resource_ids)))
    return {
        row[0]: _part_of(found[row[1]], row[0], (row[2], row[3], row[4]))
        for row in session.execute(query, {"ids": sorted(found)})
        if row[1] in found
    }


_PARTS = (
    sa.select(
        model.Resource.id,
        model.Resource.package_id,
        GradeInForce.security_level,
        GradeInForce.share_type,
        GradeInForce.open_type,
    )
    .outerjoin(GradeInForce, GradeInForce.object_id == model.Resource.id)
    .where(
        model.Resource.package_id.in_(sa.bindparam("ids", expanding=True)),
        model.Resource.state != model.State.DELETED,
    )
)


def _part_of(dataset: Object, resource_id: str, codes: Codes) -> Object:
    grade = grading.effective(dataset.grade, grading.partial(*codes))
    return dataclasses.replace(dataset, resource_id=resource_id, grade=grade)


def resource_object(session: Session, resource_id: str) -> Object | None:
    """Return a resource as the policy sees it: under the strictest grade above it.

    Two statements, whether there is one or not.
    """
    resource, own = model.Resource, orm.aliased(GradeInForce)
    query = (
        _objects(own.security_level, own.share_type, own.open_type)
        .join(resource, resource.package_id == model.Package.id)
        .outerjoin(own, own.object_id == resource.id)
        .where(resource.id == resource_id, resource.state != model.State.DELETED)
    )
    row = session.execute(query).first()
    above = units_above(session, {(row[1] if row else "") or ""})
    return _part_of(_object(row, above), resource_id, (row[9], row[10], row[11])) if row else None
