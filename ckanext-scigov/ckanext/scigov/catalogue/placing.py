"""A provider's place in the tree as its page shows it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import unit_queries

SHOW = "scigov_catalogue_unit_show"


def shown(organization_id: str) -> dict[str, Any]:
    """Return what the reader of this request may know of it."""
    session = model.Session()
    found: dict[str, Any] = {
        "above": list(reversed(unit_queries.above(session, organization_id))),
        "children": unit_queries.children(session, organization_id),
    }
    if tk.current_user.is_authenticated and tk.h.check_access(SHOW, {"id": organization_id}):
        row = unit_queries.internal(session, organization_id)
        found["security_owner"] = row.security_owner if row else ""
        found["security_contact"] = row.security_contact if row else ""
    return found
