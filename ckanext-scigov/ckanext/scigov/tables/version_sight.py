"""Versions of a table as one reader sees them, each with its difference to the one before."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.tables import queries, reports, row_differences
from ckanext.scigov.tables.callers import may_update
from ckanext.scigov.tables.domain.versions import Contents, difference
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.model import Version
from ckanext.scigov.tables.row_differences import Difference

OF_COLUMNS = frozenset(
    {"columns", "column_count", "emptied", "emptied_count", "difference", "file_name", "size",
     "sha256", "dictionary", "has_file", "note", "reference", "reference_path", "has_changes"}
)  # fmt: skip
"""What tells something of columns or of the whole file, or was written by somebody who has all of it."""


def version_list(context: Any, resource_id: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """Return a resource's versions, the newest first, each compared with the one before.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: whoever calls may not read the table, or only on terms.
    """
    found = queries.versions(model.Session, resource_id, limit=limit + 1, offset=offset)
    shown = _Shown(context, resource_id)
    pairs = zip(found, [*found[1:], None], strict=False)
    answers = [shown.dictized(version, before) for version, before in pairs]
    for one in answers:
        one.pop("columns", None)
    return answers[:limit]


def version_show(
    context: Any, resource_id: str, number: int, against: int | None = None
) -> dict[str, Any]:
    """Return one version with its columns, compared with the one before or with another.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: as ``version_list``, or there is no such version.
    """
    shown = _Shown(context, resource_id)
    version = _found(resource_id, number)
    if against is not None and against != number - 1:
        return shown.dictized(version, _found(resource_id, against))
    before = queries.find_version(model.Session, resource_id, number - 1)
    return shown.dictized(version, before) | {"changes": shown.changes(version)}


def _found(resource_id: str, number: int) -> Version:
    version = queries.find_version(model.Session, resource_id, number)
    if version is None:
        raise tk.ObjectNotFound(tk._("There is no such version."))
    return version


class _Shown:
    """How one caller sees versions."""

    def __init__(self, context: Any, resource_id: str) -> None:
        self._sight = sight_of(context, resource_id)
        load = queries.find_load(model.Session, resource_id)
        self._shown_number = load.version if load is not None else None
        self._names_people = may_update(context, resource_id)
        self._found: dict[int, reports.Findings] = {}

    def dictized(self, version: Version, before: Version | None) -> dict[str, Any]:
        found = self._findings(version)
        answer: dict[str, Any] = {
            "number": version.number,
            "loaded_at": version.loaded_at.isoformat(),
            "is_shown": version.number == self._shown_number,
            "row_count": version.row_count,
            "file_name": version.file_name,
            "size": version.size,
            "sha256": version.sha256,
            "dictionary": version.dictionary,
            "has_file": version.storage_key is not None,
            "column_count": version.column_count,
            "columns": found["columns"],
            "emptied": found["bad_cells"],
            "emptied_count": version.emptied_count,
            "note": version.note,
            "reference": version.reference,
            "reference_path": version.reference_path,
            "has_changes": version.difference_key is not None,
            "compared_with": before.number if before else None,
            "difference": difference(self._contents(before), self._contents(version))
            if before
            else None,
        }
        if self._names_people:
            answer["loaded_by"] = version.loaded_by
            answer["changed_by"] = version.loaded_by if version.note else None
        if self._sight.is_whole:
            return answer
        return {name: value for name, value in answer.items() if name not in OF_COLUMNS}

    def changes(self, version: Version) -> Difference:
        """Return what was changed by hand, row by row, in columns that the caller sees.

        Only of the table that is shown is it known which of its columns are hidden.
        """
        sight = self._sight
        if not sight.is_whole and version.number != self._shown_number:
            return row_differences.NOTHING
        return row_differences.without(row_differences.read(version.difference_key), sight.hidden)

    def _contents(self, version: Version) -> Contents:
        return Contents(version.row_count, self._findings(version)["columns"])

    def _findings(self, version: Version) -> reports.Findings:
        if version.number not in self._found:
            self._found[version.number] = reports.findings(version.report_key)
        return self._found[version.number]
