"""Notes at data in doubt in what CKAN answers: entries, resources, rows, feeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.lazyjson import LazyJSONObject

from ckanext.scigov.access import once
from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import labels, reading
from ckanext.scigov.dispute import annotating, annotation_words, config
from ckanext.scigov.dispute.logic import calls
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

FIELD = "dispute_annotations"
"""What answers call them. It is there while a note stands, and taken from nobody."""
FOUND = "scigov_dispute_notes"
"""In a context: the notes of many datasets for everybody (``before_bulk_index``)."""

Values = list[dict[str, Any]]
Found = TypeVar("Found")


def everybody() -> Doer:
    """Return somebody who sees what all see who see an entry."""
    return Doer(By(Actor.system("dispute"), clock.now()), config.rules())


def note(context: Any, dataset: dict[str, Any]) -> None:
    """Write the notes for whoever asks into an entry and its resources.

    What is asked without a check of access goes into the index, to be found by all who see the entry: it
    bears the notes that all of them may see.
    """
    resources = dataset.get("resources") or []
    ids = {"", *(one["id"] for one in resources)}
    found = [one for one in _found(context, str(dataset["id"])) if one["resource_id"] in ids]
    _write(dataset, found)
    for one in resources:
        _write(one, [found_ for found_ in found if found_["resource_id"] in ("", one["id"])])


def leave_out(dataset: Any) -> None:
    """Take out of an entry that is to be saved what was written into it when it was shown."""
    if not isinstance(dataset, dict):
        return
    dataset.pop(FIELD, None)
    for one in dataset.get("resources") or ():
        if isinstance(one, dict):
            one.pop(FIELD, None)


def load_for(context: Any, dataset_ids: Collection[str]) -> None:
    """Ask once for many datasets that are to be indexed."""
    context[FOUND] = _values(dataset_ids, None)


def of_answer(context: Any, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer of ``datastore_search`` with the notes of its table, for whoever asks."""
    resource_id = str(answer["resource_id"])
    views = _in_table(context, resource_id)
    if not views:
        return answer
    found = _of_views(views, resource_id, _numbers(answer.get("records")))
    return {**answer, FIELD: found} if found else answer


def of_rows(context: Any, resource_id: str, numbers: Collection[int] | None) -> Values:
    """Return the notes in a table for whoever asks, who has got the rows of these numbers.

    Without numbers the notes of its rows stand at their data items.
    """
    return _of_views(_in_table(context, resource_id), resource_id, numbers)


def _in_table(context: Any, resource_id: str) -> Sequence[View]:
    def views() -> Sequence[View]:
        return annotating.in_table(model.Session, resource_id, lambda: calls.doer(context))

    return _once((FIELD, resource_id, context.get("user") or ""), views)


def _of_views(views: Sequence[View], resource_id: str, numbers: Collection[int] | None) -> Values:
    return _linked(annotating.to_values(annotating.of_rows(views, resource_id, numbers)))


def text(values: Mapping[str, Any], dataset: Mapping[str, Any]) -> str:
    """Return what a note says, with the names that things have in an entry."""
    return annotation_words.sentence(values, _name(values, dataset))


def address(number: str) -> str:
    """Return where a dispute is read, whatever the language."""
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{str(tk.config['ckan.site_url']).rstrip('/')}{root}/disputes/{number}"


def feed_fields(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry of a feed says of its notes."""
    notes = dataset.get(FIELD) or []
    if not notes:
        return {}
    badge = annotation_words.badge()
    return {
        "category": [{"term": "in-doubt", "label": badge}],
        "summary": " ".join(text(one, dataset) for one in notes),
    }


def _write(shown: dict[str, Any], found: Values) -> None:
    shown.pop(FIELD, None)
    if found:
        shown[FIELD] = found


def _found(context: Any, dataset_id: str) -> Values:
    if FOUND in context:
        return context[FOUND].get(dataset_id, [])
    asks = None if context.get("ignore_auth") else context
    key = (FIELD, dataset_id, asks is None, (asks or {}).get("user") or "")
    return _once(key, lambda: _values([dataset_id], asks).get(dataset_id, []))


def _once(key: Any, found: Callable[[], Found]) -> Found:
    """Look once for a request that only reads."""
    kept = once.kept()
    if kept is None:
        return found()
    if key not in kept:
        kept[key] = found()
    return kept[key]


def _numbers(records: Any) -> list[int] | None:
    """Return the numbers of the rows of an answer; None where it does not tell them."""
    if isinstance(records, LazyJSONObject):
        # Read apart: what the database has written stays the answer as it is.
        records = json.loads(records.encoded_json)
    if not isinstance(records, list) or not records:
        return None
    has_them = all(isinstance(one, dict) and "_id" in one for one in records)
    return [int(one["_id"]) for one in records] if has_them else None


def _values(dataset_ids: Collection[str], asks: Any) -> dict[str, Values]:
    def doer() -> Doer:
        return everybody() if asks is None else calls.doer(asks)

    found = annotating.of_datasets(model.Session, dataset_ids, doer)
    return {one: _linked(annotating.to_values(notes)) for one, notes in found.items()}


def _linked(values: Values) -> Values:
    """Add to each note where the first dispute is that its reader sees."""
    return [
        {**one, "link": address(one["disputes"][0]) if one["disputes"] else ""} for one in values
    ]


def _name(values: Mapping[str, Any], dataset: Mapping[str, Any]) -> str:
    resource = _named(dataset.get("resources") or (), "id", values["resource_id"])
    if values["item"]:
        shown = reading.items_shown(resource) if resource else ()
        item = _named(shown, "name", values["item"])
        return str((item or {}).get("title") or values["item"])
    if values["field"]:
        return _field_name(values)
    return str(tk.h.resource_display_name(resource)) if resource else ""


def _field_name(values: Mapping[str, Any]) -> str:
    field = reading.shown_field(values["field"], of_resource=bool(values["resource_id"]))
    return labels.text(field["label"]) if field else str(values["field"])


def _named(found: Iterable[Mapping[str, Any]], name: str, value: str) -> Mapping[str, Any] | None:
    return next((one for one in found if value and one.get(name) == value), None)
