"""Imports of catalogue entries: read, validated as a form is, found again by identifier or title, written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib import plugins as lib_plugins

from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.intake.imports import entry_words, fields, queries, reading_cells, writing
from ckanext.scigov.intake.imports.entry_errors import by_field
from ckanext.scigov.intake.imports.entry_forms import GATHERED, PORTAL, entry_of
from ckanext.scigov.intake.imports.fields import SOURCE_ID
from ckanext.scigov.intake.imports.queries import Known
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.imports.service import RowResult
from ckanext.scigov.intake.model import Batch, BatchRow

TITLE = "title"
AT_ONCE = 500
"""So many entries are looked for at once."""


@dataclass(slots=True)
class Import:
    """An import as it is checked or written."""

    context: Any
    batch: Batch
    fields: Mapping[str, fields.Field]
    headers: Mapping[str, str]
    labels: Mapping[str, str]
    by_title: dict[str, list[Known]] = field(default_factory=dict[str, "list[Known]"])
    by_source: dict[str, list[Known]] = field(default_factory=dict[str, "list[Known]"])
    first: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    """Which row was the first with an identity."""

    def look_for(self, values: Iterable[Mapping[str, Any]]) -> None:
        """Learn which entries are there already."""
        told = list(values)
        found = queries.entries_called(
            model.Session(),
            self.batch.provider_id,
            {str(one[TITLE]) for one in told if one.get(TITLE)},
            {str(one[SOURCE_ID]) for one in told if one.get(SOURCE_ID)},
        )
        for one in found:
            for index, key in ((self.by_title, one.title), (self.by_source, one.source_id)):
                if one not in index.setdefault(key, []):
                    index[key].append(one)


def targets(context: Any, batch: Batch) -> list[Target]:
    return [one.target for one in fields.of_entries()]


def check(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> list[RowResult]:
    """Return what is wrong with which row; good ones say which entry they change, if any."""
    found: list[RowResult] = []
    validating = _Validating(context, batch)
    for result, entry in _prepared(context, batch, rows):
        if entry is not None:
            for name, texts in by_field(validating.errors(entry)):
                label = result.labels.get(name, "")
                reading_cells.complain(result.row, result.headers, {name: label}, name, texts)
        found.append(result.row)
    return found


@dataclass(frozen=True, slots=True)
class _Prepared:
    row: RowResult
    headers: Mapping[str, str]
    labels: Mapping[str, str]


def _prepared(
    context: Any, batch: Batch, rows: Sequence[BatchRow]
) -> Iterator[tuple[_Prepared, dict[str, Any] | None]]:
    """Yield each row with the entry that it would become; None where its cells do not say one."""
    known = {one.name: one for one in fields.of_entries()}
    labels = {one.name: one.label for one in known.values()}
    doing = Import(context, batch, known, reading_cells.headers_of(batch), labels)
    for start in range(0, len(rows), AT_ONCE):
        piece = rows[start : start + AT_ONCE]
        results = [RowResult(row.number) for row in piece]
        values = [
            reading_cells.read(batch, row, known, result)
            for row, result in zip(piece, results, strict=True)
        ]
        doing.look_for(values)
        for result, told in zip(results, values, strict=True):
            entry = _entry(doing, told, result)
            yield _Prepared(result, doing.headers, labels), entry


def _entry(doing: Import, told: Mapping[str, Any], result: RowResult) -> dict[str, Any] | None:
    existing = _existing(doing, told, result)
    if result.errors:
        return None
    shown = None
    if existing is not None:
        result.object_id = existing.id
        shown = _shown(doing.context, existing.id)
        if shown is None:
            reading_cells.complain(
                result, doing.headers, doing.labels, TITLE, [entry_words.not_yours()]
            )
            return None
    return entry_of(told, doing.batch.provider_id, doing.batch.profile, shown)


def _existing(doing: Import, told: Mapping[str, Any], result: RowResult) -> Known | None:
    """Return the entry that a row is about, by its identifier, else by its title."""
    name = SOURCE_ID if told.get(SOURCE_ID) else TITLE
    value = str(told.get(name) or "")
    if not value:
        return None
    before = doing.first.setdefault((name, value), result.number)
    sentences: list[str] = []
    if before != result.number:
        sentences.append(entry_words.twice(value, before))
    found = (doing.by_source if name == SOURCE_ID else doing.by_title).get(value, [])
    if not found and name == SOURCE_ID:
        # Somebody may have given it an identifier since it was imported by its title.
        found = [one for one in doing.by_title.get(str(told.get(TITLE)), []) if not one.source_id]
    others = [one for one in found if one.source_portal not in ("", PORTAL)]
    if others:
        sentences.append(entry_words.of_a_source(others[0].source_portal))
    elif len(found) > 1:
        sentences.append(entry_words.several(value, len(found)))
    if sentences:
        reading_cells.complain(result, doing.headers, doing.labels, name, sentences)
        return None
    return found[0] if found else None


def _shown(context: Any, dataset_id: str) -> dict[str, Any] | None:
    """Return an entry for a change by whoever calls; None where he may not change it."""
    try:
        tk.check_access("package_update", tk.fresh_context(context), {"id": dataset_id})
        fresh: Any = {**tk.fresh_context(context), "for_update": True}
        return tk.get_action("package_show")(fresh, {"id": dataset_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None


class _Validating:
    """Validates entries as ``package_create`` or ``package_update`` would; CKAN's schemas are made once."""

    def __init__(self, context: Any, batch: Batch) -> None:
        self._context, self._batch = context, batch
        self._plugin = lib_plugins.lookup_package_plugin("dataset")
        self._of_new = self._plugin.create_package_schema()
        self._of_changed = self._plugin.update_package_schema()

    def errors(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what CKAN would say of an entry, and write nothing."""
        inside = _writing(self._context, self._batch) | {"model": model, "session": model.Session}
        told = dict(entry)
        if "id" not in entry:
            return self._validated(inside, told, self._of_new, "package_create")
        inside["package"] = model.Package.get(str(entry["id"]))
        told = {**(_shown(self._context, str(entry["id"])) or {}), **told}
        told.pop("metadata_modified", None)
        return self._validated(inside, told, self._of_changed, "package_update")

    def _validated(
        self, inside: dict[str, Any], told: dict[str, Any], schema: Any, action: str
    ) -> Mapping[str, Any]:
        inside["schema"] = schema
        given: Any = inside
        with model.Session.no_autoflush:
            _data, errors = lib_plugins.plugin_validate(self._plugin, given, told, schema, action)
        return errors


def _writing(context: Any, batch: Batch) -> dict[str, Any]:
    inside: dict[str, Any] = dict(tk.fresh_context(context))
    if batch.profile == GATHERED:
        inside[GATHERED_CONTEXT] = True
    return inside


def write(
    context: Any, batch: Batch, rows: Sequence[BatchRow]
) -> tuple[list[RowResult], dict[str, Any]]:
    """Write good rows in one transaction, which the caller commits.

    Raises:
        RowRefused: one of them is not taken any more; the transaction is rolled back.
    """
    results: list[RowResult] = []
    for prepared, entry in _prepared(context, batch, rows):
        result = prepared.row
        if entry is None:
            raise RowRefused(result)
        results.append(_written(context, batch, entry, prepared))
    for one in results:
        logic.index_update_package({"ignore_auth": True, "user": ""}, one.object_id)
    standing = queries.standing(model.Session(), [one.object_id for one in results])
    for one in results:
        assert one.before is not None
        one.before["left"] = standing[one.object_id][1]
    return results, {}


def _written(context: Any, batch: Batch, entry: dict[str, Any], prepared: _Prepared) -> RowResult:
    result = prepared.row
    inside: Any = {**_writing(context, batch), "defer_commit": True, "return_id_only": True}
    was = _shown(context, entry["id"]) if "id" in entry else None
    action = "package_create" if was is None else "package_patch"
    try:
        result.object_id = str(tk.get_action(action)(inside, entry))
    except tk.ValidationError as error:
        for name, texts in by_field(error.error_dict):
            reading_cells.complain(result, prepared.headers, prepared.labels, name, texts)
        raise RowRefused(result) from error
    writing.close_savepoints()
    result.before = {"was": was}
    return result
