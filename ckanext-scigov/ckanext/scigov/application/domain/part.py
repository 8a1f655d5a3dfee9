"""A part of an application, as much of it as decides what may happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.application.domain.states import AppealLevel, Kind, Outcome, State


@dataclass(frozen=True, slots=True)
class Flow:
    """How a provider has its applications handled; copied into a part when it is submitted."""

    name: str
    is_checked: bool = False
    """The data authority looks first."""
    needs_advice: bool = False
    four_eyes: bool = False
    wants_report: bool = True
    """Whoever was given data says afterwards what came of it."""


SIMPLE = Flow("simple")
FULL = Flow("full", is_checked=True, needs_advice=True, four_eyes=True)
FLOWS: Final[Mapping[str, Flow]] = MappingProxyType({flow.name: flow for flow in (SIMPLE, FULL)})


@dataclass(frozen=True, slots=True)
class Part:
    """As much of a part as decides what may happen to it."""

    kind: Kind
    flow: Flow = SIMPLE
    state: State = State.DRAFT
    proposed: Outcome | None = None
    proposed_by: str = ""
    decided_by: frozenset[str] = frozenset()
    """Everybody who has decided, confirmed or answered an appeal of this part."""
    was_checked: bool = False
    is_advised: bool = False
    extension_asked: bool = False
    is_extended: bool = False
    appeal_level: AppealLevel | None = None
    """Of the appeal that is open, or of the last one."""
    outcome: Outcome | None = None
    owes_report: bool = False


_LEVELS: Final[Mapping[Kind, tuple[AppealLevel, ...]]] = MappingProxyType(
    {
        Kind.SHARE: (AppealLevel.NEGOTIATE, AppealLevel.AUTHORITY, AppealLevel.GOVERNMENT),
        Kind.OPEN: (AppealLevel.REVIEW,),
    }
)


def next_level(part: Part) -> AppealLevel | None:
    """Return whom the next appeal goes to; None when every level has been asked."""
    levels = _LEVELS[part.kind]
    place = 0 if part.appeal_level is None else levels.index(part.appeal_level) + 1
    return levels[place] if place < len(levels) else None
