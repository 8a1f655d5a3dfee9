"""A dispute rebuilt from what has happened to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.dispute.domain import flow
from ckanext.scigov.dispute.domain.case import NEW, Case, Flow
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.shared.domain.history import FLOW, Happened
from ckanext.scigov.shared.domain.working_clock import Clock

SIGNED = "is_signed"
REPORTERS = "reporters"
"""All of them, as they are after the step."""
MERGED_INTO = "merged_into"


@dataclass(frozen=True, slots=True)
class Standing:
    """A dispute with its clock, as its history leaves it."""

    case: Case = NEW
    clock: Clock | None = None
    annotated_at: dt.datetime | None = None
    """Since when the note stands; None while none does."""


def replayed(events: Iterable[Happened[Event]]) -> Standing:
    """Return where a dispute stands after all that has happened to it, in order.

    Raises:
        KeyError: the history holds a step that the table does not know: it has been tampered with.
    """
    standing = Standing()
    for one in events:
        standing = stepped(standing, one)
    return standing


def stepped(standing: Standing, one: Happened[Event]) -> Standing:
    """Return a standing after one more step."""
    case = flow.after(prepared(standing.case, one.after), one.event, one.actor)
    since = (standing.annotated_at or one.at) if case.annotated else None
    return Standing(case, one.clock_after(standing.clock), since)


def prepared(case: Case, values: Mapping[str, Any]) -> Case:
    """Return a case with what a step brings along: the flow and the reporters, the head of a merging."""
    found: dict[str, Any] = {name: values[name] for name in (SIGNED, MERGED_INTO) if name in values}
    if FLOW in values:
        found["flow"] = Flow(**values[FLOW])
    if REPORTERS in values:
        found["reporters"] = frozenset(values[REPORTERS])
    return dataclasses.replace(case, **found)
