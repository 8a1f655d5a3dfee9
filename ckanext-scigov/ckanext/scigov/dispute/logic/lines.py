"""Lines of the register of sources as actions answer them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan import model

from ckanext.scigov.dispute import list_queries, source_queries
from ckanext.scigov.dispute.comparing_sight import Tables
from ckanext.scigov.dispute.model_sources import SourceLine, Verification
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared.domain.moments import moment


def shown(rows: Sequence[SourceLine], doer: Doer) -> list[dict[str, Any]]:
    """Return those of some lines that somebody is told of, with what he is told of their tables."""
    session = model.Session
    tables = Tables(
        session,
        doer.principal,
        {one.resource_id for one in rows},
        {one.unit_id for one in rows},
    )
    seen = [one for one in rows if _is_shown(one, tables)]
    datasets = {place.dataset_id for place in tables.places.values()}
    names = list_queries.titles_of_datasets(session, datasets)
    resources = list_queries.names_of_resources(session, {one.resource_id for one in seen})
    units = list_queries.titles_of_organizations(session, {one.unit_id for one in seen})
    known = {
        (one.resource_id, one.column_name): one
        for one in source_queries.verifications(session, datasets)
    }
    return [
        {
            **_line(one, known.get((one.resource_id, one.column_name))),
            **_place(one, names.get(one.dataset_id), resources),
            "unit_title": units.get(one.unit_id, ""),
            "may_end": one.ended_at is None and tables.rules(one.unit_id),
        }
        for one in seen
    ]


def _line(line: SourceLine, known: Verification | None) -> dict[str, Any]:
    status = None if line.ended_at else known
    return {
        "id": line.id,
        "item": line.item,
        "title": line.title,
        "unit_id": line.unit_id,
        "set_at": moment(line.set_at),
        "ended_at": moment(line.ended_at),
        "verification_status": status.status if status else None,
        "verified_at": moment(status.verified_at) if status else None,
    }


def _place(
    line: SourceLine, dataset: tuple[str, str] | None, resources: Mapping[str, str]
) -> dict[str, Any]:
    title, name = dataset or ("", "")
    return {
        "dataset_id": line.dataset_id,
        "dataset_title": title,
        "dataset_name": name,
        "resource_id": line.resource_id,
        "resource_name": resources.get(line.resource_id, "") if name else "",
        "column": line.column_name,
    }


def known_of(resource_id: str, doer: Doer) -> list[dict[str, Any]]:
    """Return what is known of the columns of a table that somebody is told of."""
    rows = source_queries.verifications_of(model.Session, resource_id)
    if not rows:
        return []
    tables = Tables(model.Session, doer.principal, [resource_id])
    return [
        {
            "item": one.item,
            "column": one.column_name,
            "verification_status": one.status,
            "verified_at": moment(one.verified_at),
        }
        for one in rows
        if tables.told(resource_id, one.column_name)
    ]


def _is_shown(line: SourceLine, tables: Tables) -> bool:
    """Say whether a line is shown: who is told of the column; the authority, when it is gone."""
    if tables.told(line.resource_id, line.column_name):
        return True
    is_gone = line.resource_id not in tables.places
    return tables.rules(line.unit_id) and (is_gone or tables.sees(line.resource_id))
