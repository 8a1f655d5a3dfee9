"""Data items of a sheet put into a dictionary, and taken out of it again."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ckanext.scigov.intake.domain.batches import UNDO, Done, Now, Undo

Item: TypeAlias = "Mapping[str, Any]"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item of the sheet went."""

    place: int
    """In the dictionary."""
    was: Item | None
    """What stood there; None for a new one."""


def place_of(items: Sequence[Item], told: Item) -> int | None:
    """Return which item of a dictionary one of a sheet means: of the same field name, else of the same title."""
    for part in ("name", "title"):
        wanted = _key(told.get(part))
        for place, item in enumerate(items if wanted else ()):
            if _key(item.get(part)) == wanted:
                return place
    return None


def merged(items: Sequence[Item], sheet: Sequence[Item]) -> tuple[list[Item], list[Placed]]:
    """Return a dictionary with the items of a sheet in it: what is there is changed, the rest comes behind.

    A field that the sheet does not say stays as it is.
    """
    found: list[Item] = list(items)
    placed: list[Placed] = []
    for told in sheet:
        place = place_of(items, told)
        if place is None:
            placed.append(Placed(len(found), None))
            found.append(dict(told))
        else:
            placed.append(Placed(place, items[place]))
            found[place] = {**found[place], **told}
    return found, placed


@dataclass(frozen=True, slots=True)
class Written:
    """What a row of a sheet has made of an item."""

    number: int
    was: Item | None
    left: Item
    """The item as it was stored then."""


def taken_back(items: Sequence[Item], written: Sequence[Written]) -> tuple[list[Item], list[int]]:
    """Return a dictionary as it was, and the rows whose items somebody has changed since."""
    found = list(items)
    gone: list[Item] = []
    refused: list[int] = []
    for one in written:
        place = place_of(found, {"name": one.left.get("name")})
        undo = UNDO[_done(one), _now(None if place is None else found[place], one.left)]
        if undo is Undo.REFUSE:
            refused.append(one.number)
        elif place is not None and undo is Undo.DELETE:
            gone.append(found[place])
        elif place is not None and one.was is not None:
            found[place] = one.was
    return [item for item in found if all(item is not other for other in gone)], refused


def _done(one: Written) -> Done:
    return Done.MADE if one.was is None else Done.CHANGED


def _now(item: Item | None, left: Item) -> Now:
    if item is None:
        return Now.GONE
    return Now.SAME if _said(item) == _said(left) else Now.OTHERWISE


def _said(item: Item) -> dict[str, Any]:
    """Return what an item says; a yes is a text where it is stored, and none where it is shown."""
    told = {name: "true" if value is True else value for name, value in item.items()}
    return {name: value for name, value in told.items() if value not in (None, "", False, "false")}


def _key(text: Any) -> str:
    return unicodedata.normalize("NFKC", str(text or "")).strip().casefold()
