"""The history of an application, to each reader what he may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.scigov.application import finding, list_queries, queries
from ckanext.scigov.application.domain import masking
from ckanext.scigov.application.domain.flow import DECISIONS
from ckanext.scigov.application.domain.states import Event, Party, State
from ckanext.scigov.application.finding import Found
from ckanext.scigov.application.model import HappenedEvent
from ckanext.scigov.shared.domain.moments import moment

INSIDE = frozenset({Event.ADVISE, Event.ASSIGN, Event.OBJECT})
"""What officials do among themselves."""
TOLD = (
    "state", "given", "obligations", "from_on", "until_on", "grant_number", "reply", "ground",
    "reply_due_on", "clock", "renewal_until_on", "report_due_on", "outside",
)  # fmt: skip
TOLD_OFFICIALS = (*TOLD, "proposal", "consultation", "assigned_to")
APPLYING = frozenset({Party.APPLICANT.value, Party.SIGNER.value})
"""Whose names everybody reads; what the system does because of an official is his act."""


def history(found: Found) -> list[dict[str, Any]]:
    """Return what has happened to the parts that somebody sees, in order."""
    events = queries.events_of(model.Session, [part.id for part in found.parts])
    people = sorted({event.actor_id for event in events} - {""})
    names = list_queries.names_of_users(model.Session, people)
    called = {id_: display for id_, (_, display) in names.items()}
    return [
        _told(event, found.held[event.part_id], _named(event, found, called))
        for event in events
        if _is_told(event, found.held[event.part_id])
    ]


def _named(event: HappenedEvent, found: Found, called: Mapping[str, str]) -> str:
    """Return who has taken a step: an official to officials, an applicant as his contacts are told."""
    name = called.get(event.actor_id, "")
    if event.as_party in APPLYING:
        return name if found.sees_contacts else masking.person(name)
    return name if found.held[event.part_id] & finding.OFFICIAL else ""


def _is_told(event: HappenedEvent, held: frozenset[Party]) -> bool:
    if held & finding.OFFICIAL:
        return True
    what = Event(event.event)
    waits = what in DECISIONS and event.after.get("state") == State.CONFIRMING.value
    return not event.is_internal and what not in INSIDE and not waits


def _told(event: HappenedEvent, held: frozenset[Party], actor_name: str) -> dict[str, Any]:
    is_official = bool(held & finding.OFFICIAL)
    keys = TOLD_OFFICIALS if is_official else TOLD
    asks = event.event in (Event.CONSULT.value, Event.ANSWER.value)
    is_quoted = is_official or Party.THIRD in held or not asks
    return {
        "at": moment(event.at),
        "event": event.event,
        "part_id": event.part_id,
        "party": event.as_party,
        "actor_name": actor_name,
        "reason": event.reason if is_quoted else "",
        "before": {key: event.before[key] for key in keys if key in event.before},
        "after": {key: event.after[key] for key in keys if key in event.after},
        "is_internal": event.is_internal,
    }
