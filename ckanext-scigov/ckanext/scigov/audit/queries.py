"""Reading the audit log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared.session import Session


def events(
    session: Session,
    *,
    object_id: str | None = None,
    event: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Return events, newest first, as plain dictionaries with ISO times."""
    query = sa.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(limit)
    if object_id:
        query = query.where(AuditEvent.object_id == object_id)
    if event:
        query = query.where(AuditEvent.event == event)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "actor_id": row.actor_id,
            "actor_name": row.actor_name,
            "event": row.event,
            "object_type": row.object_type,
            "object_id": row.object_id,
            "detail": row.detail,
        }
        for row in session.scalars(query)
    ]
