"""Which report somebody may read, and which of its columns.

Raw texts of cells are data. A reader to whom data items are closed sees the report of the table that
is shown without them; of a file that became no table nobody can tell the columns that are his.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.tables import queries, reports, sentences
from ckanext.scigov.tables.callers import may_update
from ckanext.scigov.tables.domain.bad_cells import ColumnCount, harmless
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.model import Load, LoadState

CELLS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report as one reader sees it."""

    state: str
    key: str | None
    columns: tuple[ColumnCount, ...]
    hidden: frozenset[str]

    @property
    def labels(self) -> dict[str, str]:
        return {one["column"]: one["label"] for one in self.columns}

    @property
    def total(self) -> int:
        return sum(one["count"] for one in self.columns)


def report_for(context: Any, resource_id: str, number: int | None = None) -> ShownReport:
    """Return the report of a resource's newest load, or of a version, as whoever calls may have it.

    Raises:
        tk.ObjectNotFound: there is none.
        tk.NotAuthorized: he may not read the table, or not this report of it.
    """
    sight = sight_of(context, resource_id)
    load = queries.find_load(model.Session, resource_id)
    found = _of_load(load) if number is None else _of_version(resource_id, number)
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such load of this resource."))
    if found.state == LoadState.FAILED.value and not may_update(context, resource_id):
        message = tk._(
            "What is wrong with a file that was refused is told to those who may edit it."
        )
        raise tk.NotAuthorized(message)
    if not sight.is_whole and not _is_of_shown_table(load, found, number):
        message = tk._(
            "Some columns of this table are not given to you, so neither is the report of another file."
        )
        raise tk.NotAuthorized(message)
    columns = tuple(one for one in found.columns if one["column"] not in sight.hidden)
    return ShownReport(found.state, found.key, columns, sight.hidden)


def _of_load(load: Load | None) -> ShownReport | None:
    if load is None:
        return None
    return ShownReport(load.state, load.report_key, _counts(load.report_key), frozenset())


def _of_version(resource_id: str, number: int) -> ShownReport | None:
    version = queries.find_version(model.Session, resource_id, number)
    if version is None:
        return None
    state = LoadState.LOADED.value
    return ShownReport(state, version.report_key, _counts(version.report_key), frozenset())


def _counts(key: str | None) -> tuple[ColumnCount, ...]:
    return tuple(reports.findings(key)["bad_cells"])


def _is_of_shown_table(load: Load | None, found: ShownReport, number: int | None) -> bool:
    """Only of the table that is shown is it known which of its columns are hidden."""
    if number is None:
        return found.state == LoadState.LOADED.value
    return load is not None and load.version == number


def csv_pieces(report: ShownReport) -> Iterator[bytes]:
    """Yield the report as CSV, a thousand cells at a time; no cell of it is a formula."""
    heading = [
        tk._("Line"),
        tk._("Column"),
        tk._("Value in the file"),
        tk._("What is wrong"),
        "_id",
    ]
    yield _lines([heading], "\ufeff")
    batch: list[Sequence[object]] = []
    labels = {column: harmless(label) for column, label in report.labels.items()}
    reasons: dict[str, str] = {}
    for cell in reports.read(report.key, report.hidden):
        code = cell.code.value
        if code not in reasons:
            reasons[code] = sentences.problem(code)
        label = labels.get(cell.column) or harmless(cell.column)
        batch.append((cell.line, label, harmless(cell.value), reasons[code], cell.row))
        if len(batch) == CELLS_AT_ONCE:
            yield _lines(batch)
            batch = []
    yield _lines(batch)


def _lines(rows: Sequence[Sequence[object]], before: str = "") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return (before + out.getvalue()).encode()
