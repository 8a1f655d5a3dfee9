"""An entry as a reader sees it: labels instead of codes, groups without empty rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import labels
from ckanext.scigov.catalogue.domain import codes
from ckanext.scigov.catalogue.interfaces import kept_fields, readable_fields

TAGS = "tag_string"
ELSEWHERE = frozenset({"title", "name", "notes", TAGS})
"""Shown elsewhere on the page."""
NOT_ON_THE_PAGE = ELSEWHERE | {"private", "catalogue_profile", "missing_fields"}
"""The others are of use to machines only."""
RESOURCE_ELSEWHERE = frozenset({"url", "name", "description", "data_items"})
ITEM_COLUMNS = frozenset({"name", "title", "description", "data_type", "length", "precision"})
RANGE = ("range_min", "range_max", "pattern", "enum", "code_list")

ITEMS = "data_items"
CODES = "codes"
Row = dict[str, Any]


def schema() -> Mapping[str, Any]:
    found = tk.h.scheming_get_dataset_schema("dataset")
    return found or {"sections": [], "dataset_fields": [], "resource_fields": []}


def dataset_field(name: str) -> Mapping[str, Any] | None:
    return _named(schema()["dataset_fields"], name)


def resource_field(name: str) -> Mapping[str, Any] | None:
    return _named(schema()["resource_fields"], name)


def shown_field(name: str, *, of_resource: bool = False) -> Mapping[str, Any] | None:
    """Return a field that readers of an entry are shown, None where they are shown no such field."""
    if of_resource:
        return resource_field(name)
    field = dataset_field(name)
    if field is None or name in ELSEWHERE:
        return field
    sections = {section["name"] for section in schema()["sections"]}
    is_shown = name not in NOT_ON_THE_PAGE and field.get("section") in sections
    return field if is_shown else None


def field_text(field: Mapping[str, Any], source: Mapping[str, Any]) -> str | None:
    """Return what a reader is shown of a field, its values in one line; None where it is empty.

    Args:
        field: of the schema.
        source: the entry, or the resource, as CKAN shows it.
    """
    if field["field_name"] == TAGS:
        texts = [str(tag["name"]) for tag in source.get("tags") or ()]
    else:
        texts = [one["text"] for one in _values(field, source.get(field["field_name"]), source)]
    return "；".join(texts) or None


def _named(fields: Iterable[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    return next((field for field in fields if field["field_name"] == name), None)


def field_groups(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    fields = [f for f in schema()["dataset_fields"] if f["field_name"] not in NOT_ON_THE_PAGE]
    groups = []
    for section in schema()["sections"]:
        mine = [field for field in fields if field["section"] == section["name"]]
        rows = _rows(mine, entry)
        if rows:
            title = labels.text(section["label"])
            groups.append({"name": section["name"], "title": title, "rows": rows})
    return groups


def resource_rows(resource: Mapping[str, Any]) -> list[Row]:
    fields = schema()["resource_fields"]
    return _rows([f for f in fields if f["field_name"] not in RESOURCE_ELSEWHERE], resource)


def stored_items(resource: model.Resource) -> list[dict[str, Any]]:
    """Return the dictionary of a resource, also one that is not shown to everybody."""
    items = (resource.extras or {}).get(ITEMS)
    return list(items or kept_fields(resource.id).get(ITEMS) or ())


def data_items(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    field = resource_field(ITEMS)
    if field is None:
        return []
    elsewhere = ITEM_COLUMNS | {*RANGE, CODES}
    subfields = [f for f in field["repeating_subfields"] if f["field_name"] not in elsewhere]
    return [
        {
            "name": item.get("name") or "",
            "title": item.get("title") or "",
            "description": item.get("description") or "",
            "type": _item_type(item),
            "range": _item_range(item),
            "codes": codes.readable(item.get(CODES)),
            "rows": _rows(subfields, item),
        }
        for item in items_shown(resource)
    ]


def items_shown(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the dictionary of a resource as it is stored, for the reader of this request."""
    return list(resource.get(ITEMS) or readable_fields(resource["id"]).get(ITEMS) or ())


def _rows(fields: Iterable[Mapping[str, Any]], source: Mapping[str, Any]) -> list[Row]:
    rows = []
    for field in fields:
        values = _values(field, source.get(field["field_name"]), source)
        if values:
            name = field["field_name"]
            rows.append({"name": name, "label": labels.text(field["label"]), "values": values})
    return rows


def _values(
    field: Mapping[str, Any], value: Any, source: Mapping[str, Any]
) -> list[dict[str, str]]:
    if field["field_name"] == "owner_org":
        provider = source.get("organization") or {}
        text = provider.get("title") or provider.get("name") or ""
        return [_value(text, code=str(value or ""))] if text else []
    if field["field_name"] == "security_level" and "section" in field and not value:
        return [_value(labels.label("security_level", "unclassified"), code="unclassified")]
    if isinstance(value, bool) or value in ("true", "false"):
        # "No" to a yes-or-no question nobody asked is an empty row.
        return [_value(tk._("Yes"), code="true")] if value in (True, "true") else []
    if "repeating_subfields" in field:
        return [_value(text) for text in (_composite(field, row) for row in value or ()) if text]
    several = value if isinstance(value, list) else [value]
    return [_coded(field, str(one)) for one in several if one not in (None, "", {})]


def _coded(field: Mapping[str, Any], value: str) -> dict[str, str]:
    if "vocabulary" in field:
        return _value(labels.label(field["vocabulary"], value), code=value)
    return _value(value)


def _value(text: str, code: str = "") -> dict[str, str]:
    is_address = text.startswith(("http://", "https://"))
    return {"text": text, "url": text if is_address else "", "code": code}


def _composite(field: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    names = [sub["field_name"] for sub in field["repeating_subfields"]]
    parts = [str(row[name]) for name in names if row.get(name)]
    return " – ".join(parts) if names[:2] == ["start", "end"] else " · ".join(parts)


def _item_type(item: Mapping[str, Any]) -> str:
    text = labels.label("item_data_type", str(item.get("data_type") or ""))
    size = ", ".join(str(item[part]) for part in ("length", "precision") if item.get(part))
    return f"{text} ({size})" if size else text


def _item_range(item: Mapping[str, Any]) -> str:
    low, high = item.get("range_min"), item.get("range_max")
    parts = []
    if low and high:
        parts.append(f"{low} – {high}")
    elif low:
        parts.append(f"≥ {low}")
    elif high:
        parts.append(f"≤ {high}")
    parts += [str(item[part]) for part in RANGE[2:] if item.get(part)]
    return "；".join(parts)
