"""What has happened to a part, and the part rebuilt from it. Nothing in a history is ever changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.application.domain import flow
from ckanext.scigov.application.domain.flow import Part
from ckanext.scigov.application.domain.states import Event, Kind
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.working_clock import Clock

CLOCK = "clock"
FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Happened:
    """One step: who, when, why; ``before`` and ``after`` are the values it changed."""

    event: Event
    at: dt.datetime
    actor: str
    """The user's id; empty for the system."""
    reason: str = ""
    before: Mapping[str, Any] = field(default_factory=dict[str, Any])
    after: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Standing:
    """A part with its clock, as its history leaves it."""

    part: Part
    clock: Clock | None = None


def replayed(kind: Kind, events: Iterable[Happened]) -> Standing:
    """Return where a part stands after all that has happened to it, in order.

    Raises:
        KeyError: the history holds a step that the table does not know: it has been tampered with.
    """
    standing = Standing(Part(kind))
    for one in events:
        standing = stepped(standing, one)
    return standing


def stepped(standing: Standing, one: Happened) -> Standing:
    part = standing.part
    if FLOW in one.after:
        part = dataclasses.replace(part, flow=flow.Flow(**one.after[FLOW]))
    clock = standing.clock
    if CLOCK in one.after:
        clock = clocks.from_values(one.after[CLOCK])
    return Standing(flow.after(part, one.event, one.actor), clock)
