"""Who has got data, written down in the transaction that gives them out."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.access.domain.policy import Decision
from ckanext.scigov.access.model import Reads
from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session


class ReadEvent(str, enum.Enum):
    DOWNLOAD = "data.download"
    """A file, or the way to one."""
    LOCATE = "data.locate"
    """Where it really lies."""
    ROWS = "data.read"
    """Rows of a table."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is given out, and by which decision."""

    event: ReadEvent
    resource_id: str
    decision: Decision


def record(session: Session, read: Read, actor: Actor, now: dt.datetime) -> None:
    """Account for data that somebody gets."""
    audit.record(
        session,
        actor=actor,
        event=read.event.value,
        object_type="resource",
        object_id=read.resource_id,
        now=now,
        detail={"standing": read.decision.audience.value, "grant": read.decision.grant_number},
    )


def readers(session: Session, resource_ids: Collection[str], since: dt.datetime) -> frozenset[str]:
    """Return the ids of the users who have got data of some resources; one statement.

    A file, rows by the API, a preview or a chart of the table; of reading without signing in there is no
    record, nor of what the retention of the audit log has removed.

    Args:
        session: the caller's.
        resource_ids: of resources that are there, or were.
        since: not before this moment.
    """
    events = [event.value for event in ReadEvent]
    return audit.actors(session, events, "resource", resource_ids, since=since)


def count_request(session: Session, grant_number: str, most: int, day: dt.date) -> bool:
    """Count one more request of a day, and say whether the grant still allows it; one statement."""
    counted = insert(Reads).values(grant_number=grant_number, day=day, requests=1)
    counted = counted.on_conflict_do_update(
        index_elements=[Reads.grant_number, Reads.day],
        set_={"requests": Reads.requests + 1},
        where=Reads.requests < most,
    )
    return session.execute(counted.returning(Reads.requests)).first() is not None
