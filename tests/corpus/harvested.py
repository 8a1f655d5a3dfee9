"""What the shipped mappings make of the ten portals' records: each one's fate, counted."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping import Mapped, MappingFile
from ckanext.scigov.intake.domain.personal import Caution, caution
from corpus import sources

GAPS = (
    "notes", "tags", "data_domain", "data_form", "update_cycle", "modified", "contact", "resources",
)  # fmt: skip
"""Fields that a portal may leave empty."""


@dataclass
class Portal:
    """A portal's records once they went through its mapping; ``kept`` by identity."""

    mapped: list[Mapped]
    kept: dict[str, Mapped] = field(default_factory=dict[str, Mapped])
    cautions: dict[str, Caution] = field(default_factory=dict[str, Caution])
    repeated: int = 0
    """Duplicates that say the same as the first."""
    differing: int = 0
    rejected: Counter[str] = field(default_factory=Counter[str])

    @property
    def unmapped(self) -> Counter[tuple[str, str]]:
        """Field and value of the source → how many entries have it."""
        return Counter((u.field, u.value) for one in self.kept.values() for u in one.unmapped)

    @property
    def bad(self) -> Counter[str]:
        return Counter(b.reason for one in self.kept.values() for b in one.bad)

    @property
    def gaps(self) -> Counter[str]:
        return Counter(
            name for one in self.kept.values() for name in GAPS if not one.entry.get(name)
        )

    @property
    def open_types(self) -> Counter[str]:
        return Counter(one.grade[2] or "" for one in self.kept.values())

    @property
    def links(self) -> int:
        return sum(len(one.entry["resources"]) for one in self.kept.values())


@functools.cache
def mapping_of(name: str) -> MappingFile:
    return mapping_files.read(mapping_files.text_of(name))


@functools.cache
def portals() -> Mapping[str, Portal]:
    return {name: _portal(name) for name in sources.FILES}


def _portal(name: str) -> Portal:
    portal = Portal([mapping_of(name).apply(record) for record in sources.records_of(name)])
    for one in portal.mapped:
        if one.rejection:
            portal.rejected[one.rejection] += 1
        elif one.key not in portal.kept:
            portal.kept[one.key] = one
            portal.cautions[one.key] = caution(one.entry, one.grade)
    firsts: dict[str, Mapping[str, object]] = {}
    for one, record in zip(portal.mapped, sources.records_of(name), strict=True):
        first = firsts.setdefault(one.key, record) if not one.rejection else record
        if first is not record:
            portal.repeated += first == record
            portal.differing += first != record
    return portal
