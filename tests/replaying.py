"""Compare every stored part of every application with what its history says."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.application import queries
from ckanext.scigov.application.domain.history import Standing, replayed
from ckanext.scigov.application.domain.states import Event, Kind
from ckanext.scigov.application.model import Part
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import Happened

SKIPPED = ("state", "clock")


def disagreements(filing_id: str = "") -> list[str]:
    """Return where a part differs from what its events leave; each event's ``before`` is looked at too.

    Of one filing, or of all there are.
    """
    model.Session.rollback()
    model.Session.expire_all()
    found: list[str] = []
    query = sa.select(Part).where(Part.filing_id == filing_id) if filing_id else sa.select(Part)
    for part in model.Session.scalars(query):
        events = [queries.happened(event) for event in queries.events_of(model.Session, [part.id])]
        found += _of_part(part, events)
    return found


def _of_part(part: Part, events: Sequence[Happened[Event]]) -> list[str]:
    standing = replayed(Kind(part.kind), events)
    stored = queries.standing_of(part)
    found = [] if standing == stored else [f"{part.id}: {standing} is stored as {stored}"]
    if part.version != len(events):
        found.append(f"{part.id}: {len(events)} events, version {part.version}")
    values = _folded(events, found)
    for name, value in values.items():
        now = getattr(part, name)
        now = now.isoformat() if hasattr(now, "isoformat") else now
        if now != value:
            found.append(f"{part.id}: {name} is {now}, its history says {value}")
    return found


def _folded(events: Sequence[Happened[Event]], found: list[str]) -> dict[str, Any]:
    """Return what all events have set; what an event says it replaced must have been there."""
    values: dict[str, Any] = {}
    for place, event in enumerate(events):
        for name, value in event.after.items():
            if name in SKIPPED:
                continue
            if name in values and event.before[name] != values[name]:
                found.append(f"event {place} replaced {event.before[name]}, not {values[name]}")
            values[name] = value
    _check_states(events, found)
    return values


def _check_states(events: Sequence[Happened[Event]], found: list[str]) -> None:
    """Each event begins where the one before has ended, also if only part of a history is replayed."""
    for place, event in enumerate(events):
        standing: Standing = replayed(_kind(events), events[: place + 1])
        if standing.part.state.value != event.after["state"]:
            found.append(f"event {place} says {event.after['state']}")
        if clocks.to_values(standing.clock) != event.after["clock"]:
            found.append(f"event {place} says another clock")


def _kind(events: Sequence[Happened[Event]]) -> Kind:
    """The kind shows in the limit of the reply; a part that has none yet is told apart by its state."""
    first = next((e.after["state"] for e in events if e.event.value == "submit"), "signing")
    return Kind.SHARE if first == "signing" else Kind.OPEN


def facts(part: Part) -> dict[str, Any]:
    """Return all columns of a part, to compare two moments."""
    columns = sa.inspect(Part).columns
    return {column.key: getattr(part, column.key) for column in columns}


__all__ = ["dataclasses", "disagreements", "facts"]
