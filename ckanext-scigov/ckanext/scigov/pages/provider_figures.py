"""What one provider has published, in figures: of what the reader finds, and of open tables alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS

_FACETS = ("data_kind", "open_type", "catalogue_profile")
LOADS = sa.table(
    "scigov_tables_load", sa.column("resource_id"), sa.column("state"), sa.column("row_count")
)


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """A provider's figures.

    ``kinds`` and ``openness`` are codes with numbers of entries, most frequent first; ``tables`` and
    ``rows`` count what everybody may have; ``newest`` is the entry changed last.
    """

    entries: int
    kinds: tuple[tuple[str, int], ...]
    openness: tuple[tuple[str, int], ...]
    tables: int
    rows: int
    gathered: int
    incomplete: int
    newest: dict[str, Any] | None

    def share(self, part: int) -> int:
        """Return a part of the entries in per cent, rounded; what there is, is never 0."""
        return max(1, round(100 * part / self.entries)) if part else 0


def gather(context: Any, name: str, provider_id: str) -> Figures:
    """Return the figures of the provider of this name and id, as the context's user sees them."""
    fq = f'+dataset_type:dataset +organization:"{name}"'
    order = {"rows": 1, "sort": "data_modified_date desc"}
    found = _search(context, fq, **order, **{"facet.field": list(_FACETS), "facet.limit": -1})
    counts = {field: _counted(found, field) for field in _FACETS}
    lacking = _search(context, f"{fq} +missing_fields:[* TO *]", rows=0)["count"]
    tables = _open_tables(provider_id)
    return Figures(
        entries=found["count"],
        kinds=counts["data_kind"],
        openness=counts["open_type"],
        tables=len(tables),
        rows=sum(tables),
        gathered=dict(counts["catalogue_profile"]).get("gathered", 0),
        incomplete=lacking,
        newest=next(iter(found["results"]), None),
    )


def _search(context: Any, fq: str, **more: Any) -> dict[str, Any]:
    asked = {"q": "*:*", "fq": fq, "include_private": True, **more}
    return tk.get_action("package_search")(tk.fresh_context(context), asked)


def _counted(found: dict[str, Any], field: str) -> tuple[tuple[str, int], ...]:
    items = found["search_facets"].get(field, {}).get("items", [])
    pairs = ((item["name"], item["count"]) for item in items)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _open_tables(provider_id: str) -> list[int]:
    """Return the number of rows of each table of a provider that everybody may have."""
    package, resource = model.package_table.c, model.resource_table.c
    query = (
        sa.select(resource.package_id, resource.id, LOADS.c.row_count)
        .join(model.package_table, package.id == resource.package_id)
        .join(LOADS, LOADS.c.resource_id == resource.id)
        .where(
            package.owner_org == provider_id,
            package.state == model.State.ACTIVE,
            resource.state == model.State.ACTIVE,
            LOADS.c.row_count.is_not(None),
        )
    )
    rows = model.Session.execute(query).all()
    if not rows:
        return []
    ids = {row[1] for row in rows}
    objects = queries.resource_objects(model.Session, {row[0] for row in rows}, ids)
    return [
        row[2]
        for row in rows
        if row[1] in objects and decide(ANONYMOUS, Operation.DATA, objects[row[1]]).allowed
    ]
