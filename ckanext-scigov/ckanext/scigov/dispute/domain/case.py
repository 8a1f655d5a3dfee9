"""A dispute, as much of it as decides what may happen to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ckanext.scigov.dispute.domain.states import Level, State


@dataclass(frozen=True, slots=True)
class Flow:
    """How a site deals with disputes; copied into one when it is confirmed."""

    is_automatic: bool = True
    """Forwarded by itself to the unit that is responsible; otherwise the authority does it by hand."""
    is_moderated: bool = True
    """What is not signed is public only after somebody has looked at it."""


STANDARD: Final = Flow()


@dataclass(frozen=True, slots=True)
class Case:
    """As much of a dispute as decides what may happen to it."""

    flow: Flow = STANDARD
    state: State = State.UNCONFIRMED
    is_signed: bool = False
    """Reported by somebody who was signed in, or by the portal itself."""
    reporters: frozenset[str] = frozenset()
    """Ids of the users who have reported it, those of disputes that joined it included."""
    joined: int = 0
    """How many others have been merged into it."""
    merged_into: str = ""
    is_published: bool = False
    is_accepted: bool = False
    accepted_by: str = ""
    annotated: bool = False
    decided_by: frozenset[str] = frozenset()
    """Everybody who has answered it, or an escalation of it."""
    is_extended: bool = False
    was_reopened: bool = False
    level: Level | None = None
    """Of the escalation that is open, or of the last one."""
    escalated_from: State | None = None
    must_correct: bool = False
    """An escalation was decided for the reporter: the unit cannot refuse any more."""

    @property
    def awaits_moderation(self) -> bool:
        return self.flow.is_moderated and not self.is_signed and not self.is_published


NEW: Final = Case()
ON_PAPER: Final = frozenset({Level.SUPERIOR, Level.GOVERNMENT})
"""Decided outside the portal; the authority records what has been decided."""


def next_level(case: Case) -> Level | None:
    """Return whom the next escalation goes to; None when every level has been asked."""
    levels = tuple(Level)
    place = 0 if case.level is None else levels.index(case.level) + 1
    return levels[place] if place < len(levels) else None
