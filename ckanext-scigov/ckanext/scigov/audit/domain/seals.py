"""Seals over the chain, checkpoints of the retention, and the key that signs both.

A seal names the place it reaches to and the hash there. Seals and checkpoints are signed when they
are made, with a key that is not in the database: who can only write there cannot make one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.audit.domain.chain import Json, canonical, moment_text

_PURPOSE = b"ckanext-scigov audit log 1"


@dataclass(frozen=True, slots=True)
class Seal:
    """What one run of the sealing job has said about the chain."""

    id: int
    last_seq: int
    """The place it reaches to."""
    events: int
    """So many were sealed with it."""
    last_event_id: int
    """The highest number of an event that was sealed so far."""
    head: bytes
    """The hash at the place it reaches to."""
    sealed_at: dt.datetime
    snapshot: str
    """The transactions that were seen, as PostgreSQL writes them."""
    written_by: int
    """Its own transaction: whichever began later has a higher number."""
    is_complete: bool
    """Whether every event that was seen is sealed now."""
    cluster: str
    """The database cluster that the numbers of transactions belong to."""
    mac: bytes = b""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the retention leaves: everything up to a seal was old, and is gone."""

    seal_id: int
    last_seq: int
    head: bytes
    older_than: dt.datetime
    made_at: dt.datetime
    mac: bytes = b""


def derive_key(secret: str) -> bytes:
    """Make the signing key out of the site's secret, which has other uses too."""
    return hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)


def seal_mac(key: bytes, seal: Seal) -> bytes:
    return _sign(key, _facts(seal))


def checkpoint_mac(key: bytes, checkpoint: Checkpoint) -> bytes:
    facts: dict[str, Json] = {
        "checkpoint": checkpoint.seal_id,
        "last_seq": checkpoint.last_seq,
        "head": checkpoint.head.hex(),
        "older_than": moment_text(checkpoint.older_than),
        "made_at": moment_text(checkpoint.made_at),
    }
    return _sign(key, facts)


def is_signed(item: Seal | Checkpoint, keys: Iterable[bytes]) -> bool:
    """Say whether one of the keys has signed this seal or checkpoint as it is."""
    if isinstance(item, Seal):
        return any(hmac.compare_digest(item.mac, seal_mac(key, item)) for key in keys)
    return any(hmac.compare_digest(item.mac, checkpoint_mac(key, item)) for key in keys)


def line_of(seal: Seal) -> str:
    """Return the seal's line in the anchor file, without the end of the line."""
    return canonical({**_facts(seal), "mac": seal.mac.hex()})


def read_line(text: str) -> Seal:
    """Read a line of the anchor file.

    Raises:
        ValueError: this program has not written the line like that.
    """
    try:
        facts: dict[str, Any] = json.loads(text)
        seal = Seal(
            id=int(facts["seal"]),
            last_seq=int(facts["last_seq"]),
            events=int(facts["events"]),
            last_event_id=int(facts["last_event_id"]),
            head=bytes.fromhex(facts["head"]),
            sealed_at=dt.datetime.fromisoformat(facts["sealed_at"]),
            snapshot=str(facts["snapshot"]),
            written_by=int(facts["written_by"]),
            is_complete=bool(facts["complete"]),
            cluster=str(facts["cluster"]),
            mac=bytes.fromhex(facts["mac"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError("This is no line of an anchor file.") from error
    if line_of(seal) != text:
        raise ValueError("This line of an anchor file was written by somebody else.")
    return seal


def _facts(seal: Seal) -> dict[str, Json]:
    return {
        "seal": seal.id,
        "last_seq": seal.last_seq,
        "events": seal.events,
        "last_event_id": seal.last_event_id,
        "head": seal.head.hex(),
        "sealed_at": moment_text(seal.sealed_at),
        "snapshot": seal.snapshot,
        "written_by": seal.written_by,
        "complete": seal.is_complete,
        "cluster": seal.cluster,
    }


def _sign(key: bytes, facts: dict[str, Json]) -> bytes:
    return hmac.digest(key, canonical(facts).encode(), hashlib.sha256)
