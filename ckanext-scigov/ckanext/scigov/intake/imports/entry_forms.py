"""An entry as an import writes it: what the cells say, over what is there already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.intake.imports.fields import GROUPS, RESOURCE, SOURCE_ID

ENTRY, GATHERED = "entry", "gathered"
PORTAL = "import"
"""What an entry names as its source that came by a sheet."""


def entry_of(
    values: Mapping[str, Any], provider_id: str, profile: str, existing: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return what ``package_create`` takes; over an existing entry, what ``package_patch`` takes.

    Args:
        values: by field; of groups and of the resource with dots.
        provider_id: whose entry it is.
        profile: ``entry`` for a complete one, ``gathered`` for old stock with gaps.
        existing: the entry that is there, as ``package_show`` gives it for a change.
    """
    told = {name: value for name, value in values.items() if "." not in name}
    for group in GROUPS:
        parts = _part(values, f"{group}.")
        if parts:
            told[group] = _merged((existing or {}).get(group) or [], parts)
    resource = _part(values, RESOURCE)
    if resource.get("url"):
        told["resources"] = _with_link((existing or {}).get("resources") or [], resource)
    elif not existing and "resources" not in told:
        told["resources"] = []
    if existing is not None:
        return {"id": existing["id"], **told}
    told |= {"owner_org": provider_id, "catalogue_profile": profile, "type": "dataset"}
    if told.get(SOURCE_ID) or profile == GATHERED:
        told |= {"source_portal": PORTAL, SOURCE_ID: told.get(SOURCE_ID) or told.get("title", "")}
    return told


def _part(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if name.startswith(prefix)
    }


def _merged(rows: list[Any], parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Change the first of a group; the others stay."""
    first = dict(rows[0]) if rows else {}
    return [{**first, **parts}, *rows[1:]]


def _with_link(resources: list[Any], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Change the link of this address, or the only link there is; else add one. Files stay."""
    links = [one for one in resources if one.get("url_type") != "upload"]
    same = [one for one in links if one.get("url") == given["url"]]
    found = (same or (links if len(links) == 1 else []))[:1]
    if not found:
        return [*resources, dict(given)]
    return [{**one, **given} if one is found[0] else one for one in resources]
