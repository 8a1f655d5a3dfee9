"""What somebody may know of tables that are compared: which there are, their columns, their values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.domain.table_sights import Part
from ckanext.scigov.access.service import reading
from ckanext.scigov.access.service import sights as entry_sights
from ckanext.scigov.dispute import source_queries
from ckanext.scigov.dispute.domain import parties
from ckanext.scigov.dispute.domain.parties import Unit
from ckanext.scigov.dispute.sight import Sights
from ckanext.scigov.shared.session import Session


class Tables:
    """Some tables as one reader sees them; a number of statements that does not grow with them."""

    def __init__(
        self,
        session: Session,
        principal: Principal,
        resource_ids: Collection[str],
        units: Collection[str] = (),
    ) -> None:
        self.places = source_queries.places(session, resource_ids)
        entries = entry_sights.entries(session, {one.dataset_id for one in self.places.values()})
        self._parts: dict[str, Part] = {
            id_: part
            for entry in entries.values()
            for id_, part in entry.parts.items()
            if id_ in self.places
        }
        self._principal, self._sights = principal, Sights(entries, principal)
        providers = {one.provider_id for one in self.places.values()} | set(units)
        self._above = reading.units_above(session, providers - {""})

    def sees(self, resource_id: str) -> bool:
        """Say whether he sees the entry that a table is part of."""
        place = self.places.get(resource_id)
        seen = place is not None and self._sights.sees_entry(place.dataset_id)
        return seen and resource_id in self._parts

    def told(self, resource_id: str, column: str) -> bool:
        """Say whether he is told that a table has a column."""
        if not self.sees(resource_id):
            return False
        part = self._parts[resource_id]
        sight = self._sights.table(part)
        names = set(map(items.key, sight.items))
        return any(
            one.id == column and (one.id in sight.columns or bool(one.names & names))
            for one in part.columns
        )

    def reads(self, resource_id: str, column: str) -> bool:
        """Say whether he may read the values of a column now."""
        if not self.sees(resource_id):
            return False
        return column in self._sights.table(self._parts[resource_id]).columns

    def rules(self, unit_id: str) -> bool:
        """Say whether he is the data authority in whose scope a unit is."""
        return parties.is_authority(self._principal, self._unit(unit_id))

    def handles(self, unit_id: str) -> bool:
        """Say whether he handles disputes for a unit."""
        return bool(unit_id) and parties.handles(self._principal, self._unit(unit_id))

    def rules_all(self, resource_ids: Collection[str]) -> bool:
        """Say whether he is the data authority over the units of all of some tables that are there."""
        units = {self.places[one].provider_id for one in resource_ids if one in self.places}
        return bool(units) and all(map(self.rules, units))

    def _unit(self, unit_id: str) -> Unit:
        return Unit(unit_id, self._above.get(unit_id, frozenset()))


def is_authority(principal: Principal) -> bool:
    """Say whether somebody is the data authority of anything."""
    return any(held.role is Role.CHIEF_DATA_OFFICER for held in principal.roles)


def told_types(tables: Tables, types: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Any]]:
    """Return of the columns of tables those that the reader is told of."""
    return {
        id_: {name: kind for name, kind in columns.items() if tables.told(id_, name)}
        for id_, columns in types.items()
        if tables.sees(id_)
    }
