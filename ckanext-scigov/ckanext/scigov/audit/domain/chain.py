"""The hash chain over the events of the audit log: what is hashed, and how.

An event's hash covers all its columns and the hash of the event it was sealed behind. The text
that is hashed is made here and not taken from the database, so that it is the same on any version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | Decimal | list[Json] | dict[str, Json] | None"

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_float=Decimal)

GENESIS = bytes(32)
"""What the first event of all follows."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log, all of its columns."""

    id: int
    at: dt.datetime
    actor_id: str
    actor_name: str
    event: str
    object_type: str
    object_id: str
    detail: Json
    written_by: int
    """The transaction that wrote it."""


@dataclass(frozen=True, slots=True)
class Link:
    """The place of an event in the chain."""

    seq: int
    event_id: int
    previous: bytes
    hash: bytes


def read_detail(text: str) -> Json:
    """Read JSON as the database writes it; a decimal fraction keeps every digit."""
    detail: Json = _DECODER.decode(text)
    return detail


def canonical(value: Json | Mapping[str, Json]) -> str:
    """Return the one text of a JSON value: keys sorted, no blanks, nothing escaped needlessly."""
    try:
        return _ENCODER.encode(value)
    except TypeError:  # there is a decimal fraction in it, for which json has only floats
        return _with_decimals(value)


def moment_text(moment: dt.datetime) -> str:
    """Return an aware moment in UTC, always with six digits of a second's fraction."""
    return moment.astimezone(dt.timezone.utc).isoformat(timespec="microseconds")


def link_hash(previous: bytes, event: Event) -> bytes:
    """Return the hash of an event that is sealed behind another one."""
    text = canonical(
        {
            "previous": previous.hex(),
            "id": event.id,
            "at": moment_text(event.at),
            "actor_id": event.actor_id,
            "actor_name": event.actor_name,
            "event": event.event,
            "object_type": event.object_type,
            "object_id": event.object_id,
            "detail": event.detail,
            "written_by": event.written_by,
        }
    )
    return hashlib.sha256(text.encode()).digest()


def _with_decimals(value: Json | Mapping[str, Json]) -> str:
    if isinstance(value, Mapping):
        members = (f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value))
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    return str(value)
