"""What has happened to a dispute, and the dispute rebuilt from it. Nothing in a history is ever changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.dispute.domain import flow
from ckanext.scigov.dispute.domain.case import NEW, Case, Flow
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.working_clock import Clock

CLOCK = "clock"
FLOW = "flow"
SIGNED = "is_signed"
REPORTERS = "reporters"
"""All of them, as they are after the step."""
MERGED_INTO = "merged_into"


@dataclass(frozen=True, slots=True)
class Happened:
    """One step: who, when, why; ``before`` and ``after`` are the values it changed."""

    event: Event
    at: dt.datetime
    actor: str
    """The user's id; empty for the system and for visitors."""
    reason: str = ""
    before: Mapping[str, Any] = field(default_factory=dict[str, Any])
    after: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Standing:
    """A dispute with its clock, as its history leaves it."""

    case: Case = NEW
    clock: Clock | None = None
    annotated_at: dt.datetime | None = None
    """Since when the note stands; None while none does."""


def replayed(events: Iterable[Happened]) -> Standing:
    """Return where a dispute stands after all that has happened to it, in order.

    Raises:
        KeyError: the history holds a step that the table does not know: it has been tampered with.
    """
    standing = Standing()
    for one in events:
        standing = stepped(standing, one)
    return standing


def stepped(standing: Standing, one: Happened) -> Standing:
    """Return a standing after one more step."""
    case = flow.after(prepared(standing.case, one.after), one.event, one.actor)
    clock = standing.clock
    if CLOCK in one.after:
        clock = clocks.from_values(one.after[CLOCK])
    since = (standing.annotated_at or one.at) if case.annotated else None
    return Standing(case, clock, since)


def prepared(case: Case, values: Mapping[str, Any]) -> Case:
    """Return a case with what a step brings along: the flow and the reporters, the head of a merging."""
    found: dict[str, Any] = {name: values[name] for name in (SIGNED, MERGED_INTO) if name in values}
    if FLOW in values:
        found["flow"] = Flow(**values[FLOW])
    if REPORTERS in values:
        found["reporters"] = frozenset(values[REPORTERS])
    return dataclasses.replace(case, **found)
