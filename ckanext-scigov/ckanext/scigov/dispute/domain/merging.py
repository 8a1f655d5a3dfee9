"""Disputes about the same become one: the head goes on, the others point to it and hear of its result."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.scigov.dispute.domain.case import Case
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.states import UNDECIDED
from ckanext.scigov.dispute.domain.target import ROWS, Target

Heads = Mapping[str, str]
"""What each merged dispute was merged into."""


class MergeReason(enum.Enum):
    """Why one dispute cannot be merged into another."""

    ITSELF = "itself"
    OTHER_TARGET = "other_target"
    OTHER_SECRECY = "other_secrecy"
    """One says that something should not be public: it is no place for what is shown in public."""
    HEAD_IS_DECIDED = "head_is_decided"
    HEAD_IS_NOT_ACCEPTED = "head_is_not_accepted"
    """The note on the data would be lost: it is to be merged the other way round."""


@dataclass(frozen=True, slots=True)
class Known:
    """A dispute as far as merging looks at it."""

    id: str
    target: Target
    kind: Kind
    case: Case


@dataclass(frozen=True, slots=True)
class Merging:
    head_id: str
    moved_ids: tuple[str, ...] = ()
    """Those that were merged into the one that is merged now: they point to the head, too."""


def head_of(dispute_id: str, heads: Heads) -> str:
    """Return what a dispute goes on in: itself, or what it was merged into.

    Raises:
        ValueError: they point in a circle, which no merging leaves behind.
    """
    seen: set[str] = set()
    while dispute_id in heads:
        if dispute_id in seen:
            raise ValueError(f"The dispute {dispute_id} was merged into itself.")
        seen.add(dispute_id)
        dispute_id = heads[dispute_id]
    return dispute_id


def judge(one: Known, head: Known, heads: Heads) -> Merging | MergeReason:
    """Say what merging comes to.

    Args:
        one: it ends by being merged.
        head: what ``head_of`` what was chosen says; it goes on.
        heads: of all disputes that were merged into one of the two.
    """
    if one.id == head.id:
        return MergeReason.ITSELF
    if not is_same(one.target, head.target):
        return MergeReason.OTHER_TARGET
    if len({known.kind is Kind.NOT_PUBLIC for known in (one, head)}) > 1:
        return MergeReason.OTHER_SECRECY
    if head.case.state not in UNDECIDED:
        return MergeReason.HEAD_IS_DECIDED
    if one.case.is_accepted and not head.case.is_accepted:
        return MergeReason.HEAD_IS_NOT_ACCEPTED
    return Merging(head.id, merged_into(one.id, heads))


def merged_into(head_id: str, heads: Heads) -> tuple[str, ...]:
    """Return the disputes that go on in another: their reporters are told its result."""
    return tuple(sorted(one for one in heads if head_of(one, heads) == head_id))


def is_same(one: Target, other: Target) -> bool:
    """Say whether two disputes point at the same place, for certain."""
    if _place(one) != _place(other):
        return False
    return one.kind not in ROWS or _is_same_row(one, other)


def _place(target: Target) -> tuple[str, ...]:
    return (
        target.kind.value, target.dataset_id, target.resource_id, target.item, target.field,
    )  # fmt: skip


def _is_same_row(one: Target, other: Target) -> bool:
    if one.key_is_unique and other.key_is_unique and one.key == other.key:
        return True
    marks = [(target.fingerprint, target.occurrence) for target in (one, other)]
    return bool(one.fingerprint) and marks[0] == marks[1]
