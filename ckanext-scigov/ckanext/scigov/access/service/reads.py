"""Who has got data, written down in the transaction that gives them out."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.access.domain.policy import Decision
from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session

DOWNLOAD = "data.download"
LOCATION = "data.locate"


def record_download(
    session: Session, actor: Actor, resource_id: str, decision: Decision, now: dt.datetime
) -> None:
    """Account for a file, or the address of one, that somebody gets."""
    _record(session, DOWNLOAD, actor, resource_id, decision, now)


def record_location(
    session: Session, actor: Actor, resource_id: str, decision: Decision, now: dt.datetime
) -> None:
    """Account for somebody who learns where graded data lie."""
    _record(session, LOCATION, actor, resource_id, decision, now)


def _record(  # noqa: PLR0913  (each is a column)
    session: Session,
    event: str,
    actor: Actor,
    resource_id: str,
    decision: Decision,
    now: dt.datetime,
) -> None:
    audit.record(
        session,
        actor=actor,
        event=event,
        object_type="resource",
        object_id=resource_id,
        now=now,
        detail={"standing": decision.audience.value, "grant": decision.grant_number},
    )
