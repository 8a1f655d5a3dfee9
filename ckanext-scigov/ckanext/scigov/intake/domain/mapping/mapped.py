"""What a mapping makes of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ckanext.scigov.catalogue.domain import grades
from ckanext.scigov.intake.domain.causes import Cause

Wish: TypeAlias = "tuple[str | None, str | None, str | None]"
"""Security level, share type, open type."""
LEGAL: frozenset[Wish] = frozenset(
    (grade.level.value, grade.share.value, grade.open.value) for grade in grades.ACCESS_RIGHTS
)
"""The wishes that are a grade."""


@dataclass(frozen=True, slots=True)
class Unmapped:
    field: str
    """Of the catalogue; ``contact.email``, ``resources.format`` in groups and resources."""
    source: str
    """The source's own name of it."""
    value: str


@dataclass(frozen=True, slots=True)
class BadValue:
    field: str
    source: str
    value: str
    reason: str
    """A code of ``Cause``."""


@dataclass(frozen=True, slots=True)
class Mapped:
    key: str
    """The identity; empty when the record has none. Parts are joined with U+001F."""
    title: str
    provider: str
    """Our organisation's name or id."""
    entry: dict[str, Any]
    """What ``package_create`` takes; empty when the record is rejected."""
    grade: Wish = (None, None, None)
    """As the source wishes it. It is in ``entry`` only where the three go together."""
    is_graded_by_source: bool = False
    """The source itself states level and share type; otherwise they are the mapping's."""
    unmapped: tuple[Unmapped, ...] = ()
    bad: tuple[BadValue, ...] = ()
    rejection: str = ""
    """A code of ``Cause``, or empty."""
    version: str = ""


@dataclass(slots=True)
class Findings:
    """What could not be taken over of one record, collected while it is mapped."""

    unmapped: list[Unmapped] = field(default_factory=list[Unmapped])
    bad: list[BadValue] = field(default_factory=list[BadValue])

    def add(self, cause: Cause, field: str, source: str, value: str) -> None:
        if cause is Cause.UNMAPPED:
            self.unmapped.append(Unmapped(field, source, value))
        else:
            self.bad.append(BadValue(field, source, value, cause.value))

    @property
    def original_values(self) -> list[str]:
        """What the source said where a field stays empty, as ``字段：原值``."""
        lost: list[Unmapped | BadValue] = list(self.unmapped)
        lost += [one for one in self.bad if one.reason not in _KEPT]
        return list(dict.fromkeys(f"{one.source}：{one.value}" for one in lost))


_KEPT = frozenset({Cause.CUT.value, Cause.TOO_MANY.value, Cause.NOT_A_TEXT.value})
