"""What is asked before a gathered entry opens that speaks of persons.

A source's approved value table grades its new entries without asking. It cannot know which of them
are about persons, so an entry whose own words say so is proposed at a stricter grade and waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.domain.grading import Codes, complete
from ckanext.scigov.access.domain.personal_data import Finding
from ckanext.scigov.access.domain.personal_entries import find_in_entry
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType, strictest

AT_LEAST = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
"""What is proposed for an entry about persons, where its source wanted it more open."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What was found in an entry's words, and the grade that may be wished for it."""

    findings: tuple[Finding, ...]
    grade: Codes
    """Unchanged without findings, and for what is not classified: that is closed already."""

    @property
    def asks(self) -> bool:
        """Say whether the grade is to be a proposal, whatever was approved for the source."""
        return bool(self.findings) and self.grade[0] is not None


def caution(entry: Mapping[str, Any], wished: Codes) -> Caution:
    """Judge an entry of profile ``gathered`` (title, notes, titles of data items) and its wished grade."""
    titles = tuple(_items(entry))
    findings = find_in_entry(str(entry.get("title") or ""), str(entry.get("notes") or ""), titles)
    grade = complete(*wished)
    if not findings or grade is None:
        return Caution(findings, wished)
    stricter = strictest(grade, AT_LEAST)
    return Caution(findings, (stricter.level.value, stricter.share.value, stricter.open.value))


def _items(entry: Mapping[str, Any]) -> Iterator[str]:
    for resource in entry.get("resources") or ():
        for item in resource.get("data_items") or ():
            yield str(item.get("title") or item.get("name") or "")
