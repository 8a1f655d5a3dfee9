"""Deciding many proposals at once: which belong together, and which are left for a single look.

A group is what one approver can judge as one: the same grade for one provider's entries, proposed by the
same person or by what came from the same portal. Whatever asks for more than that is left out of it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.scigov.access.domain.grading import Codes, GradingReason, ObjectKind
from ckanext.scigov.access.domain.personal_answers import PersonalDataReason
from ckanext.scigov.access.domain.subjects import State
from ckanext.scigov.shared.errors import Refusal

NOTHING: Codes = (None, None, None)
WITHHELD = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """What the proposals of a group have in common."""

    provider_id: str
    codes: Codes
    proposed_by: str
    """A user's id; empty where the system has proposed it, for what came from elsewhere."""
    source: str = ""
    """Of the system's proposals, the portal that the entries came from."""


class Caution(str, enum.Enum):
    """Why a proposal is looked at by itself."""

    PERSONAL = "personal"
    """Something of it seems to be personal data, and each finding needs an answer."""
    PART = "part"
    """It is about a resource or a data item, and has to be seen beside its dataset."""
    CLOSES = "closes"
    """It leaves the entry without a grade."""
    GRADED = "graded"
    """Somebody has decided about the entry before."""
    STATE = "state"
    """The entry is private, hidden, suspended, retired or destroyed."""
    BASIS = "basis"
    """Something is to be said of the basis on which its data are not shared or not opened."""


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal that waits, with what decides whether it may be decided together with others."""

    kind: ObjectKind
    proposed: Codes
    in_force: Codes
    state: State
    is_hidden: bool
    findings: int
    has_doubtful_basis: bool


def cautions_of(case: Case) -> tuple[Caution, ...]:
    """Return why a proposal is left for a single look; ``together_queries`` says the same in SQL."""
    holds = {
        Caution.PERSONAL: case.findings > 0,
        Caution.PART: case.kind is not ObjectKind.DATASET,
        Caution.CLOSES: None in case.proposed,
        Caution.GRADED: case.in_force != NOTHING,
        Caution.STATE: case.state is not State.ACTIVE or case.is_hidden,
        Caution.BASIS: WITHHELD in case.proposed and case.has_doubtful_basis,
    }
    return tuple(caution for caution in Caution if holds[caution])


class Verdict(str, enum.Enum):
    APPROVE = "approve"
    REJECT = "reject"


class Outcome(str, enum.Enum):
    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


class SkipReason(str, enum.Enum):
    """Why a proposal was not decided although its group was."""

    NOT_YOURS = "not_yours"
    """Who decided may not decide about the entry any more."""
    GONE = "gone"
    """It no longer waits: somebody has decided it, or another proposal has taken its place."""
    CHANGED = "changed"
    """The entry is another one than it was when the group was decided."""
    CAUTION = "caution"
    PERSONAL = "personal"
    SAME_PERSON = "same_person"
    FAILED = "failed"


class TogetherReason(enum.Enum):
    GROUP_CHANGED = "group_changed"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is found of a proposal when its turn has come."""

    may_decide: bool
    waits: bool
    is_unchanged: bool
    cautions: Sequence[Caution] = ()


def judge_turn(seen: Seen) -> SkipReason | None:
    """Return why a proposal is skipped; who may not decide learns nothing of its state."""
    if not seen.may_decide:
        return SkipReason.NOT_YOURS
    if not seen.waits:
        return SkipReason.GONE
    if Caution.PERSONAL in seen.cautions:
        return SkipReason.PERSONAL
    if not seen.is_unchanged:
        return SkipReason.CHANGED
    return SkipReason.CAUTION if seen.cautions else None


def reason_of(refusals: Sequence[Refusal]) -> SkipReason:
    """Return the reason for what a single decision would have been refused for."""
    reasons = [refusal.reason for refusal in refusals]
    if any(isinstance(reason, PersonalDataReason) for reason in reasons):
        return SkipReason.PERSONAL
    if GradingReason.SAME_PERSON in reasons:
        return SkipReason.SAME_PERSON
    return SkipReason.GONE if GradingReason.NOT_WAITING in reasons else SkipReason.FAILED


def judge_count(expected: int, found: int) -> Refusal | None:
    """Refuse a decision about a group that is not what its approver has seen."""
    if found and found == expected:
        return None
    return Refusal(TogetherReason.GROUP_CHANGED, "count", {"count": found})
