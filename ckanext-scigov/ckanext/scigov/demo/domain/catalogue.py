"""The shipped catalogue records as values, with the checks that make a bad edit fail early.

``records.json`` holds what the portals wrote; nothing here changes it or fills a gap.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

# The grade is the pair of what the source states (open type) and what the demonstration assigns.
ASSIGNABLE = ("data_kind", "security_level", "share_type")


@dataclasses.dataclass(frozen=True, slots=True)
class Portal:
    """One of the portals the records come from; ``source_fields`` are its own field names."""

    key: str
    title: str
    province: str
    source_fields: Mapping[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """A real unit that publishes data."""

    name: str
    title: str
    province: str


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One catalogue record: the source's words, our codes for them, and where it was found."""

    name: str
    title: str
    notes: str
    provider: Provider
    tags: tuple[str, ...]
    issued: str
    source_modified: str
    update_cycle: str
    formats: tuple[str, ...]
    data_form: str
    open_type: str
    assigned: Mapping[str, str]
    portal: Portal
    source_identity: str
    source_url: str
    source_values: Mapping[str, Any]

    def original(self, field: str) -> str:
        """Return the portal's own wording of one of our fields, empty where it has none."""
        value = self.source_values.get(self.portal.source_fields.get(field, ""))
        if isinstance(value, list):
            return ";".join(str(part) for part in cast("list[Any]", value))
        return "" if value is None else str(value)

    @property
    def is_classified(self) -> bool:
        return bool(self.open_type)


@dataclasses.dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in ``records.json``."""

    portals: tuple[Portal, ...]
    providers: tuple[Provider, ...]
    records: tuple[Record, ...]
    value_tables: Mapping[str, Mapping[str, str]]


def parse(document: Mapping[str, Any]) -> Catalogue:
    """Read the parsed JSON; a record that names an unknown provider or portal raises KeyError."""
    portals = {
        key: Portal(key, p["title"], p["province"], p["source_fields"])
        for key, p in document["portals"].items()
    }
    providers = {p["name"]: Provider(**p) for p in document["providers"]}
    records = tuple(_record(r, portals, providers) for r in document["records"])
    return Catalogue(
        tuple(portals.values()), tuple(providers.values()), records, document["value_tables"]
    )


def _record(
    entry: Mapping[str, Any], portals: Mapping[str, Portal], providers: Mapping[str, Provider]
) -> Record:
    source = entry["source"]
    plain = ("name", "title", "notes", "issued", "source_modified", "update_cycle", "data_form")
    return Record(
        **{field: entry[field] for field in plain},
        provider=providers[entry["provider"]],
        tags=tuple(entry["tags"]),
        formats=tuple(entry["formats"]),
        open_type=entry["open_type"],
        assigned=entry["assigned"],
        portal=portals[source["portal"]],
        source_identity=source["identity"],
        source_url=source["url"],
        source_values=source["values"],
    )
