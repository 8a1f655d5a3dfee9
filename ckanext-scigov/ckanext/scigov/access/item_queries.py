"""SELECTs of data items: their grades, the dictionary they stand in, the columns they are."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.access.domain import grading, items
from ckanext.scigov.access.domain.grading import ObjectKind, ProposalState
from ckanext.scigov.access.domain.items import TableColumn
from ckanext.scigov.access.domain.personal_answers import Answer
from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.model import GradeInForce, GradeProposal, Kept
from ckanext.scigov.access.queries import codes_of
from ckanext.scigov.catalogue.reading import ITEMS
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.columns import items_from

COLUMNS = sa.text(
    """
    SELECT given.id, attname, col_description(attrelid, attnum)
    FROM unnest(cast(:ids AS text[])) AS given(id)
    JOIN pg_attribute ON attrelid = to_regclass(format('public.%I', given.id))
    WHERE attnum > 0 AND NOT attisdropped AND left(attname, 1) <> '_'
    ORDER BY given.id, attnum
    """
)


def item_grades(session: Session, resource_id: str) -> list[GradeInForce]:
    """Return the grades in force of a resource's items, of those that have left the dictionary too."""
    resource = session.get(model.Resource, resource_id)
    query = sa.select(GradeInForce).where(
        GradeInForce.dataset_id == (resource.package_id if resource else None),
        GradeInForce.object_kind == ObjectKind.ITEM.value,
        GradeInForce.object_id.startswith(items.object_id(resource_id, ""), autoescape=True),
    )
    return list(session.scalars(query))


def item_objects(session: Session, resource: Object) -> dict[str, Object]:
    """Return the items with a grade of their own, by name, under the strictest of all above them."""
    found: dict[str, Object] = {}
    for row in item_grades(session, resource.resource_id):
        own = grading.partial(*codes_of(row))
        if not own.is_empty:
            name = items.split_id(row.object_id)[1]
            grade = grading.effective(resource.grade, item=own)
            found[name] = dataclasses.replace(resource, grade=grade, item=name)
    return found


def items_of_resources(
    session: Session, dataset_id: str, resources: Mapping[str, Object]
) -> dict[str, list[Object]]:
    """Return the items with a grade of their own of a dataset's resources, by resource; one statement."""
    found = items_of_datasets(session, [dataset_id], resources)
    return {resource_id: list(of_one.values()) for resource_id, of_one in found.items()}


def items_of_datasets(
    session: Session, dataset_ids: Collection[str], resources: Mapping[str, Object]
) -> dict[str, dict[str, Object]]:
    """Return the items with a grade of their own of many datasets, by resource and name; one statement."""
    query = sa.select(GradeInForce).where(
        GradeInForce.dataset_id.in_(sorted(dataset_ids)),
        GradeInForce.object_kind == ObjectKind.ITEM.value,
    )
    found: dict[str, dict[str, Object]] = {}
    for row in session.scalars(query):
        own, (resource_id, name) = grading.partial(*codes_of(row)), items.split_id(row.object_id)
        if not own.is_empty and resource_id in resources:
            resource = resources[resource_id]
            grade = grading.effective(resource.grade, item=own)
            item = dataclasses.replace(resource, grade=grade, item=name)
            found.setdefault(resource_id, {})[name] = item
    return found


def dictionaries(
    session: Session, dataset_ids: Collection[str]
) -> dict[str, tuple[list[Any], bool]]:
    """Return the dictionaries of many datasets' resources, and whether all who see the entry read them."""
    resource = model.resource_table.c
    query = (
        sa.select(resource.id, resource.extras, Kept.fields)
        .outerjoin(Kept, Kept.resource_id == resource.id)
        .where(resource.package_id.in_(sorted(dataset_ids)), resource.state == model.State.ACTIVE)
    )
    found: dict[str, tuple[list[Any], bool]] = {}
    for resource_id, extras, kept in session.execute(query):
        shown = items_from((extras or {}).get(ITEMS) or ())
        found[resource_id] = (shown or items_from((kept or {}).get(ITEMS) or ()), bool(shown))
    return found


def answered_items(session: Session, dataset_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the items of which an approver has said that they are personal data, by resource."""
    query = sa.select(GradeProposal.answers).where(
        GradeProposal.dataset_id.in_(sorted(dataset_ids)),
        GradeProposal.state == ProposalState.APPROVED.value,
    )
    found: dict[str, set[str]] = {}
    for answers in session.scalars(query):
        for one in answers or ():
            if one["answer"] != Answer.NOT_PERSONAL.value:
                found.setdefault(one["resource_id"], set()).add(one["item"])
    return {resource_id: frozenset(names) for resource_id, names in found.items()}


def dictionary(session: Session, resource_id: str) -> list[Any]:
    resource = session.get(model.Resource, resource_id)
    return dictionary_of(resource) if resource else []


def item_names(
    session: Session, dataset_id: str, resource_ids: Collection[str]
) -> dict[str, frozenset[str]]:
    """Return the names of the items of a dataset's resources, or of some; also of hidden dictionaries."""
    resource = model.resource_table.c
    query = (
        sa.select(resource.id, resource.extras, Kept.fields)
        .outerjoin(Kept, Kept.resource_id == resource.id)
        .where(resource.package_id == dataset_id, resource.state == model.State.ACTIVE)
    )
    if resource_ids:
        query = query.where(resource.id.in_(sorted(resource_ids)))
    return {row[0]: _names_in(row[1] or {}, row[2] or {}) for row in session.execute(query)}


def _names_in(extras: Mapping[str, Any], kept: Mapping[str, Any]) -> frozenset[str]:
    stored = extras.get(ITEMS) or kept.get(ITEMS) or ()
    return frozenset(filter(None, map(items.name_of, items_from(stored))))


def columns(resource_id: str) -> list[TableColumn]:
    """Return the columns of a resource's table, in their order."""
    return columns_of([resource_id]).get(resource_id, [])


def columns_of(resource_ids: Collection[str]) -> dict[str, list[TableColumn]]:
    """Return the columns of the tables that some resources have, in their order; one statement."""
    found: dict[str, list[TableColumn]] = {}
    if not resource_ids:
        return found
    with get_read_engine().connect() as connection:
        rows = connection.execute(COLUMNS, {"ids": sorted(resource_ids)}).all()
    for resource_id, name, comment in rows:
        found.setdefault(resource_id, []).append(_column(name, comment))
    return found


def _column(name: str, comment: str | None) -> TableColumn:
    try:
        info = json.loads(comment or "{}").get("_info") or {}
        return TableColumn(name, str(info.get("label") or ""), str(info.get("name") or ""))
    except (ValueError, AttributeError):
        return TableColumn(name)
