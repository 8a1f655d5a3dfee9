"""Rows of a table changed or deleted by hand: looked at first, then made a new file of the resource.

What was seen must still be there: the version, the rows, and the file that they were made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.shared import clock, ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.tables import (
    change_service,
    config,
    downloads,
    queries,
    row_differences,
    row_edits,
    row_queries,
    unfinished,
)
from ckanext.scigov.tables.change_service import Base, ChangedFile
from ckanext.scigov.tables.domain.row_changes import ChangeReason, Note, RowChange, refused
from ckanext.scigov.tables.formats import format_of, media_type_of
from ckanext.scigov.tables.row_differences import Difference, Touched
from ckanext.scigov.tables.row_edits import CellProblem, RowEdit
from ckanext.scigov.tables.row_file import RowFile, row_file
from ckanext.scigov.tables.row_queries import Filter, RowQuery
from ckanext.scigov.tables.row_rewriting import Unwritable, rewrite
from ckanext.scigov.tables.rows import records


@dataclass(frozen=True, slots=True)
class Prepared:
    """Changes that have been held against the table and its file."""

    resource: model.Resource
    base: Base
    file: RowFile
    edits: Sequence[RowEdit]
    row_count: int
    """Of the table that is shown."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def deleted(self) -> list[int]:
        return [one.row for one in self.edits if one.is_deleted]

    @property
    def changed(self) -> list[int]:
        return [one.row for one in self.edits if not one.is_deleted]

    @property
    def problems(self) -> list[CellProblem]:
        return [problem for one in self.edits for problem in one.problems]

    @property
    def difference(self) -> Difference:
        return {"labels": self.labels, "rows": [self._touched(one) for one in self.edits]}

    def _touched(self, one: RowEdit) -> Touched:
        gone = sum(1 for row in self.deleted if row < one.row)
        return {
            "row": one.row,
            "line": one.found.line,
            "new_row": None if one.is_deleted else one.row - gone,
            "before": one.before,
            "after": one.after,
        }


def prepare(context: Any, resource_id: str, version: int, changes: Sequence[RowChange]) -> Prepared:
    """Hold changes against what there is, and write nothing.

    Raises:
        tk.ObjectNotFound: there is no such resource, or it has no file of ours.
        Refused: it is not what the caller has seen, or cannot be changed so.
    """
    session = model.Session
    resource = session.get(model.Resource, resource_id)
    stored = downloads.find(resource_id)
    if resource is None or stored is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that can be loaded as a table."))
    load = queries.find_load(session, resource_id)
    location = queries.find_location(session, resource_id)
    base = change_service.base_of(resource, load, location, version)
    page = records(tk.fresh_context(context), _rows_wanted(resource_id, changes))
    shown = {int(one["_id"] or 0): one for one in page.records}
    row_edits.require_as_expected(shown, changes)
    file = row_file(resource, stored, page.types)
    edits = row_edits.edits(file, shown, changes)
    labels = {one["id"]: one["label"] for one in page.fields}
    rows = _require_only_the_files_rows(resource_id, load.row_count if load else None)
    return Prepared(resource, base, file, edits, rows, labels)


def _rows_wanted(resource_id: str, changes: Sequence[RowChange]) -> RowQuery:
    numbers = [change.row for change in changes]
    wanted = (Filter("_id", "in", numbers),)
    return RowQuery(resource_id, filters=wanted, limit=len(numbers))


def _require_only_the_files_rows(resource_id: str, loaded: int | None) -> int:
    """Return how many rows there are, if they are those that were loaded from the file.

    The DataStore's API may have added some or taken some away, which no file knows of.
    """
    number = row_queries.column("_id")
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(number), 0))
    with row_queries.reading() as connection:
        table = row_queries.table(resource_id)
        count, highest = connection.execute(counted.select_from(table)).one()
    if not count == highest == loaded:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id")
    return int(count)


def look(prepared: Prepared) -> None:
    """See that the new file can be written, and is read as the present one; keep nothing of it.

    Raises:
        Refused: it is not so.
    """
    with scratch_file() as scratch:
        _write(prepared, scratch)


def carry_out(prepared: Prepared, note: Note, actor: Actor) -> None:
    """Store the new file, make it the resource's and have it loaded; the caller commits.

    Raises:
        Refused: cells do not fit, the file cannot be written so, or somebody else was quicker.
    """
    if prepared.problems:
        raise refused(ChangeReason.CELL_UNFIT, "changes", count=len(prepared.problems))
    session, key = model.Session(), ids.random_key()
    with scratch_file() as scratch:
        _write(prepared, scratch)
        unfinished.claim(session, key)
        scratch.seek(0)
        stored = config.file_store().write(key, scratch)
    difference_key = row_differences.store(prepared.difference)
    name = prepared.file.new_name
    made = ChangedFile(stored, name, difference_key, prepared.changed, prepared.deleted)
    now = clock.now()
    change_service.take(session, prepared.resource, prepared.base, made, note, actor=actor, now=now)
    tell_catalogue(prepared.resource, prepared.file, made)


def scratch_file() -> BinaryIO:
    """Return a file without a name: it is gone with this process, however that ends."""
    root = config.storage_root()
    root.mkdir(parents=True, exist_ok=True)
    return cast("BinaryIO", TemporaryFile(dir=root))


def _write(prepared: Prepared, target: BinaryIO) -> None:
    found = {one.row: one.found for one in prepared.edits}
    changes = {one.row: one.values for one in prepared.edits}
    try:
        rewrite(prepared.file.file, found, changes, prepared.file.given, target)
    except Unwritable as error:
        raise refused(ChangeReason.UNWRITABLE, row=error.row) from error
    target.flush()
    if not prepared.file.is_read_alike(target):
        raise refused(ChangeReason.READ_OTHERWISE, "resource_id")


def tell_catalogue(resource: model.Resource, file: RowFile, made: ChangedFile) -> None:
    """Have the entry say what follows from its new file, as an upload does."""
    stored = made.stored
    resource.size, resource.hash = stored.size, stored.sha256
    resource.last_modified = clock.now().replace(tzinfo=None)
    resource.extras = {**(resource.extras or {}), "hash_algorithm": "sha256"}
    if file.is_rewritten:
        resource.url = downloads.address_name(made.file_name)
        resource.format = format_of(made.file_name)
        resource.mimetype = media_type_of(made.file_name)
    model.Session.flush()
    context: Any = {"user": tk.config["ckan.site_id"], "ignore_auth": True, "use_cache": False}
    logic.index_update_package(context, str(resource.package_id))
