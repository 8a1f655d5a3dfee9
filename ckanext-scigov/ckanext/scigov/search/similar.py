"""Titles that are already in the catalogue, for somebody who is about to enter one."""

from __future__ import annotations

from typing import Any

from ckan.types import Context

from ckanext.scigov.search.asking import search_as
from ckanext.scigov.search.domain import likeness

LOOKED_AT = 50
"""So many of the best hits are compared."""
MOST = 5


def to(context: Context, title: str) -> list[dict[str, Any]]:
    """Return the entries that the caller may see whose titles are like this one, the likest first."""
    words = likeness.words(title)
    if not words:
        return []
    found = search_as(
        context,
        q=words,
        qf="title",
        rows=LOOKED_AT,
        fl=["id", "name", "title"],
        include_drafts=True,
    )
    compared = [
        {**one, "likeness": likeness.per_cent(title, one.get("title") or one["name"])}
        for one in found["results"]
    ]
    alike = [one for one in compared if one["likeness"] >= likeness.ALIKE]
    return sorted(alike, key=lambda one: (-one["likeness"], one["name"]))[:MOST]
