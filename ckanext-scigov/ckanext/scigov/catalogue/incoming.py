"""Bring a resource a form or client sends into shape before CKAN validates it.

Form fields ``data_items-3-title`` and JSON text become the list of dictionaries the schema knows;
blank rows fall out. CKAN and scheming would put row 10 before row 2 and refuse blank rows.
"""

from __future__ import annotations

import json
import re
from typing import Any

import ckan.plugins.toolkit as tk

ROW = re.compile(r"^data_items-(\d+)-([a-z_]+)$")
REMOVED = "_remove"
"""Subfield a form without JavaScript sends for a row to be taken out."""


def shape_resource(resource: dict[str, Any]) -> None:
    rows = _posted_rows(resource)
    if rows is None:
        rows = _sent_rows(resource)
    if rows is not None:
        resource["data_items"] = [_with_codes(row) for row in rows if not _is_blank(row)]
    upload = resource.get("upload")
    use_link(resource, has_file=bool(upload))
    file_name = str(getattr(upload, "filename", None) or "")
    if file_name and not resource.get("name"):
        resource["name"] = file_name.replace("\\", "/").rsplit("/", 1)[-1]


def use_link(resource: dict[str, Any], *, has_file: bool) -> None:
    """Take the form's own input for links; the file that is there stays unless one is given."""
    if "link_url" not in resource:
        return
    link = str(resource["link_url"] or "").strip()
    if link and has_file:
        message = tk._("Give either a file or a link, not both.")
        raise tk.ValidationError({"url": [message]})
    del resource["link_url"]
    if link:
        resource["url"] = link
        resource["url_type"] = ""


def _posted_rows(resource: dict[str, Any]) -> list[dict[str, Any]] | None:
    found: dict[int, dict[str, Any]] = {}
    for key in [key for key in resource if key.startswith("data_items-")]:
        match = ROW.match(key)
        value = resource.pop(key)
        if match:
            found.setdefault(int(match[1]), {})[match[2]] = value
    if not found:
        return None
    rows = [found[number] for number in sorted(found)]
    return [row for row in rows if not row.pop(REMOVED, "")]


def _sent_rows(resource: dict[str, Any]) -> list[dict[str, Any]] | None:
    rows = resource.get("data_items")
    if rows is None:
        return None
    if isinstance(rows, str):
        try:
            rows = json.loads(rows) if rows.strip() else []
        except ValueError:
            rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = tk._("The data items must be a list of objects, one for each data item.")
        raise tk.ValidationError({"data_items": [message]})
    return rows


def _with_codes(row: dict[str, Any]) -> dict[str, Any]:
    """CKAN takes a list inside of a list for fields of its own: a code list goes as text."""
    codes = row.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, dict) for code in codes):
        return row
    return {**row, "codes": json.dumps(codes, ensure_ascii=False)}


def _is_blank(row: dict[str, Any]) -> bool:
    return all(value in (None, "", [], False) for value in row.values())
