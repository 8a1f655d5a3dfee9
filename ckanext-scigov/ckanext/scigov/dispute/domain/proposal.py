"""What a reporter proposes instead. It may hold what is protected: shown as the value itself is."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.dispute.domain.target import LONGEST_VALUE, TargetKind


class Change(str, enum.Enum):
    SET = "set"
    EMPTY = "empty"
    """There should be no value."""
    REMOVE = "remove"
    """The row does not belong there."""


@dataclass(frozen=True, slots=True)
class Proposal:
    change: Change
    value: str = ""
    """As text, for ``SET``."""


class ProposalReason(enum.Enum):
    NOT_FOR_THIS = "not_for_this"
    MISSING = "missing"
    TOO_LONG = "too_long"
    SAME = "same"
    """It stands there already."""


_TAKEN: Final[Mapping[TargetKind, frozenset[Change]]] = MappingProxyType(
    {
        TargetKind.CELL: frozenset(Change),
        TargetKind.RECORD: frozenset({Change.REMOVE}),
        TargetKind.FIELD: frozenset({Change.SET, Change.EMPTY}),
    }
)


def changes_of(kind: TargetKind) -> tuple[Change, ...]:
    """Return what may be proposed for a target, in the order of the form."""
    return tuple(one for one in Change if one in _TAKEN.get(kind, ()))


def judge(proposal: Proposal, kind: TargetKind, seen: str | None) -> ProposalReason | None:
    """Say what is wrong with a proposal.

    Args:
        proposal: as it was sent.
        kind: of the target.
        seen: the value as the reporter saw it, None for an empty or an unknown one.
    """
    if proposal.change not in changes_of(kind):
        return ProposalReason.NOT_FOR_THIS
    if proposal.change is not Change.SET:
        return ProposalReason.NOT_FOR_THIS if proposal.value else None
    if not proposal.value.strip():
        return ProposalReason.MISSING
    if len(proposal.value) > LONGEST_VALUE:
        return ProposalReason.TOO_LONG
    return ProposalReason.SAME if proposal.value == seen else None
