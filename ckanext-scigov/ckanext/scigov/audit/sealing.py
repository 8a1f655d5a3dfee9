"""Sealing: events that were written get their place in the chain, the chain its anchor.

Each seal is a transaction of its own, and its line in the anchor file follows its commit. A seal
is anchored before the next one is made, so a crash leaves at most one without a line; the next
run writes it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.audit import anchor_file, protection, queries
from ckanext.scigov.audit.domain.chain import GENESIS, Event, Link, link_hash
from ckanext.scigov.audit.domain.seals import Seal, line_of, seal_mac
from ckanext.scigov.audit.lock import chain_lock
from ckanext.scigov.audit.model import AuditLink, AuditSeal, AuditUnsealed

BATCH = 5000


@dataclass(frozen=True, slots=True)
class Sealed:
    seals: int = 0
    events: int = 0


def seal(  # noqa: PLR0913  (the site's settings are given, not looked up)
    engine: sa.Engine,
    *,
    key: bytes,
    anchors: Path,
    now: dt.datetime,
    most: int | None = None,
    batch: int = BATCH,
) -> Sealed | None:
    """Seal what waits and anchor it; None when another process is at it.

    Args:
        engine: of CKAN's database; the caller's transaction has no part in this.
        key: that signs.
        anchors: the anchor file.
        now: the moment of the seals.
        most: so many seals at most; without it as many as there is work for.
        batch: so many events at most in one seal.
    """
    with chain_lock(engine) as alone:
        if not alone:
            return None
        with engine.begin() as connection:
            protection.restore_privileges(connection)
        _anchor(engine, anchors)
        done = Sealed()
        while most is None or done.seals < most:
            made = _seal_batch(engine, key, now, batch)
            if made is None:
                break
            _anchor(engine, anchors)
            done = Sealed(done.seals + 1, done.events + made.events)
            if made.is_complete:
                break
        return done


def _seal_batch(engine: sa.Engine, key: bytes, now: dt.datetime, batch: int) -> Seal | None:
    # One view for all statements: what the seal says it has seen is what was sealed.
    options = {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        events = queries.select_unsealed_events(connection, batch)
        if not events:
            return None
        last = queries.find_last_seal(connection)
        links = list(_links(events, last))
        made = Seal(
            id=last.id + 1 if last else 1,
            last_seq=links[-1].seq,
            events=len(links),
            last_event_id=max(events[-1].id, last.last_event_id if last else 0),
            head=links[-1].hash,
            sealed_at=now,
            snapshot=queries.snapshot(connection),
            written_by=queries.transaction(connection),
            is_complete=len(events) < batch,
            cluster=queries.cluster(connection),
        )
        made = dataclasses.replace(made, mac=seal_mac(key, made))
        connection.execute(sa.insert(AuditLink), list(map(_columns, links)))
        connection.execute(sa.insert(AuditSeal).values(_columns(made)))
        placed = queries.one_of(AuditUnsealed.event_id, [event.id for event in events])
        connection.execute(sa.delete(AuditUnsealed).where(placed))
        return made


def _links(events: list[Event], last: Seal | None) -> Iterator[Link]:
    previous, place = (last.head, last.last_seq) if last else (GENESIS, 0)
    for event in events:
        place += 1
        link = Link(place, event.id, previous, link_hash(previous, event))
        yield link
        previous = link.hash


def _columns(made: Seal | Link) -> dict[str, Any]:
    """Return the row of a value whose fields are the columns of its table."""
    return {name: getattr(made, name) for name in made.__slots__}


def _anchor(engine: sa.Engine, anchors: Path) -> None:
    """Write a line for every seal that came after the last one in the file."""
    with engine.begin() as connection:
        lines = [
            line_of(one) for one in queries.seals(connection, after=anchor_file.last_seal(anchors))
        ]
    if lines:
        anchor_file.append(anchors, lines)
