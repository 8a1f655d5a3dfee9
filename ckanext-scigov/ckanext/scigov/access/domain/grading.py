"""How a grade comes into force: proposed by one person, approved by another, tightened at once."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.domain.grades import (
    ACCESS_RIGHTS,
    Grade,
    Level,
    OpenType,
    PartialGrade,
    ShareType,
    judge_part,
    strictest,
)
from ckanext.scigov.shared.errors import Refusal

Codes: TypeAlias = "tuple[str | None, str | None, str | None]"
"""Level, share type and open type; of a part each is empty where it inherits."""


class ObjectKind(str, enum.Enum):
    DATASET = "dataset"
    RESOURCE = "resource"
    ITEM = "item"
    """A data item of a resource's table."""


class ProposalState(str, enum.Enum):
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class ProposalEvent(str, enum.Enum):
    APPROVE = "approve"
    REJECT = "reject"
    REPLACE = "replace"
    """Another proposal, or a tightening, has come instead."""
    WITHDRAW = "withdraw"
    """What was proposed is in force already, or the object is gone."""


TRANSITIONS: Mapping[tuple[ProposalState, ProposalEvent], ProposalState] = MappingProxyType(
    {
        (ProposalState.WAITING, ProposalEvent.APPROVE): ProposalState.APPROVED,
        (ProposalState.WAITING, ProposalEvent.REJECT): ProposalState.REJECTED,
        (ProposalState.WAITING, ProposalEvent.REPLACE): ProposalState.REPLACED,
        (ProposalState.WAITING, ProposalEvent.WITHDRAW): ProposalState.WITHDRAWN,
    }
)


INHERITS = PartialGrade()
MOST_OPEN = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL)
"""What a part's own grade is measured against: by itself it can only tighten."""


class SecondPerson(str, enum.Enum):
    """When somebody else than the proposer has to approve."""

    RAISE = "raise"
    """When it becomes more open, or its level falls."""
    ALWAYS = "always"
    """Whenever it changes; what is tightened is tight meanwhile."""
    NEVER = "never"


class GradingReason(enum.Enum):
    SAME_PERSON = "same_person"
    NOT_STRICTER = "not_stricter"
    NOT_WAITING = "not_waiting"
    SAME_GRADE = "same_grade"


@dataclass(frozen=True, slots=True)
class Move:
    """From what is in force to what is wanted; None is 待定级, which is closed."""

    before: Grade | None
    after: Grade | None

    @property
    def is_none(self) -> bool:
        return self.before == self.after

    @property
    def tightens(self) -> bool:
        """Say whether nothing becomes more open by it."""
        if self.after is None:
            return True
        return self.before is not None and strictest(self.before, self.after) == self.after


def move_between(kind: ObjectKind, before: Codes, after: Codes) -> Move:
    """Return the move between the own codes of an object; a part is measured by itself."""
    if kind is ObjectKind.DATASET:
        return Move(complete(*before), complete(*after))
    return Move(
        effective(MOST_OPEN, partial(*before)),
        effective(MOST_OPEN, partial(*after)),
    )


def goes_at_once(move: Move, setting: SecondPerson) -> bool:
    """Say whether it is in force as soon as it is wanted."""
    return move.tightens or setting is SecondPerson.NEVER


def waits_for_approval(move: Move, setting: SecondPerson) -> bool:
    """Say whether an approver has to say something to it."""
    if move.is_none or setting is SecondPerson.NEVER:
        return False
    return not move.tightens or setting is SecondPerson.ALWAYS


def judge_approver(
    move: Move, setting: SecondPerson, proposer: str, approver: str
) -> Refusal | None:
    """Refuse the approver who has proposed it himself where a second person is needed."""
    needs_second = setting is SecondPerson.ALWAYS or (
        setting is SecondPerson.RAISE and not move.tightens
    )
    if needs_second and proposer == approver:
        return Refusal(GradingReason.SAME_PERSON)
    return None


def judge_tightening(move: Move) -> Refusal | None:
    """Refuse as a tightening what opens something, or changes nothing."""
    if move.is_none:
        return Refusal(GradingReason.SAME_GRADE)
    return None if move.tightens else Refusal(GradingReason.NOT_STRICTER)


def effective(
    dataset: Grade | None,
    resource: PartialGrade = INHERITS,
    item: PartialGrade = INHERITS,
) -> Grade | None:
    """Return what is in force for a part: the strictest of all above it; None while unclassified."""
    if dataset is None:
        return None
    found = dataset
    for part in (resource, item):
        if not part.is_empty:
            found = strictest(found, part.within(found))
    return found


def item_choices(resource: Grade | None) -> tuple[PartialGrade, ...]:
    """Return what a data item may have of its own: nothing, and whatever is stricter and allowed.

    Each says no more than what differs from the resource. That a resource has at least the level of
    its items and that the matrix binds share types to levels leaves little: to be less open.
    """
    if resource is None:
        return (INHERITS,)
    stricter = (_beyond(resource, grade) for grade in ACCESS_RIGHTS if grade != resource)
    return (INHERITS, *(own for own in stricter if _fits(own, resource)))


def _beyond(resource: Grade, grade: Grade) -> PartialGrade:
    return PartialGrade(
        None if grade.level is resource.level else grade.level,
        None if grade.share is resource.share else grade.share,
        None if grade.open is resource.open else grade.open,
    )


def _fits(own: PartialGrade, resource: Grade) -> bool:
    return not (judge_part(own, resource) or rules.item_level(own.level, resource.level))


def partial(level: str | None, share: str | None, open_type: str | None) -> PartialGrade:
    """Return a part's own grade out of three codes, each empty where it inherits."""
    return PartialGrade(
        Level(level) if level else None,
        ShareType(share) if share else None,
        OpenType(open_type) if open_type else None,
    )


def complete(level: str | None, share: str | None, open_type: str | None) -> Grade | None:
    """Return a dataset's grade out of three codes; None unless all are there."""
    if not (level and share and open_type):
        return None
    return Grade(Level(level), ShareType(share), OpenType(open_type))
