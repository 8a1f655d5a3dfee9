"""A record on its way through a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.access.service.grade_targets import FIELDS
from ckanext.scigov.intake.contract import Raw
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.comparing import Change
from ckanext.scigov.intake.domain.mapping import Mapped, MappingFile
from ckanext.scigov.intake.domain.personal import Caution, caution
from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.queries import Remembered

WRITTEN_AGAIN = frozenset({Change.CHANGED, Change.RESTORED})


def cautious(mapped: Mapped) -> tuple[dict[str, Any], Caution]:
    """Return the entry of a record with the grade that may be wished for it, and why."""
    found = caution(mapped.entry, mapped.grade)
    if found.grade == mapped.grade:
        return mapped.entry, found
    return {**mapped.entry, **dict(zip(FIELDS, found.grade, strict=True))}, found


@dataclass(slots=True)
class One:
    raw: Raw
    key: str
    hash: str
    version: str
    change: Change
    ordinal: int
    remembered: Remembered | None
    mapping: MappingFile
    fate: Fate = Fate.IN
    reason: str = ""
    dataset_id: str = ""
    name: str = ""
    validated: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Of a new one that is to be stored."""
    is_held: bool = False
    """Its entry stays as it was; that is told at each run until somebody does something about it."""
    _mapped: Mapped | None = None
    _cautious: tuple[dict[str, Any], Caution] | None = None

    @property
    def mapped(self) -> Mapped:
        """What the mapping makes of it; worked out when it is asked for, as nobody does of what is unchanged."""
        if self._mapped is None:
            self._mapped = self.mapping.apply(self.raw)
        return self._mapped

    @property
    def entry(self) -> dict[str, Any]:
        """What is to be stored of it: graded more strictly where its words speak of persons."""
        if self._cautious is None:
            self._cautious = cautious(self.mapped)
        return self._cautious[0]

    @property
    def caution(self) -> Caution:
        return (self._cautious or cautious(self.mapped))[1]

    @property
    def stays(self) -> bool:
        """Whether all that is written of it is that it was seen."""
        return self.change is Change.UNCHANGED or self.is_held

    @property
    def title(self) -> str:
        return self.mapped.title

    def fail(self, cause: Cause) -> None:
        """What was refused is not in; of what is in, the last good state stays."""
        if self.change in WRITTEN_AGAIN:
            self.is_held = True
        else:
            self.reject(cause)

    def reject(self, cause: Cause) -> None:
        self.fate, self.reason, self.validated = Fate.REJECTED, cause.value, {}


class RecordFailed(Exception):
    """CKAN or the database has refused a record in the middle of its page."""

    def __init__(self, position: int, cause: Cause, detail: str) -> None:
        super().__init__(detail)
        self.position = position
        self.cause = cause
        self.detail = detail
