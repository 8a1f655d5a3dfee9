"""Mappings proposed for the ten portals beside those that are shipped: which fields come out the same."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.mapping import Mapped, MappingFile
from corpus import harvested, sources

GROUPS = ("contact", "resources")


def proposal_for(portal: str) -> MappingFile:
    return mapping_files.read(proposals.propose(sources.records_of(portal), portal))


def differences(portal: str) -> tuple[int, dict[str, int]]:
    """Return how many fields proposal and shipped mapping fill between them, and which differ.

    A field is the same when it is in every record of the portal; of one that differs, in how many.
    The name of the mapping is another, and the grade is the steward's: neither is a field here.
    """
    mapping, shipped = proposal_for(portal), harvested.portals()[portal].mapped
    fields: set[str] = set()
    found: dict[str, int] = {}
    for record, theirs in zip(sources.records_of(portal), shipped, strict=True):
        ours = mapping.apply(record)
        both = _values(ours), _values(theirs)
        named = both[0].keys() | both[1].keys()
        fields |= named
        for name in named:
            if both[0].get(name) != both[1].get(name):
                found[name] = found.get(name, 0) + 1
    return len(fields), found


_APART = frozenset(
    {
        "catalogue_profile", "source_portal", "source_id", "source_values", "security_level",
        "share_type", *GROUPS,
    }
)  # fmt: skip


def _values(mapped: Mapped) -> dict[str, Any]:
    """Return the fields of an entry that have a value; what is in groups and resources by its own name."""
    entry = mapped.entry
    values = {name: value for name, value in entry.items() if name not in _APART}
    values |= {"identity": mapped.key, "open_type": mapped.grade[2]}
    for group in GROUPS:
        for name in ("name", "email", "phone", "url", "format"):
            every = [one.get(name) for one in entry.get(group, ())]
            if any(every):
                values[f"{group}.{name}"] = every
    return {name: value for name, value in values.items() if value}
