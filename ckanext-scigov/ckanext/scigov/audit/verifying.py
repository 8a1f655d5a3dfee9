"""Verification: database and anchor file are read once, row by row, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ckanext.scigov.audit import anchor_file, protection, queries
from ckanext.scigov.audit.domain.anchors import SealCheck, check_checkpoint
from ckanext.scigov.audit.domain.findings import Finding, Kind
from ckanext.scigov.audit.domain.verification import ChainCheck
from ckanext.scigov.audit.lock import chain_lock

Say = Callable[[Finding], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and how many things were wrong."""

    verified: int
    seals: int
    unsealed: int
    findings: int


def verify(engine: sa.Engine, *, keys: Sequence[bytes], anchors: Path, say: Say) -> Report:
    """Compare every event with what was sealed; each finding is told as soon as it is made."""
    check = _Verification(keys, anchors, say)
    options = {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        # Nobody seals while the two views are taken, so file and database are of one moment.
        with chain_lock(engine, wait=True):
            cluster = queries.cluster(connection)
            known = anchor_file.size(anchors)
        return check.run(connection, cluster, known)


def findings_up_to(connection: sa.Connection, place: int) -> Iterator[Finding]:
    """Check the chain from its beginning to the end of a seal."""
    seals = (seal for seal in queries.seals(connection) if seal.last_seq <= place)
    chain = ChainCheck(seals, queries.find_last_checkpoint(connection))
    for link, event in queries.chain(connection, up_to=place):
        yield from chain.take(link, event)
    yield from chain.finish()


class _Verification:
    def __init__(self, keys: Sequence[bytes], anchors: Path, say: Say) -> None:
        self._keys = keys
        self._anchors = anchors
        self._say = say
        self._findings = 0

    def run(self, connection: sa.Connection, cluster: str, known: int) -> Report:
        self._tell(_unprotected(connection))
        for checkpoint in queries.checkpoints(connection):
            self._tell(check_checkpoint(checkpoint, self._keys))
        seals = SealCheck(anchor_file.read(self._anchors, known), self._keys)
        for seal in queries.seals(connection):
            self._tell(seals.take(seal))
        self._tell(seals.finish())
        chain = ChainCheck(queries.seals(connection), queries.find_last_checkpoint(connection))
        for link, event in queries.chain(connection):
            self._tell(chain.take(link, event))
        self._tell(chain.finish())
        unsealed = self._unlinked(connection, chain, cluster)
        return Report(chain.verified, seals.seals, unsealed, self._findings)

    def _unlinked(self, connection: sa.Connection, chain: ChainCheck, cluster: str) -> int:
        """Check the events without a place; return how many honestly wait for one."""
        waiting = 0
        for event in queries.unlinked_events(connection):
            is_honest = not self._tell(chain.take_unlinked(event, cluster=cluster))
            waiting += is_honest
        for event_id in queries.events_removed_unsealed(connection):
            text = f"Event {event_id} was removed before it was sealed."
            self._tell(iter([Finding(Kind.REMOVED, text)]))
        return waiting

    def _tell(self, findings: Iterator[Finding]) -> int:
        number = 0
        for finding in findings:
            self._say(finding)
            number += 1
        self._findings += number
        return number


def _unprotected(connection: sa.Connection) -> Iterator[Finding]:
    for name in protection.missing_triggers(connection):
        yield Finding(
            Kind.UNPROTECTED,
            f"The trigger {name} is switched off or gone: since then the log could be changed "
            "unhindered.",
        )
