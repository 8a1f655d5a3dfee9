"""Imports of data items into a resource's dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import plugins as lib_plugins

from ckanext.scigov.catalogue import reading
from ckanext.scigov.intake.domain.batches import BatchReason
from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.intake.domain.item_merging import Item, Placed, Written, merged, taken_back
from ckanext.scigov.intake.imports import access, entry_words, fields, reading_cells, writing
from ckanext.scigov.intake.imports.entry_errors import by_field
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.imports.service import RowResult
from ckanext.scigov.intake.model import Batch, BatchRow
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.tables.pasting import named

TITLE = "title"


def targets(context: Any, batch: Batch) -> list[Target]:
    return [one.target for one in fields.of_items()]


def check(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> list[RowResult]:
    """Return what is wrong with which row: of its cells, else of the dictionary that would be."""
    results, told = _told(batch, rows)
    if any(one.errors for one in results):
        return results
    package, position = _package(context, batch)
    items, placed = _merged(package["resources"][position], told)
    errors = _validated(context, package, position, items)
    _complain(batch, results, placed, errors)
    return results


def _told(batch: Batch, rows: Sequence[BatchRow]) -> tuple[list[RowResult], list[Item]]:
    known = {one.name: one for one in fields.of_items()}
    headers = reading_cells.headers_of(batch)
    results = [RowResult(row.number) for row in rows]
    told: list[Item] = []
    first: dict[str, int] = {}
    for row, result in zip(rows, results, strict=True):
        item = reading_cells.read(batch, row, known, result)
        title = str(item.get(TITLE) or "").strip()
        before = first.setdefault(title, row.number) if title else row.number
        if before != row.number:
            text = entry_words.twice(title, before)
            reading_cells.complain(result, headers, {}, TITLE, [text])
        told.append(item)
    return results, told


def _package(context: Any, batch: Batch) -> tuple[dict[str, Any], int]:
    """Return the entry for a change by whoever calls, and where the resource stands in it."""
    resource = access.resource(context, batch.resource_id)
    fresh: Any = {**tk.fresh_context(context), "for_update": True}
    package = tk.get_action("package_show")(fresh, {"id": resource["package_id"]})
    ids = [one["id"] for one in package["resources"]]
    return package, ids.index(batch.resource_id)


def _merged(
    resource: Mapping[str, Any], told: Sequence[Item]
) -> tuple[list[dict[str, Any]], list[Placed]]:
    """Return the dictionary as it would be, every item with a field name."""
    items, placed = merged(resource.get(reading.ITEMS) or (), told)
    taken = {str(one.get("name") or "").lower() for one in items}
    with_names = [
        one if one.get("name") or not one.get(TITLE) else named([dict(one)], taken)[0]
        for one in items
    ]
    return [dict(one) for one in with_names], placed


def _validated(
    context: Any, package: Mapping[str, Any], position: int, items: list[dict[str, Any]]
) -> list[Any]:
    """Return CKAN's errors of each data item, as ``package_update`` would give them."""
    plugin = lib_plugins.lookup_package_plugin("dataset")
    schema = plugin.update_package_schema()
    resources = [dict(one) for one in package["resources"]]
    resources[position][reading.ITEMS] = items
    inside: Any = {
        **tk.fresh_context(context), "model": model, "session": model.Session, "schema": schema,
        "package": model.Package.get(package["id"]),
    }  # fmt: skip
    told = {**package, "resources": resources}
    with model.Session.no_autoflush:
        _data, errors = lib_plugins.plugin_validate(plugin, inside, told, schema, "package_update")
    return _of_items(errors, position)


def _of_items(errors: Mapping[str, Any], position: int) -> list[Any]:
    listed = errors.get("resources") or []
    of_resource = listed[position] if len(listed) > position else {}
    found = of_resource.get(reading.ITEMS) if isinstance(of_resource, Mapping) else None
    return list(found or ())


def _complain(
    batch: Batch, results: Sequence[RowResult], placed: Sequence[Placed], errors: Sequence[Any]
) -> None:
    headers = reading_cells.headers_of(batch)
    labels = {one.name: one.label for one in fields.of_items()}
    for result, one in zip(results, placed, strict=True):
        found = errors[one.place] if one.place < len(errors) else {}
        for name, texts in by_field(found) if isinstance(found, Mapping) else ():
            reading_cells.complain(result, headers, labels, name, texts)


def write(
    context: Any, batch: Batch, rows: Sequence[BatchRow]
) -> tuple[list[RowResult], dict[str, Any]]:
    """Put good items into the dictionary; the caller commits.

    Raises:
        RowRefused: one of them is not taken any more.
    """
    results, told = _told(batch, rows)
    package, position = _package(context, batch)
    items, placed = _merged(package["resources"][position], told)
    try:
        writing.patch_resource(context, batch.resource_id, {reading.ITEMS: items})
    except tk.ValidationError as error:
        found: Any = error.error_dict.get(reading.ITEMS) or ()
        _complain(batch, results, placed, list(found))
        bad = next((one for one in results if one.errors), results[0])
        bad.errors = bad.errors or {"": list(error.error_summary.values())}
        raise RowRefused(bad) from error
    model.Session.expire_all()
    stored = reading.stored_items(model.Session.get_one(model.Resource, batch.resource_id))
    for result, one in zip(results, placed, strict=True):
        result.object_id = str(stored[one.place].get("name") or "")
        result.before = {"was": one.was, "left": stored[one.place]}
    return results, {}


def undo(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Make the items what they were; the caller commits.

    Raises:
        Refused: somebody has changed some of them since.
    """
    package, position = _package(context, batch)
    written = [
        Written(row.number, (row.before or {}).get("was"), (row.before or {}).get("left") or {})
        for row in rows
    ]
    current = package["resources"][position].get(reading.ITEMS) or ()
    items, refused = taken_back(current, written)
    if refused:
        values = {"count": len(refused), "rows": ", ".join(map(str, refused[:20]))}
        raise Refused(Refusal(BatchReason.CHANGED_SINCE, values=values))
    wish = {reading.ITEMS: [dict(one) for one in items]}
    writing.patch_resource(context, batch.resource_id, wish)
