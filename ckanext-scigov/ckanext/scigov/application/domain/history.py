"""A part rebuilt from what has happened to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.scigov.application.domain import flow
from ckanext.scigov.application.domain.flow import Part
from ckanext.scigov.application.domain.states import Event, Kind
from ckanext.scigov.shared.domain.history import FLOW, Happened
from ckanext.scigov.shared.domain.working_clock import Clock


@dataclass(frozen=True, slots=True)
class Standing:
    """A part with its clock, as its history leaves it."""

    part: Part
    clock: Clock | None = None


def replayed(kind: Kind, events: Iterable[Happened[Event]]) -> Standing:
    """Return where a part stands after all that has happened to it, in order.

    Raises:
        KeyError: the history holds a step that the table does not know: it has been tampered with.
    """
    standing = Standing(Part(kind))
    for one in events:
        standing = stepped(standing, one)
    return standing


def stepped(standing: Standing, one: Happened[Event]) -> Standing:
    part = standing.part
    if FLOW in one.after:
        part = dataclasses.replace(part, flow=flow.Flow(**one.after[FLOW]))
    return Standing(flow.after(part, one.event, one.actor), one.clock_after(standing.clock))
