"""What the home page shows: one search and one count, however large the catalogue."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.pages.growth import Month, growth
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

_FACETS = (
    "data_kind", "data_domain", "st_topic", "theme", "open_type", "organization", "res_format", "tags",
    "created_month",
)  # fmt: skip
_RECENT = 6


@dataclasses.dataclass(frozen=True)
class Entry:
    """A way into the catalogue: the filter's value, what it is called, how much is behind it.

    ``length`` is that of its bar, of a hundred for the most frequent value.
    """

    value: str
    label: str
    count: int
    length: str


@dataclasses.dataclass(frozen=True)
class HomePage:
    """The home page's values.

    ``datasets`` to ``data_items`` are the figures; ``entries`` maps a filter to its
    values, most frequent first; ``recent`` are the datasets changed last, ``used`` those used most.
    """

    datasets: int
    providers: int
    files: int
    data_items: int
    entries: dict[str, tuple[Entry, ...]]
    recent: tuple[dict[str, Any], ...]
    used: tuple[dict[str, Any], ...]
    growth: tuple[Month, ...]


def gather(context: Any) -> HomePage:
    """Ask for everything the home page shows on behalf of the context's user."""
    found = tk.get_action("package_search")(
        context,
        {
            "q": "*:*",
            "fq": "+dataset_type:dataset",
            "rows": _RECENT,
            "sort": "data_modified_date desc",
            "facet.field": list(_FACETS),
            "facet.limit": -1,
        },
    )
    entries = {name: _entries(name, found) for name in _FACETS}
    files, data_items = _contents()
    return HomePage(
        datasets=found["count"],
        providers=len(entries["organization"]),
        files=files,
        data_items=data_items,
        entries=entries,
        recent=tuple(found["results"]),
        used=_most_used(context),
        growth=growth(
            {entry.value: entry.count for entry in entries["created_month"]},
            local_day(clock.now()),
        ),
    )


def _most_used(context: Any) -> tuple[dict[str, Any], ...]:
    """Return what is used most; nothing on a site that does not count use."""
    if not p.plugin_loaded("scigov_usage"):
        return ()
    return tuple(tk.get_action("scigov_usage_list")(context, {"limit": _RECENT}))


def _entries(name: str, found: dict[str, Any]) -> tuple[Entry, ...]:
    items = found["search_facets"].get(name, {}).get("items", [])
    most = max((item["count"] for item in items), default=1)
    entries = (
        Entry(
            item["name"],
            tk.h.scigov_facet_label(name, item["name"], item["display_name"]),
            item["count"],
            f"{100 * item['count'] / most:.1f}",
        )
        for item in items
    )
    return tuple(sorted(entries, key=lambda entry: (-entry.count, entry.label)))


def _contents() -> tuple[int, int]:
    """Count the files and described data items of all published entries."""
    package, resource = model.Package, model.Resource
    items = sa.cast(resource.extras, JSONB)["data_items"]
    described = sa.case(
        (sa.func.jsonb_typeof(items) == "array", sa.func.jsonb_array_length(items)), else_=0
    )
    query = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(described), 0))
        .select_from(resource)
        .join(package, package.id == resource.package_id)
        .where(
            resource.state == "active",
            package.state == "active",
            package.type == "dataset",
            package.private.is_(False),
        )
    )
    files, data_items = model.Session.execute(query).one()
    return files, int(data_items)
