"""What the list of providers shows: two questions, however many providers there are.

CKAN's own list asks three times for each provider it shows.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.helpers import Page

PER_PAGE = 24


def gather(context: Any, *, words: str, number: int) -> Page:
    """Return one page of the providers with ``words`` in their name, the fullest first."""
    tk.check_access("organization_list", context)
    counts = _datasets_by_provider(context)
    found = [dict(row, package_count=counts.get(row["name"], 0)) for row in _providers(words)]
    found.sort(key=lambda provider: (-provider["package_count"], provider["title"]))
    return Page(found, page=number, items_per_page=PER_PAGE)


def _datasets_by_provider(context: Any) -> dict[str, int]:
    query = {"rows": 0, "fq": "+dataset_type:dataset", "facet.field": ["organization"]}
    found = tk.get_action("package_search")(context, {**query, "facet.limit": -1})
    return found["facets"]["organization"] if found["facets"] else {}


def _providers(words: str) -> list[dict[str, Any]]:
    group = model.Group
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    query = sa.select(group.name, title.label("title"), group.description).where(
        group.is_organization.is_(True), group.type == "organization", group.state == "active"
    )
    if words:
        query = query.where(title.icontains(words, autoescape=True))
    return [dict(row) for row in model.Session.execute(query).mappings()]
