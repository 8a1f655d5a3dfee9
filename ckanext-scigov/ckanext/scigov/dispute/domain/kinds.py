"""What is said to be wrong, who says it, and on what grounds it is not accepted or not corrected."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from ckanext.scigov.dispute.domain.states import Event

SHORTEST = 10
"""Characters of an explanation: less says nothing."""


class Kind(str, enum.Enum):
    INACCURATE = "inaccurate"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    INCONSISTENT = "inconsistent"
    """Another source says something else."""
    DUPLICATE = "duplicate"
    NOT_PUBLIC = "not_public"
    """It should not be public. Such a dispute is not shown in public itself."""
    DESCRIPTION = "description"
    OTHER = "other"


class FilerKind(str, enum.Enum):
    """What the public learns of a reporter."""

    VISITOR = "visitor"
    PERSON = "person"
    AGENCY = "agency"
    COMPARISON = "comparison"
    """The portal itself: two tables differ."""


class NotAccepted(str, enum.Enum):
    NOT_RESPONSIBLE = "not_responsible"
    NOT_FOUND = "not_found"
    """What it points at does not exist."""
    NOT_ABOUT_DATA = "not_about_data"
    UNCLEAR = "unclear"
    NO_GROUNDS = "no_grounds"
    ALREADY_REPORTED = "already_reported"
    ALREADY_CORRECTED = "already_corrected"
    ABUSE = "abuse"
    OTHER = "other"


class NotCorrected(str, enum.Enum):
    DATA_ARE_RIGHT = "data_are_right"
    RIGHT_FOR_THEIR_TIME = "right_for_their_time"
    OTHER_DEFINITION = "other_definition"
    """What is counted is defined otherwise (统计口径不同)."""
    CANNOT_BE_VERIFIED = "cannot_be_verified"
    SOURCE_DISAGREES = "source_disagrees"
    """The authoritative source (数源单位) stands by its value."""
    LAW_FORBIDS = "law_forbids"
    OTHER = "other"


Ground: TypeAlias = "NotAccepted | NotCorrected"

NEEDS_EXPLANATION: Mapping[Ground, bool] = MappingProxyType(
    {
        **dict.fromkeys(NotAccepted, True),
        NotAccepted.NOT_FOUND: False,
        NotAccepted.NOT_ABOUT_DATA: False,
        NotAccepted.ALREADY_REPORTED: False,
        NotAccepted.ALREADY_CORRECTED: False,
        NotAccepted.ABUSE: False,
        **dict.fromkeys(NotCorrected, True),
    }
)
_GROUNDS: Mapping[Event, type[NotAccepted | NotCorrected]] = MappingProxyType(
    {Event.REJECT: NotAccepted, Event.REFUSE: NotCorrected}
)


class GroundReason(enum.Enum):
    """What is wrong with the ground of an answer."""

    UNKNOWN = "unknown"
    EXPLANATION_MISSING = "explanation_missing"
    EXPLANATION_TOO_SHORT = "explanation_too_short"


def ground(event: Event, code: str, explanation: str) -> Ground | GroundReason | None:
    """Return the ground of an answer, or what is wrong with it; None for steps that need none.

    Args:
        event: the step that answers.
        code: as it was sent.
        explanation: in the unit's own words.
    """
    if event not in _GROUNDS:
        return None
    known = {one.value: one for one in _GROUNDS[event]}
    if code not in known:
        return GroundReason.UNKNOWN
    text = explanation.strip()
    if not text and NEEDS_EXPLANATION[known[code]]:
        return GroundReason.EXPLANATION_MISSING
    if 0 < len(text) < SHORTEST:
        return GroundReason.EXPLANATION_TOO_SHORT
    return known[code]
