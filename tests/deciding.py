"""What is looked at after a decision about grades: all that a single one leaves behind."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.model import GradeInForce, GradeProposal, Kept
from ckanext.scigov.access.model_together import DecisionOnEach
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.shared.model import OutboxEntry

OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
OWN = ("id", "name", "title", "metadata_created", "metadata_modified", "source_id", "revision_id")
"""What differs between two entries anyway."""


def propose_as_system(dataset_id: str) -> None:
    row = model.Session.query(GradeProposal).filter_by(dataset_id=dataset_id).one()
    row.proposed_by = ""
    model.Session.commit()


def left_by(dataset_id: str) -> dict[str, Any]:
    """Return all that a decision leaves of an entry, without its own ids and names."""
    session = model.Session
    return {
        "in force": _columns(session.get(GradeInForce, dataset_id)),
        "proposals": [_columns(one) for one in _all(GradeProposal, dataset_id)],
        "places": [_plain(one.url, dataset_id) for one in _parts(dataset_id)],
        "vault": len(_all(Kept, dataset_id)),
        "index": _document(dataset_id),
        "audit": _acts(dataset_id),
        "jobs": session.query(OutboxEntry).filter(OutboxEntry.key.contains(dataset_id)).count(),
    }


def outcomes(decision_id: str) -> list[tuple[str, str, str]]:
    """Return name, outcome and reason of each that a decision is about."""
    model.Session.expire_all()
    query = (
        sa.select(model.Package.name, DecisionOnEach.outcome, DecisionOnEach.reason)
        .join(model.Package, model.Package.id == DecisionOnEach.dataset_id)
        .where(DecisionOnEach.decision_id == decision_id)
    )
    return sorted((row[0], row[1], row[2]) for row in model.Session.execute(query))


def _all(kind: Any, dataset_id: str, column: str = "dataset_id") -> list[Any]:
    return list(model.Session.scalars(sa.select(kind).where(getattr(kind, column) == dataset_id)))


def _columns(row: Any) -> dict[str, Any]:
    left_out = ("id", "object_id", "dataset_id")
    columns = sa.inspect(type(row)).columns
    return {one.key: getattr(row, one.key) for one in columns if one.key not in left_out}


def _parts(dataset_id: str) -> list[Any]:
    return _all(model.Resource, dataset_id, "package_id")


def _plain(text: str, dataset_id: str) -> str:
    """Return a text without the ids of an entry and of its resources."""
    for id_ in (dataset_id, *(one.id for one in _parts(dataset_id))):
        text = text.replace(id_, "ID")
    return text


def _document(dataset_id: str) -> dict[str, Any]:
    query = sa.select(SearchDocument).where(SearchDocument.id == dataset_id)
    row = model.Session.scalars(query).one()
    shown = json.loads(_plain(row.validated_data_dict, dataset_id))
    return {
        "labels": [label.replace(dataset_id, "") for label in row.permission_labels],
        "fields": row.fields,
        "shown": {key: value for key, value in shown.items() if key not in (*OWN, "resources")},
        "resources": [
            {**one, "created": "", "metadata_modified": ""} for one in shown["resources"]
        ],
    }


def _acts(dataset_id: str) -> list[tuple[str, str, Any]]:
    query = sa.select(AuditEvent).where(AuditEvent.object_id == dataset_id).order_by(AuditEvent.id)
    return [
        (one.actor_name, one.event, one.detail)
        for one in model.Session.scalars(query)
        if one.event.startswith("grade.")
    ]
