"""The closed matrix of security level, share type and open type.

Six combinations are legal; everything else is derived from them here and nowhere repeated.
Not yet classified (待定级) is a state of its own, never a level. This module never decides who
may set a grade.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.shared.errors import Refusal


class Level(str, enum.Enum):
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


class ShareType(str, enum.Enum):
    """In the order of strictness."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NONE = "none"


class OpenType(str, enum.Enum):
    """In the order of strictness."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NONE = "none"


class AccessRights(str, enum.Enum):
    """What a grade means to the outside: the codes of the EU access-right list."""

    PUBLIC = "PUBLIC"
    RESTRICTED = "RESTRICTED"
    NON_PUBLIC = "NON_PUBLIC"


class Sensitivity(str, enum.Enum):
    GENERAL = "general"
    SENSITIVE = "sensitive"


class GradeReason(enum.Enum):
    SHARE_MISSING = "share_missing"
    OPEN_MISSING = "open_missing"
    SHARE_NOT_ALLOWED = "share_not_allowed"
    OPEN_NOT_ALLOWED = "open_not_allowed"
    UNCLASSIFIED_WITH_TYPE = "unclassified_with_type"
    LOOSER_THAN_PARENT = "looser_than_parent"


UNCLASSIFIED = "unclassified"
"""What the form's choice 待定级 sends; stored as an empty level."""


@dataclass(frozen=True, slots=True)
class Grade:
    level: Level
    share: ShareType
    open: OpenType

    @property
    def access_rights(self) -> AccessRights:
        return ACCESS_RIGHTS[self]

    @property
    def sensitivity(self) -> Sensitivity:
        return sensitivity(self.level)


ACCESS_RIGHTS: Mapping[Grade, AccessRights] = MappingProxyType(
    {
        Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL): AccessRights.PUBLIC,
        Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.CONDITIONAL): AccessRights.RESTRICTED,
        Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.NONE): AccessRights.NON_PUBLIC,
        Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL): AccessRights.RESTRICTED,
        Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.NONE): AccessRights.NON_PUBLIC,
        Grade(Level.FOUR, ShareType.NONE, OpenType.NONE): AccessRights.NON_PUBLIC,
    }
)
"""The matrix. A grade is legal if and only if it is a key here."""


def is_legal(grade: Grade) -> bool:
    return grade in ACCESS_RIGHTS


def legal_shares(level: Level) -> tuple[ShareType, ...]:
    allowed = {grade.share for grade in ACCESS_RIGHTS if grade.level is level}
    return tuple(share for share in ShareType if share in allowed)


def legal_opens(level: Level) -> tuple[OpenType, ...]:
    allowed = {grade.open for grade in ACCESS_RIGHTS if grade.level is level}
    return tuple(open_type for open_type in OpenType if open_type in allowed)


def sensitivity(level: Level) -> Sensitivity:
    sensitive = level in (Level.THREE, Level.FOUR)
    return Sensitivity.SENSITIVE if sensitive else Sensitivity.GENERAL


def judge(
    level: Level | None, share: ShareType | None, open_type: OpenType | None
) -> tuple[Refusal, ...]:
    """Return what is wrong with a combination, by field; nothing when it is legal.

    ``level`` None is 待定级, which has neither share type nor open type. Share and open are
    judged one by one because the matrix allows every pair of what a level allows
    (tests/domain/catalogue holds that true).
    """
    if level is None:
        return _judge_unclassified(share, open_type)
    refusals: list[Refusal] = []
    shares, opens = legal_shares(level), legal_opens(level)
    if share is None:
        refusals.append(Refusal(GradeReason.SHARE_MISSING, "share_type"))
    elif share not in shares:
        values = {"level": level.value, "allowed": _codes(shares)}
        refusals.append(Refusal(GradeReason.SHARE_NOT_ALLOWED, "share_type", values))
    if open_type is None:
        refusals.append(Refusal(GradeReason.OPEN_MISSING, "open_type"))
    elif open_type not in opens:
        values = {"level": level.value, "allowed": _codes(opens)}
        refusals.append(Refusal(GradeReason.OPEN_NOT_ALLOWED, "open_type", values))
    return tuple(refusals)


def judge_part(own: PartialGrade, parent: Grade) -> tuple[Refusal, ...]:
    """Judge a resource's or data item's own grade: inherits what is empty, may only be stricter."""
    merged = own.within(parent)
    refusals = list(judge(merged.level, merged.share, merged.open))
    refusals += [
        Refusal(GradeReason.LOOSER_THAN_PARENT, field, {"parent": above.value})
        for field, below, above in (
            ("security_level", own.level, parent.level),
            ("share_type", own.share, parent.share),
            ("open_type", own.open, parent.open),
        )
        if below is not None and _rank(below) < _rank(above)
    ]
    return tuple(refusals)


@dataclass(frozen=True, slots=True)
class PartialGrade:
    """The three fields of a resource or data item, each None where it inherits."""

    level: Level | None = None
    share: ShareType | None = None
    open: OpenType | None = None

    @property
    def is_empty(self) -> bool:
        return self.level is None and self.share is None and self.open is None

    def within(self, parent: Grade) -> Grade:
        """Return the grade with the parent's value wherever none is given."""
        return Grade(
            self.level or parent.level, self.share or parent.share, self.open or parent.open
        )


def strictest(first: Grade, second: Grade) -> Grade:
    """Return the stricter value of each field: what is in force when both hold."""
    return Grade(
        max(first.level, second.level, key=_rank),
        max(first.share, second.share, key=_rank),
        max(first.open, second.open, key=_rank),
    )


def _judge_unclassified(share: ShareType | None, open_type: OpenType | None) -> tuple[Refusal, ...]:
    given = (("share_type", share), ("open_type", open_type))
    return tuple(
        Refusal(GradeReason.UNCLASSIFIED_WITH_TYPE, field)
        for field, value in given
        if value is not None
    )


def _rank(value: Level | ShareType | OpenType) -> int:
    return list(type(value)).index(value)


def _codes(values: tuple[ShareType, ...] | tuple[OpenType, ...]) -> str:
    return ",".join(value.value for value in values)
