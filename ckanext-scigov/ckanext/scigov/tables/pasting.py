"""A dictionary that was copied from a spreadsheet: read for a form, or taken in with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.scigov.shared import ids
from ckanext.scigov.tables import known_items
from ckanext.scigov.tables.domain import pasted
from ckanext.scigov.tables.domain.pasted import Pasted

FIELD = "pasted_items"
ITEMS = "data_items"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """What was read, every data item with a field name."""

    read: Pasted
    items: list[dict[str, str]]

    @property
    def undescribed(self) -> list[str]:
        """Return the titles of the items that somebody has to describe yet."""
        return [item["title"] for item in self.items if not item.get("description")]


def dictionary_from(text: str, taken: set[str] | None = None) -> Dictionary:
    """Read a text; ``taken`` are the field names, in lower case, that other items have."""
    read = pasted.read(text, known_items.words())
    return Dictionary(read, named(read.items, taken))


def named(items: pasted.Items, taken: set[str] | None = None) -> pasted.Items:
    """Give a field name to every item that has none."""
    names = set(taken or ()) | {item["name"].lower() for item in items if "name" in item}
    found: pasted.Items = []
    for item in items:
        name = item.get("name") or ids.item_name(item["title"], names)
        names.add(name.lower())
        found.append({**item, "name": name})
    return found


def take_in(resource: dict[str, Any]) -> None:
    """Put what was pasted into a form without a script behind the items that were typed in."""
    text = str(resource.pop(FIELD, "") or "")
    if not text.strip():
        return
    items = [one for one in resource.get(ITEMS) or [] if isinstance(one, dict)]
    taken = {str(one.get("name") or "").lower() for one in items}
    resource[ITEMS] = [*items, *dictionary_from(text, taken).items]
