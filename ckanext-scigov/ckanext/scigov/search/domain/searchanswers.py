"""What CKAN's ``package_search`` makes of a search engine's answer, without its documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GROUP_FIELDS = ("groups", "organization")
"""Facets whose values are names of groups and are shown by title."""

Titles = Mapping[str, Mapping[str, str | None]]
"""For each facet field the titles of its values, as far as they have one."""


def search_facets(facets: Mapping[str, Mapping[str, int]], titles: Titles) -> dict[str, Any]:
    """Return the facets as lists of what a page shows, in descending order of what it shows."""
    return {
        field: {
            "title": field,
            "items": sorted(
                (
                    {
                        "name": name,
                        "display_name": _display_name(field, name, titles),
                        "count": count,
                    }
                    for name, count in values.items()
                ),
                key=_by_display_name,
                reverse=True,
            ),
        }
        for field, values in facets.items()
    }


def _by_display_name(item: Mapping[str, Any]) -> str:
    return item["display_name"]


def _display_name(field: str, name: str, titles: Titles) -> str | None:
    title = titles.get(field, {}).get(name, name)
    if field in GROUP_FIELDS and not (title and title.strip()):
        return name
    return title


def group_names(facets: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """Return the names of groups among the facets' values, sorted, each once."""
    return tuple(sorted({name for field in GROUP_FIELDS for name in facets.get(field, ())}))
