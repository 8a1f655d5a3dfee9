"""Data items in the place where an entry shows their grades: the dictionary of their resource.

A dictionary that its provider hides lies in the vault, and the grades of its items with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.access import item_queries
from ckanext.scigov.access.domain import items
from ckanext.scigov.access.model import Kept
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.dictionary import dictionary_of

DICTIONARY = "data_items"


@dataclass(slots=True)
class ShownItem:
    """An item as something that has fields, as a dataset and a resource have theirs."""

    session: Session
    resource: model.Resource
    name: str

    @property
    def extras(self) -> Mapping[str, Any]:
        """Return the item's fields; none when it has left the dictionary."""
        return next((one for one in dictionary_of(self.resource) if self._is(one)), {})

    @extras.setter
    def extras(self, fields: Mapping[str, Any]) -> None:
        rows = [dict(fields) if self._is(one) else one for one in dictionary_of(self.resource)]
        stored = self.resource.extras or {}
        kept = self.session.get(Kept, self.resource.id)
        if DICTIONARY not in stored and kept is not None and DICTIONARY in kept.fields:
            kept.fields = {**kept.fields, DICTIONARY: rows}
        else:
            self.resource.extras = {**stored, DICTIONARY: rows}

    def _is(self, item: Mapping[str, Any]) -> bool:
        return items.name_of(item) == self.name


def graded(session: Session, resource: model.Resource, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of the items that have, or wish, a grade of their own and are still there.

    An item that has left the dictionary keeps its grade: its column may still be in the table, and
    taking it out of the dictionary opens nothing.
    """
    rows = item_queries.item_grades(session, resource.id)
    known = {items.split_id(row.object_id)[1] for row in rows}
    for item in dictionary_of(resource):
        name = items.name_of(item)
        if name and (name in known or any(item.get(field) for field in fields)):
            yield name


def is_known(session: Session, resource: model.Resource, name: str) -> bool:
    """Say whether there is such an item, or was one whose grade is still in force."""
    if any(items.name_of(item) == name for item in dictionary_of(resource)):
        return True
    wanted = items.object_id(resource.id, name)
    return any(row.object_id == wanted for row in item_queries.item_grades(session, resource.id))
