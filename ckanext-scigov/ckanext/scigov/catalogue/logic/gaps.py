"""What an entry still lacks: the owner's worklist."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import reading
from ckanext.scigov.catalogue.domain import advice, rules
from ckanext.scigov.catalogue.logic.fields import is_waived
from ckanext.scigov.catalogue.logic.judgement import Judgement

SOURCE_IDENTITY = ("source_portal", "source_id")
JUDGED_APART = ("tag_string", "security_level")


def list_gaps(judgement: Judgement, fields: list[dict[str, Any]]) -> None:
    """Store what is still missing. The list is the owner's worklist, in the form's order."""
    entry = judgement.entry
    gaps = set(judgement.gaps)
    if judgement.is_gathered:
        for name in SOURCE_IDENTITY:
            if entry.is_empty(name):
                message = tk._("Say where a harvested entry comes from.")
                judgement.complain((name,), message)
        wanted = [
            field["field_name"]
            for field in fields
            if field.get("required")
            and field["field_name"] not in JUDGED_APART
            and not is_waived(field, entry)
        ]
        gaps |= entry.empty_of(wanted)
        if not entry.rows("tags"):
            gaps.add("tag_string")
        if entry.is_empty("retention_period") and entry.is_empty("retention_until"):
            gaps.add("retention_period")
    resources = _all_resources(judgement)
    if advice.lacks_dictionary(resources):
        gaps.add("data_items")
    says_why = not entry.is_empty("no_resource_reason") or rules.is_archived(entry.texts())
    if not resources and not says_why:
        gaps.add("resources")
    order = [field["field_name"] for field in fields]
    known = [name for name in order if name in gaps]
    rest = sorted(gaps - set(known))
    entry.keep("missing_fields", json.dumps(known + rest))


def _all_resources(judgement: Judgement) -> list[dict[str, Any]]:
    entry, package = judgement.entry, judgement.package
    sent = list(entry.children("resources"))
    found: list[dict[str, Any]] = [
        {"format": resource.text("format"), "data_items": resource.rows("data_items")}
        for resource in sent
    ]
    ids = {resource.text("id") for resource in sent}
    stored: Sequence[model.Resource] = package.resources if package is not None else ()
    found += [
        {"format": resource.format, "data_items": reading.stored_items(resource)}
        for resource in stored
        if resource.id not in ids
    ]
    return found
