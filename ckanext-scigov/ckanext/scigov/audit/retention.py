"""Retention: events that are old enough go, whole seals at a time, and leave a checkpoint."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging

import sqlalchemy as sa
from sqlalchemy import orm

from ckanext.scigov.audit import queries, service
from ckanext.scigov.audit.domain.seals import Checkpoint, checkpoint_mac
from ckanext.scigov.audit.lock import chain_lock
from ckanext.scigov.audit.verifying import findings_up_to
from ckanext.scigov.shared.actors import Actor

log = logging.getLogger(__name__)

PORTION = 50_000
"""About so many events go in one transaction."""


def forget_old(
    engine: sa.Engine,
    *,
    key: bytes,
    older_than: dt.datetime,
    now: dt.datetime,
    portion: int = PORTION,
) -> int:
    """Remove what is older and sealed; return how many events. The removal is an event itself.

    What does not verify is not removed: it is evidence.
    """
    gone = 0
    with chain_lock(engine) as alone:
        while alone:
            removed = _forget_portion(engine, key, older_than, now, portion)
            if removed is None:
                break
            gone += removed
    return gone


def _forget_portion(
    engine: sa.Engine, key: bytes, older_than: dt.datetime, now: dt.datetime, portion: int
) -> int | None:
    with orm.Session(engine) as session:
        connection = session.connection()
        seal = queries.find_seal_to_forget(connection, older_than, portion)
        if seal is None:
            return None
        fault = next(findings_up_to(connection, seal.last_seq), None)
        if fault:
            log.error("The retention removes nothing, because the log is not whole: %s", fault.text)
            return None
        unsigned = Checkpoint(seal.id, seal.last_seq, seal.head, older_than, now)
        signed = dataclasses.replace(unsigned, mac=checkpoint_mac(key, unsigned))
        forget = sa.func.scigov_audit_forget(seal.id, older_than, now, signed.mac)
        removed = int(session.scalar(sa.select(forget)) or 0)
        service.record(
            session,
            actor=Actor.system("retention"),
            event="audit.forget",
            object_type="audit",
            object_id=str(seal.id),
            now=now,
            detail={
                "events": removed,
                "up_to_place": seal.last_seq,
                "older_than": older_than.isoformat(),
            },
        )
        session.commit()
        return removed
