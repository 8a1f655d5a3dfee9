"""What has changed from one version of a dictionary to the next, item by item and field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypedDict

from ckanext.scigov.catalogue.domain.codes import changed

Item: TypeAlias = Mapping[str, Any]


class FieldChange(TypedDict):
    """A field of an item; an empty text means that it had, or has, none.

    Of a code list only the codes that have gone and that have come are told.
    """

    field: str
    before: str
    after: str


class ItemChange(TypedDict):
    """An item that is there before and after; ``title`` as it is now."""

    title: str
    fields: list[FieldChange]


class DictionaryDifference(TypedDict):
    """Items by their titles."""

    added: list[str]
    removed: list[str]
    changed: list[ItemChange]
    reordered: bool


def difference(before: Sequence[Item], after: Sequence[Item]) -> DictionaryDifference:
    """Compare two dictionaries.

    An item is the same if it has the same field name, or else the same title: a title and a field
    name that both change make another item.
    """
    pairs = _pairs(before, after)
    kept_before = {id(old) for old, _new in pairs}
    kept_after = {id(new) for _old, new in pairs}
    changes = [_change(old, new) for old, new in pairs]
    places = {id(item): place for place, item in enumerate(before)}
    order = [places[id(old)] for old, _new in pairs]
    return {
        "added": [_title(item) for item in after if id(item) not in kept_after],
        "removed": [_title(item) for item in before if id(item) not in kept_before],
        "changed": [change for change in changes if change["fields"]],
        "reordered": order != sorted(order),
    }


def _pairs(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Return the items that are in both, in the order of now."""
    found: dict[int, Item] = {}
    left = list(before)
    for key in ("name", "title"):
        named = {_text(item, key): item for item in left if _text(item, key)}
        for place, item in enumerate(after):
            if place not in found and _text(item, key) in named:
                found[place] = named.pop(_text(item, key))
        taken = {id(item) for item in found.values()}
        left = [item for item in left if id(item) not in taken]
    return [(found[place], after[place]) for place in sorted(found)]


def _change(before: Item, after: Item) -> ItemChange:
    names = [*after, *(name for name in before if name not in after)]
    pairs = ((name, _text(before, name), _text(after, name)) for name in names)
    fields: list[FieldChange] = []
    for name, old, new in pairs:
        if old != new:
            told = changed(old, new) if name == "codes" else (old, new)
            fields.append({"field": name, "before": told[0], "after": told[1]})
    return {"title": _title(after), "fields": fields}


def _title(item: Item) -> str:
    return _text(item, "title") or _text(item, "name")


def _text(item: Item, name: str) -> str:
    value = item.get(name)
    return "" if value is None else str(value)
