"""How people act on disputes, in the province of ``applying``; and what its disputes' histories say."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from outcomes import ending

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import queries, visiting
from ckanext.scigov.dispute.domain import history
from ckanext.scigov.dispute.model import Dispute, DisputeEvent, Visitor
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain import working_clock as clocks

EXPLANATION = "项目类别一栏写的是表头，不是数据。"
COLUMNS = {history.REPORTERS: "reporter_ids"}


def call(user: str, action: str, /, **data: Any) -> Any:
    """Call an action as a user (empty: a visitor), by the short name of the action."""
    context = {"user": user, "ignore_auth": False}
    try:
        return tk.get_action(f"scigov_dispute_{action}")(context, data)
    except Exception:
        model.Session.rollback()
        raise


def outcome(user: str, action: str, /, **data: Any) -> Any:
    """Say how a call ends: yes, forbidden, absent, or what it refuses, field by field."""
    return ending(lambda: call(user, action, **data))


def reported(dataset: str = "free", *, user: str = "citizen", **more: Any) -> str:
    """Return the id of a dispute that its unit has got."""
    given = {"dataset": dataset, "kind": "inaccurate", "explanation": EXPLANATION, **more}
    return str(call(user, "create", **given)["id"])


def by_visitor(dataset: str = "free", **more: Any) -> tuple[str, str]:
    """Return the id of a report that its visitor has confirmed, and the token of his link."""
    query = sa.select(Visitor.dispute_id)
    before = set(model.Session.scalars(query))
    given = {"dataset": dataset, "kind": "inaccurate", "explanation": EXPLANATION, **more}
    call("", "create", **given, email="wang@example.org")
    (id_,) = set(model.Session.scalars(query)) - before
    visitor = queries.visitors_of(model.Session, [id_])[id_]
    token = visiting.token_for(visitor, clock.now())
    call("", "confirm", id=id_, token=token)
    return id_, token


def accepted(dataset: str = "free", *, handler: str = "editor", **more: Any) -> str:
    """Return the id of a dispute that annotates its data."""
    id_ = reported(dataset, **more)
    call(handler, "accept", id=id_)
    return id_


def dispute_of(id_: str) -> Dispute:
    """Return a dispute as it is stored now."""
    model.Session.expire_all()
    found = queries.find(model.Session, id_)
    assert found is not None, f"There is no dispute {id_}."
    return found


def state_of(id_: str) -> str:
    return dispute_of(id_).state


def events_of(id_: str) -> list[DisputeEvent]:
    return queries.events_of(model.Session, [id_])


def disagreements() -> list[str]:
    """Return where a dispute differs from what its events leave."""
    model.Session.rollback()
    model.Session.expire_all()
    found: list[str] = []
    for dispute in model.Session.scalars(sa.select(Dispute)):
        standing, stored = steps.replayed(model.Session, dispute.id), queries.standing_of(dispute)
        if standing != stored:
            found.append(f"{dispute.id}: {standing} is stored as {stored}")
        events = events_of(dispute.id)
        if dispute.version != len(events):
            found.append(f"{dispute.id}: {len(events)} events, version {dispute.version}")
        found += _of_values(dispute, events)
    return found


def _of_values(dispute: Dispute, events: list[DisputeEvent]) -> list[str]:
    """Compare the columns with what all events have set; what one replaced must have been there."""
    found: list[str] = []
    values: dict[str, Any] = {}
    for event in events:
        for name, value in event.after.items():
            if name in values and event.before[name] != values[name]:
                found.append(f"{event.event} replaced {event.before[name]}, not {values[name]}")
            values[name] = value
    for name, value in values.items():
        now = getattr(dispute, COLUMNS.get(name, name))
        now = now.isoformat() if hasattr(now, "isoformat") else now
        if now != value:
            found.append(f"{dispute.id}: {name} is {now}, its history says {value}")
    clock = clocks.to_values(queries.standing_of(dispute).clock)
    if events and events[-1].after["clock"] != clock:
        found.append(f"{dispute.id}: its last event says another clock")
    return found
