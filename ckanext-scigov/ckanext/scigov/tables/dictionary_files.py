"""The dictionary of a resource as a file, for whoever may read the entry."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import flask
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.catalogue import labels, reading, vocabularies
from ckanext.scigov.tables.domain import dictionary_documents as documents

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send(dataset_id: str, resource_id: str, ending: str) -> Response:
    """Answer with the dictionary in one of ``WRITERS``."""
    writer = WRITERS.get(ending)
    resource = _resource(dataset_id, resource_id) if writer else None
    items = reading.items_shown(resource) if resource else []
    if writer is None or resource is None or not items:
        tk.abort(404, tk._("This was not found, or it is not visible to you."))
    body, media_type = writer(resource, items)
    response: Any = flask.Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="dictionary.{ending}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _resource(dataset_id: str, resource_id: str) -> Mapping[str, Any] | None:
    try:
        dataset = tk.get_action("package_show")({}, {"id": dataset_id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return next((one for one in dataset["resources"] if one["id"] == resource_id), None)


def _types(of: str) -> dict[str, str]:
    return {one["value"]: one[of] for one in vocabularies.values("item_data_type")}


def _json(resource: Mapping[str, Any], items: list[dict[str, Any]]) -> tuple[bytes, str]:
    document = documents.table_schema(items, _types("table_schema"))
    return _dumped(document), "application/json; charset=utf-8"


def _csvw(resource: Mapping[str, Any], items: list[dict[str, Any]]) -> tuple[bytes, str]:
    address = tk.url_for(
        "dataset_resource.read", id=resource["package_id"], resource_id=resource["id"],
        qualified=True, locale="default",
    )  # fmt: skip
    document = documents.csvw(items, _types("csvw"), f"{address}/access")
    return _dumped(document), "application/csvm+json; charset=utf-8"


def _xlsx(resource: Mapping[str, Any], items: list[dict[str, Any]]) -> tuple[bytes, str]:
    field = reading.resource_field(reading.ITEMS) or {}
    headings = {
        one["field_name"]: labels.text(one["label"]) for one in field.get("repeating_subfields", ())
    }
    book = Workbook(write_only=True)
    page = book.create_sheet(tk._("Dictionary"))
    for row in documents.sheet(items, headings):
        page.append([_cell(page, text) for text in row])
    codes = documents.code_sheet(items)
    if codes:
        page = book.create_sheet(tk._("Code lists"))
        heading = [tk._("Field name"), tk._("Data item"), tk._("Code value"), tk._("Code label")]
        for row in [heading, *codes]:
            page.append([_cell(page, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), XLSX


def _cell(page: Any, text: str) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"  # A text that begins with an equals sign is no formula.
    return cell


def _dumped(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


WRITERS: Mapping[str, Callable[[Mapping[str, Any], list[dict[str, Any]]], tuple[bytes, str]]] = {
    "json": _json,
    "csvw": _csvw,
    "xlsx": _xlsx,
}
