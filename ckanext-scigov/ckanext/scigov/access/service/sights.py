"""Entries with all that decides who sees what of them, for many entries in a few statements.

Nothing here asks whether somebody may: callers put it to ``domain.table_sights``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import item_queries, queries
from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.domain.table_sights import Entry, Part
from ckanext.scigov.shared.session import Session


class _Found(NamedTuple):
    """What was found of the resources of some entries, by their ids."""

    graded: Mapping[str, Mapping[str, Object]]
    dictionaries: Mapping[str, tuple[Sequence[Mapping[str, Any]], bool]]
    columns: Mapping[str, Sequence[items.TableColumn]]
    answered: Mapping[str, frozenset[str]]


def entries(session: Session, dataset_ids: Collection[str]) -> dict[str, Entry]:
    """Return entries with their resources, by id; a number of statements that does not grow."""
    datasets = queries.objects(session, dataset_ids) if dataset_ids else {}
    if not datasets:
        return {}
    resources = queries.resource_objects(session, datasets)
    found = _Found(
        item_queries.items_of_datasets(session, datasets, resources),
        item_queries.dictionaries(session, datasets),
        item_queries.columns_of(resources),
        item_queries.answered_items(session, datasets),
    )
    personal = _said_to_be_personal(session, datasets)
    parts: dict[str, dict[str, Part]] = {dataset_id: {} for dataset_id in datasets}
    for resource_id, obj in resources.items():
        parts[obj.dataset_id][resource_id] = _part(obj, found)
    return {
        dataset_id: Entry(obj, parts[dataset_id], dataset_id in personal)
        for dataset_id, obj in datasets.items()
    }


def _part(obj: Object, found: _Found) -> Part:
    resource_id = obj.resource_id
    dictionary, is_told = found.dictionaries.get(resource_id, ((), True))
    flagged = {
        items.name_of(one) for one in dictionary if queries.is_true(one.get("personal_info"))
    }
    return Part(
        obj,
        found.graded.get(resource_id, {}),
        dictionary,
        is_told,
        found.columns.get(resource_id, ()),
        frozenset(flagged) | found.answered.get(resource_id, frozenset()),
    )


def _said_to_be_personal(session: Session, dataset_ids: Collection[str]) -> frozenset[str]:
    package = model.Package
    says_so = sa.func.lower(package.extras["personal_info"].astext) == "true"
    query = sa.select(package.id).where(package.id.in_(sorted(dataset_ids)), says_so)
    return frozenset(session.scalars(query))
