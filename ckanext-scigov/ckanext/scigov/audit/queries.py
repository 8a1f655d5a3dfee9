"""Reading the audit log and its chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.scigov.audit.domain.chain import Event, Link, read_detail
from ckanext.scigov.audit.domain.seals import Checkpoint, Seal
from ckanext.scigov.audit.model import (
    AuditCheckpoint,
    AuditEvent,
    AuditLink,
    AuditSeal,
    AuditUnsealed,
)
from ckanext.scigov.shared.session import Session

STREAMED = 2000
"""So many rows at a time come from the server where a query may have any number."""

_SEAL = (
    AuditSeal.id,
    AuditSeal.last_seq,
    AuditSeal.events,
    AuditSeal.last_event_id,
    AuditSeal.head,
    AuditSeal.sealed_at,
    sa.cast(AuditSeal.snapshot, sa.Text),
    AuditSeal.written_by,
    AuditSeal.is_complete,
    AuditSeal.cluster,
    AuditSeal.mac,
)
_CHECKPOINT = (
    AuditCheckpoint.seal_id,
    AuditCheckpoint.last_seq,
    AuditCheckpoint.head,
    AuditCheckpoint.older_than,
    AuditCheckpoint.made_at,
    AuditCheckpoint.mac,
)
_EVENT = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.actor_id,
    AuditEvent.actor_name,
    AuditEvent.event,
    AuditEvent.object_type,
    AuditEvent.object_id,
    # As text: a float would not keep the digits of a decimal fraction.
    sa.cast(AuditEvent.detail, sa.Text),
    sa.cast(sa.cast(AuditEvent.written_by, sa.Text), sa.BigInteger),
)
_LINK = (AuditLink.seq, AuditLink.event_id, AuditLink.previous, AuditLink.hash)


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


def events_about(
    session: Session, event: str, objects: Mapping[str, Collection[str]], limit: int
) -> list[AuditEvent]:
    """Return events of one kind about any of these objects, given by their type; newest first."""
    is_meant = (
        sa.and_(
            AuditEvent.object_type == object_type,
            AuditEvent.object_id == sa.any_(sa.cast(sorted(ids), ARRAY(sa.Text))),
        )
        for object_type, ids in objects.items()
    )
    query = sa.select(AuditEvent).where(AuditEvent.event == event, sa.or_(sa.false(), *is_meant))
    return list(session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)))


def actors_about(
    session: Session,
    events: Collection[str],
    object_type: str,
    object_ids: Collection[str],
    since: dt.datetime,
) -> frozenset[str]:
    """Return who has done one of some things to one of some objects since a moment."""
    query = sa.select(AuditEvent.actor_id).where(
        AuditEvent.object_type == object_type,
        AuditEvent.object_id == sa.any_(sa.cast(sorted(object_ids), ARRAY(sa.Text))),
        AuditEvent.event.in_(sorted(events)),
        AuditEvent.at >= since,
        AuditEvent.actor_id != "",
    )
    return frozenset(session.scalars(query.distinct()))


def select_unsealed_events(connection: sa.Connection, limit: int) -> list[Event]:
    """Return events that wait for a seal and have no place yet, lowest number first.

    Each step names the rows it wants by their numbers: what it costs does not depend on how long
    the log is, nor on what the database believes of a queue that is filled and emptied.
    """
    found: list[Event] = []
    last = -(2**63)  # below every number
    while len(found) < limit:
        waiting = (
            sa.select(AuditUnsealed.event_id)
            .where(AuditUnsealed.event_id > last)
            .order_by(AuditUnsealed.event_id)
            .limit(limit - len(found))
        )
        ids = list(connection.scalars(waiting))
        if not ids:
            break
        last = ids[-1]
        placed = sa.select(AuditLink.event_id).where(one_of(AuditLink.event_id, ids))
        new = sorted(set(ids).difference(connection.scalars(placed)))
        query = sa.select(*_EVENT).where(one_of(AuditEvent.id, new)).order_by(AuditEvent.id)
        found += map(_event, connection.execute(query))
    return found


def one_of(column: Any, ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """Say that a column is one of many numbers, which are one parameter of the statement."""
    return column == sa.any_(sa.cast(list(ids), ARRAY(sa.BigInteger)))


def snapshot(connection: sa.Connection) -> str:
    """Return what this transaction sees (or this statement, where each sees its own)."""
    seen = sa.cast(sa.func.pg_current_snapshot(), sa.Text)
    return str(connection.scalar(sa.select(seen)))


def transaction(connection: sa.Connection) -> int:
    """Return this transaction's number; those that get theirs later have higher ones."""
    own = sa.cast(sa.cast(sa.func.pg_current_xact_id(), sa.Text), sa.BigInteger)
    return int(connection.scalar(sa.select(own)) or 0)


def cluster(connection: sa.Connection) -> str:
    """Return which database cluster this is; its transactions have numbers of their own."""
    control = sa.func.pg_control_system().table_valued("system_identifier")
    return str(connection.scalar(sa.select(control.c.system_identifier)))


def find_last_seal(connection: sa.Connection) -> Seal | None:
    query = sa.select(*_SEAL).order_by(AuditSeal.id.desc()).limit(1)
    row = connection.execute(query).first()
    return Seal(*row) if row else None


def find_last_checkpoint(connection: sa.Connection) -> Checkpoint | None:
    query = sa.select(*_CHECKPOINT).order_by(AuditCheckpoint.last_seq.desc()).limit(1)
    row = connection.execute(query).first()
    return Checkpoint(*row) if row else None


def find_seal_to_forget(
    connection: sa.Connection, older_than: dt.datetime, most: int
) -> Seal | None:
    """Return the last seal up to which every event is older and about ``most`` are left.

    One seal at least is taken, however many it holds.
    """
    places = sa.select(AuditLink.seq).join(AuditEvent, AuditEvent.id == AuditLink.event_id)
    young = places.where(AuditEvent.at >= older_than).order_by(AuditLink.seq).limit(1)
    first = connection.scalar(sa.select(sa.func.min(AuditLink.seq)))
    if first is None:
        return None
    seals = sa.select(*_SEAL).where(
        AuditSeal.last_seq >= first,
        AuditSeal.sealed_at < older_than,
        AuditSeal.last_seq < sa.func.coalesce(young.scalar_subquery(), sa.literal(2**62)),
    )
    few = seals.where(AuditSeal.last_seq < first + most).order_by(AuditSeal.last_seq.desc())
    one = seals.order_by(AuditSeal.last_seq)
    row = connection.execute(few.limit(1)).first() or connection.execute(one.limit(1)).first()
    return Seal(*row) if row else None


def seals(connection: sa.Connection, *, after: int = 0) -> Iterator[Seal]:
    """Yield the seals with higher numbers, in order."""
    query = sa.select(*_SEAL).where(AuditSeal.id > after).order_by(AuditSeal.id)
    return (Seal(*row) for row in _stream(connection, query))


def checkpoints(connection: sa.Connection) -> Iterator[Checkpoint]:
    query = sa.select(*_CHECKPOINT).order_by(AuditCheckpoint.last_seq)
    return (Checkpoint(*row) for row in _stream(connection, query))


def chain(
    connection: sa.Connection, *, up_to: int | None = None
) -> Iterator[tuple[Link, Event | None]]:
    """Yield the links in order, each with its event, or None where there is none."""
    query = (
        sa.select(*_LINK, *_EVENT)
        .join(AuditEvent, AuditEvent.id == AuditLink.event_id, isouter=True)
        .order_by(AuditLink.seq)
    )
    if up_to is not None:
        query = query.where(AuditLink.seq <= up_to)
    width = len(_LINK)
    for row in _stream(connection, query):
        yield Link(*row[:width]), None if row[width] is None else _event(row[width:])


def unlinked_events(connection: sa.Connection) -> Iterator[Event]:
    has_place = sa.exists().where(AuditLink.event_id == AuditEvent.id)
    query = sa.select(*_EVENT).where(~has_place).order_by(AuditEvent.id)
    return (_event(row) for row in _stream(connection, query))


def events_removed_unsealed(connection: sa.Connection) -> Iterator[int]:
    """Yield the numbers of events that wait for a seal and are not there."""
    is_there = sa.exists().where(AuditEvent.id == AuditUnsealed.event_id)
    query = sa.select(AuditUnsealed.event_id).where(~is_there).order_by(AuditUnsealed.event_id)
    return (row[0] for row in _stream(connection, query))


def _event(row: Any) -> Event:
    """Make an event of the columns ``_EVENT``."""
    return Event(*row[:-2], detail=read_detail(row[-2]), written_by=row[-1])


def _stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Any]:
    """Let the server keep the result and send it in parts."""
    return iter(connection.execute(query, execution_options={"yield_per": STREAMED}))
