"""What a report points at, as its form shows it: all of it as the reader's own calls of actions answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading as catalogue
from ckanext.scigov.dispute.domain.target import TargetKind

DECISION = TargetKind.DECISION.value
"""Stands in the place of a field's name: how open an entry is, is no field of it."""
FIRST = ("title", "notes")
Values = Mapping[str, str]
Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    kind: TargetKind
    dataset: Shown
    resource: Shown | None = None
    item: str = ""
    item_title: str = ""
    """As the dictionary calls it."""
    field: str = ""
    """Name of a catalogue field, or ``DECISION``."""
    field_title: str = ""
    row: Shown | None = None
    """``row`` (its number), ``record`` and ``fingerprint``, as actions of tables give them."""
    items: Sequence[tuple[str, str]] = ()
    """Data items or columns that can be chosen here: name and title."""
    parts: Sequence[tuple[str, str]] = ()
    """What can be chosen of the entry: its fields and the decision how open it is, with their titles."""
    value: str | None = None
    """What stands there now; None: nothing, or no single value."""
    problem: str = ""
    """Why the row that is meant is not shown."""

    @property
    def has_value(self) -> bool:
        return self.kind in (TargetKind.CELL, TargetKind.FIELD) and not self.problem

    @property
    def cells(self) -> list[tuple[str, str, str | None]]:
        """Return the row's columns: name, title and value."""
        titles = dict(self.items)
        record: Mapping[str, str | None] = self.row["record"] if self.row else {}
        return [(name, titles.get(name, name), record[name]) for name in record]


def of(context: Any, asked: Values) -> Place:
    """Return what is pointed at.

    Args:
        context: of whoever reads.
        asked: ``dataset``, ``resource``, ``item``, ``field``, ``key``, ``fingerprint``, ``row`` of the
            address or of the form.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: there is no such dataset or resource for the reader.
    """
    resource = _call(context, "resource_show", id=asked["resource"]) if asked["resource"] else None
    dataset = _call(
        context, "package_show", id=resource["package_id"] if resource else asked["dataset"]
    )
    if asked["field"] == DECISION:
        title = tk._("How open it is")
        parts = () if resource else _parts(dataset)
        return Place(
            TargetKind.DECISION, dataset, resource, field=DECISION, field_title=title, parts=parts
        )
    if asked["field"]:
        return _of_field(asked, dataset, resource)
    if resource is None:
        return Place(TargetKind.DATASET, dataset, parts=_parts(dataset))
    dictionary = {str(one.get("name")): one for one in catalogue.items_shown(resource)}
    if not any(asked[name] for name in ("row", "key", "fingerprint")):
        return _of_item(asked["item"], dataset, resource, _titles(dictionary))
    try:
        row, fields = _row(context, asked)
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError) as error:
        without = _of_item(asked["item"], dataset, resource, _titles(dictionary))
        return _with_problem(without, error)
    return _of_row(asked["item"], dataset, resource, row, fields)


def _of_field(asked: Values, dataset: Shown, resource: Shown | None) -> Place:
    field = catalogue.shown_field(asked["field"], of_resource=resource is not None)
    if field is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    title = tk.h.scigov_catalogue_field_label(asked["field"])
    value = catalogue.field_text(field, resource or dataset)
    return Place(
        TargetKind.FIELD, dataset, resource, field=asked["field"], field_title=title,
        parts=() if resource else _parts(dataset), value=value,
    )  # fmt: skip


def _parts(dataset: Shown) -> list[tuple[str, str]]:
    """Return what of an entry can be meant: the decision, and each field that its page shows."""
    first = [(name, tk.h.scigov_catalogue_field_label(name)) for name in FIRST]
    rows = [row for group in catalogue.field_groups(dataset) for row in group["rows"]]
    others = [(row["name"], row["label"]) for row in rows]
    return [(DECISION, tk._("How open it is")), *first, *others]


def _of_item(item: str, dataset: Shown, resource: Shown, items: Sequence[tuple[str, str]]) -> Place:
    kind = TargetKind.ITEM if item else TargetKind.RESOURCE
    title = dict(items).get(item, item)
    return Place(kind, dataset, resource, item=item, item_title=title, items=items)


def _of_row(
    item: str, dataset: Shown, resource: Shown, row: Shown, fields: Sequence[Shown]
) -> Place:
    items = [(str(one["id"]), str(one["label"] or one["id"])) for one in fields]
    named = [one["id"] for one in fields if item and item in (one["id"], one["name"], one["label"])]
    if item and not named:
        without = Place(TargetKind.RECORD, dataset, resource, row=row, items=items)
        problem = tk._("This data item is not in the table, or it is not visible to you.")
        return _replaced(without, problem)
    chosen = str(named[0]) if named else ""
    return Place(
        kind=TargetKind.CELL if chosen else TargetKind.RECORD,
        dataset=dataset,
        resource=resource,
        item=chosen,
        item_title=dict(items).get(chosen, ""),
        row=row,
        items=items,
        value=row["record"][chosen] if chosen else None,
    )


def _row(context: Any, asked: Values) -> tuple[Shown, Sequence[Shown]]:
    """Return the row that is meant, and the table's columns."""
    resource = {"resource_id": asked["resource"]}
    if asked["row"]:
        found = _call(context, "scigov_tables_row_show", **resource, row=asked["row"])
        if asked["fingerprint"] in ("", found["fingerprint"]):
            return found, found["fields"]
    # The numbers of rows change with the table: what was seen there is elsewhere now.
    filters = {"filters": json.loads(asked["key"])} if _is_object(asked["key"]) else {}
    wanted = {**filters, "fingerprint": asked["fingerprint"], "limit": 2}
    found = _call(context, "scigov_tables_row_find", **resource, **wanted)
    if len(found["rows"]) != 1:
        several = tk._("Several rows fit. Choose the one that you mean in the table.")
        none = tk._("No row of the table fits. It may have changed since.")
        raise tk.ValidationError({"key": [several if found["rows"] else none]})
    return found["rows"][0], found["fields"]


def _titles(dictionary: Mapping[str, Shown]) -> list[tuple[str, str]]:
    return [(name, str(one.get("title") or name)) for name, one in dictionary.items()]


def _with_problem(place: Place, error: Exception) -> Place:
    if isinstance(error, tk.ValidationError):
        return _replaced(place, " ".join(_sentences(error)))
    text = tk._("The row is not there, or it is not visible to you. You can report the whole.")
    return _replaced(place, text)


def _replaced(place: Place, problem: str) -> Place:
    return Place(
        place.kind, place.dataset, place.resource, place.item, place.item_title,
        row=place.row, items=place.items, problem=problem,
    )  # fmt: skip


def _sentences(error: tk.ValidationError) -> Iterator[str]:
    for texts in error.error_dict.values():
        yield from map(str, texts if isinstance(texts, list) else [texts])


def _is_object(text: str) -> bool:
    try:
        return bool(text) and isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _call(context: Any, action: str, /, **asked: Any) -> Any:
    return tk.get_action(action)(tk.fresh_context(context), asked)
