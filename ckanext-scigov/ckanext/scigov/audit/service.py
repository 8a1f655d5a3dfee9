"""The audit writer: one row for each act, in the act's own transaction.

What is rolled back was never done and leaves no row; what is committed has its row. Sealing the
rows into a hash chain is a later job's work and never delays an act.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.audit import queries
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session


def record(  # noqa: PLR0913  (each is a column)
    session: Session,
    *,
    actor: Actor,
    event: str,
    object_type: str,
    object_id: str,
    now: dt.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write a row into the caller's transaction; nothing is flushed or committed here.

    Args:
        session: the caller's.
        actor: who acts.
        event: ``<object>.<verb>``, for example ``dataset.create``.
        object_type: ``dataset``, ``resource``, …
        object_id: its id.
        now: the moment of the act.
        detail: JSON values needed to account for the act; never the content of data.
    """
    session.add(
        AuditEvent(
            at=now,
            actor_id=actor.user_id,
            actor_name=actor.name,
            event=event,
            object_type=object_type,
            object_id=object_id,
            detail=dict(detail or {}),
        )
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One of many acts of the same actor at the same moment."""

    event: str
    object_type: str
    object_id: str
    detail: Mapping[str, Any] = field(default_factory=dict[str, Any])


def record_many(
    session: Session, entries: Sequence[Entry], *, actor: Actor, now: dt.datetime
) -> None:
    """Write the rows of many acts into the caller's transaction by one statement."""
    if not entries:
        return
    who = {"at": now, "actor_id": actor.user_id, "actor_name": actor.name}
    rows = [
        {
            **who, "event": one.event, "object_type": one.object_type,
            "object_id": one.object_id, "detail": dict(one.detail),
        }
        for one in entries
    ]  # fmt: skip
    copy(session.connection(), AuditEvent.__table__, rows)


def recorded(
    session: Session, event: str, objects: Mapping[str, Collection[str]], *, limit: int
) -> list[AuditEvent]:
    """Return what is on record of one kind about objects, newest first.

    Args:
        session: the caller's.
        event: as ``record`` was told.
        objects: ids by their type.
        limit: no more than so many.
    """
    return queries.events_about(session, event, objects, limit)


def actors(
    session: Session,
    events: Collection[str],
    object_type: str,
    object_ids: Collection[str],
    *,
    since: dt.datetime,
) -> frozenset[str]:
    """Return the ids of the users who have done something to some objects; one statement.

    Args:
        session: the caller's.
        events: any of these, as ``record`` was told.
        object_type: of the objects.
        object_ids: the objects.
        since: not before this moment.
    """
    if not object_ids:
        return frozenset()
    return queries.actors_about(session, events, object_type, object_ids, since)
