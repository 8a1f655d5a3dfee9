"""A source's data items as the catalogue takes them: names of its form, what people have written kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ckanext.scigov.catalogue.domain.dictionary import judge_items
from ckanext.scigov.catalogue.domain.rules import RuleReason
from ckanext.scigov.shared import ids

Item: TypeAlias = Mapping[str, Any]

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
TYPE = "data_type"
RANGE = ("range_min", "range_max")


def named(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Return items as the catalogue accepts them, in the same order.

    A name that is none is made from the title, in the way of the forms; without a title the name is it. Of
    two with one title the second bears its name, too. A description that says nothing, and a range that is
    none, are left out: they are gaps then, which the catalogue lists.
    """
    taken = {name.lower() for one in items if NAME.fullmatch(name := str(one.get("name") or ""))}
    used: set[str] = set()
    titles: set[str] = set()
    found: list[dict[str, Any]] = []
    for one in items:
        name, title = str(one.get("name") or ""), str(one.get("title") or "")
        if not NAME.fullmatch(name) or name.lower() in used:
            name = ids.item_name(title or name, taken | used)
        used.add(name.lower())
        title = title or str(one.get("name") or name)
        title = f"{title}（{name}）" if title in titles else title
        titles.add(title)
        found.append(_without_faults({**one, "name": name, "title": title}))
    return found


def _without_faults(item: dict[str, Any]) -> dict[str, Any]:
    texts = {key: str(value) for key, value in item.items() if isinstance(value, str | int)}
    faults = {one.reason for one in judge_items([texts])[0]}
    left_out: set[str] = set()
    if faults & {RuleReason.ITEM_DESCRIPTION_TOO_SHORT, RuleReason.ITEM_DESCRIPTION_IS_TITLE}:
        left_out.add("description")
    if RuleReason.ITEM_RANGE_REVERSED in faults:
        left_out |= {*RANGE}
    return {key: value for key, value in item.items() if key not in left_out}


def merged(
    stored: Sequence[Item], given: Sequence[Item], letters: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the dictionary of a table: the source's items, with what was written about them here.

    Args:
        stored: items of the resource, perhaps corrected by its provider.
        given: the source's, with names of the catalogue.
        letters: name → the type that the source gave last time; a type that is another one now wins
            over what is stored.
    """
    known = {str(one.get("name")): one for one in stored}
    found: list[dict[str, Any]] = []
    for one in given:
        name = one["name"]
        before = known.get(name)
        if before is None:
            found.append(dict(one))
        elif letters.get(name, one.get(TYPE)) != one.get(TYPE):
            found.append({**before, TYPE: one.get(TYPE)})
        else:
            found.append(dict(before))
    return found
