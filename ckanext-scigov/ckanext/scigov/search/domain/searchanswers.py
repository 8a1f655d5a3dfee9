"""What CKAN's ``package_search`` makes of a search engine's answer, without its documents."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

GROUP_FIELDS = ("groups", "organization")
"""Facets whose values are names of groups and are shown by title."""

Titles = Mapping[str, Mapping[str, str | None]]
"""For each facet field the titles of its values, as far as they have one."""


def search_facets(facets: Mapping[str, Mapping[str, int]], titles: Titles) -> dict[str, Any]:
    """Return the facets as lists of what a page shows, in descending order of what it shows."""
    return {field: _facet(field, values, titles.get(field)) for field, values in facets.items()}


def _facet(
    field: str, values: Mapping[str, int], titles: Mapping[str, str | None] | None
) -> dict[str, Any]:
    if titles is None:
        # Most facets: a page shows the values themselves.
        shown: Mapping[str, str | None] = {}
    elif field in GROUP_FIELDS:
        shown = {name: title for name, title in titles.items() if title and title.strip()}
    else:
        shown = titles
    items = [
        {"name": name, "display_name": shown.get(name, name), "count": count}
        for name, count in values.items()
    ]
    items.sort(key=operator.itemgetter("display_name"), reverse=True)
    return {"title": field, "items": items}


def group_names(facets: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """Return the names of groups among the facets' values, sorted, each once."""
    return tuple(sorted({name for field in GROUP_FIELDS for name in facets.get(field, ())}))
