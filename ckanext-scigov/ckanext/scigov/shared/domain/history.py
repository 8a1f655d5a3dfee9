"""What has happened to a thing that goes its way step by step. Nothing in a history is ever changed."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.working_clock import Clock

Event = TypeVar("Event", bound=enum.Enum)

CLOCK = "clock"
FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Happened(Generic[Event]):
    """One step: who, when, why; ``before`` and ``after`` are the values it changed."""

    event: Event
    at: dt.datetime
    actor: str
    """The user's id; empty for the system and for visitors."""
    reason: str = ""
    before: Mapping[str, Any] = field(default_factory=dict[str, Any])
    after: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def clock_after(self, clock: Clock | None) -> Clock | None:
        """Return the clock as this step leaves it: the one before, unless it brought another or none."""
        return clocks.from_values(self.after[CLOCK]) if CLOCK in self.after else clock
