"""What the form proposes from the provider's registers, and what a choice brings along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import queries
from ckanext.scigov.catalogue.domain.registers import FIELDS, Register

MOST = 300
REGISTERS = {field: register for register, field in FIELDS.items()}


def proposals(field_name: str, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the titles to choose from, of the entry's provider where it is known already.

    Only of providers in which the reader may publish: a register is the provider's own. With several
    providers ``provider`` says whose each is.
    """
    allowed = {one["id"]: one["name"] for one in tk.h.organizations_available("create_dataset")}
    wanted = data.get("owner_org") or data.get("group_id")
    chosen = [one for one, name in allowed.items() if wanted in (one, name)]
    among = chosen or list(allowed)
    if not among:
        return []
    register = REGISTERS[field_name]
    found = queries.listed(model.Session(), register, among, limit=MOST)
    names = queries.titles_of_providers(model.Session(), among) if len(among) > 1 else {}
    return [{"title": one.title, "provider": names.get(one.organization_id, "")} for one in found]


def registered(register: Register, organization: str, title: str) -> queries.Entry | None:
    """Return what a provider has registered under the title that an entry names."""
    provider = queries.provider_id(model.Session(), organization) if organization else None
    return queries.in_use(model.Session(), register, provider, title) if provider else None


def names_in_entries(context: Any, register: Register, organization_id: str) -> list[str]:
    """Return the names that a provider's entries use, as far as the reader may see these entries."""
    field = FIELDS[register]
    found = tk.get_action("package_search")(
        context,
        {
            "fq": f"+dataset_type:dataset +owner_org:{organization_id}",
            "rows": 0,
            "facet.field": [field],
            "facet.limit": MOST,
            "include_private": True,
            "include_drafts": True,
        },
    )
    return sorted(found["facets"].get(field, {}))
