"""Template helpers of the form: what it begins with, and what can be taken up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.uploader import get_max_resource_size

from ckanext.scigov.catalogue import reading
from ckanext.scigov.drafts import attaching
from ckanext.scigov.drafts.domain.values import copied
from ckanext.scigov.shared.toolkit_pages import context

__all__ = [
    "scigov_drafts_begin",
    "scigov_drafts_file",
    "scigov_drafts_most_megabytes",
    "scigov_drafts_offers",
]


def scigov_drafts_begin(data: dict[str, Any], form_style: str) -> dict[str, Any]:
    """Return what the form of an entry shows at first: a draft, a template, a copy, or ``data``.

    The address says which, as ``draft`` or ``copy_of``; a form that was sent is shown as it was.
    """
    if tk.request.method != "GET":
        return attaching.with_items(data)
    draft, earlier = tk.request.args.get("draft", ""), tk.request.args.get("copy_of", "")
    try:
        if draft:
            found = tk.get_action("scigov_drafts_show")(context(), {"id": draft})
            # A form that was sent names all of its fields; what a file says is shown with the defaults.
            was_sent = form_style != "edit" and "notes" in found["values"]
            begun = {"save": ""} if was_sent else {}
            kept = attaching.with_items(found["values"])
            return {**data, **_rows_left_out(data, kept), **kept, **begun}
        if earlier and form_style != "edit":
            entry = tk.get_action("package_show")(context(), {"id": earlier})
            return {**data, **_copied(entry)}
    except (tk.NotAuthorized, tk.ObjectNotFound):
        tk.h.flash_error(tk._("The draft or entry to begin with is not there any more."))
    return data


def _rows_left_out(data: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored lists would hide what a draft says of their rows."""
    told = {name.split("-", 1)[0] for name in values if "-" in name}
    return {name: [] for name in told if name in data}


def _copied(entry: Mapping[str, Any]) -> dict[str, Any]:
    names = [field["field_name"] for field in reading.schema()["dataset_fields"]]
    begun = copied(entry, names)
    tags = [tag.get("display_name") or tag["name"] for tag in entry.get("tags") or ()]
    return {**begun, "tag_string": ",".join(tags), "owner_org": entry.get("owner_org") or ""}


def scigov_drafts_file() -> dict[str, Any] | None:
    """Return the file that waits with the draft of this page's form.

    ``name``, ``size``, ``told`` (labels of the fields that were derived from it), ``draft``, and
    ``field``, its dictionary's, for the form.
    """
    sent = tk.request.args if tk.request.method == "GET" else tk.request.form
    draft = sent.get("draft" if tk.request.method == "GET" else "draft_id", "")
    try:
        file = (
            tk.get_action("scigov_drafts_show")(context(), {"id": draft})["file"] if draft else None
        )
    except tk.NotAuthorized:
        return None
    if file is None:
        return None
    told = [tk.h.scigov_catalogue_field_label(name) for name in file["told"]]
    return {**file, "told": told, "draft": draft, "field": reading.resource_field("data_items")}


def scigov_drafts_most_megabytes() -> int:
    """Return how large a file may be."""
    return get_max_resource_size()


def scigov_drafts_offers(dataset_id: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return the drafts of this form and, for a new entry, the templates; nothing to visitors."""
    try:
        found = tk.get_action("scigov_drafts_list")(context(), {})
    except tk.NotAuthorized:
        return {"drafts": [], "templates": []}
    drafts = [one for one in found["drafts"] if one["dataset_id"] == dataset_id]
    return {"drafts": drafts, "templates": [] if dataset_id else found["templates"]}
