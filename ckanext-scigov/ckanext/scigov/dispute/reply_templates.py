"""Templates of replies in forms: those that can be chosen, and what the chosen one fills in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

Template = Mapping[str, Any]


def offered(context: Any, dispute_id: str, *steps: str) -> list[Template]:
    """Return the templates of a dispute's unit for some steps; none to who does not answer for it."""
    listing = tk.get_action("scigov_dispute_template_list")
    try:
        found = listing(tk.fresh_context(context), {"id": dispute_id})["templates"]
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return []
    return [one for one in found if one["step"] in steps]


def filled(templates: Iterable[Template], chosen: str | None) -> dict[str, str]:
    """Return reason and ground as a chosen template has them; nothing where it is none of these."""
    for one in templates:
        if chosen and one["id"] == chosen:
            return {"reason": one["text"], "ground": one["ground"]}
    return {}


def by_unit(found: Mapping[str, Any]) -> list[tuple[str, Sequence[Template]]]:
    """Return the answer of ``scigov_dispute_template_list`` by the titles of the units."""
    units: dict[str, list[Template]] = {}
    for one in found["templates"]:
        units.setdefault(one["unit_title"], []).append(one)
    return list(units.items())
