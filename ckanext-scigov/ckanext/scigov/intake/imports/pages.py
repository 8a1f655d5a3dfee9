"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import BatchKind, BatchState, RowState
from ckanext.scigov.intake.imports import access, fields, words
from ckanext.scigov.intake.imports.entry_forms import ENTRY, GATHERED
from ckanext.scigov.intake.imports.table_columns import TableColumns, columns_of
from ckanext.scigov.shared.errors import Refused

Shown = Mapping[str, Any]
PER_PAGE = 50
LONGEST_CELL = 60
SAMPLE = 3
"""Rows whose cells stand beside the columns that are matched."""


@dataclass(frozen=True, slots=True)
class Where:
    """A resource that something is imported into, with its entry."""

    resource: Shown
    dataset: Shown

    @property
    def url(self) -> str:
        where = {"id": self.dataset["name"], "resource_id": self.resource["id"]}
        return tk.h.url_for("dataset_resource.read", **where)

    @property
    def title(self) -> str:
        return tk.h.resource_display_name(dict(self.resource))


def where(context: Any, resource_id: str) -> Where | None:
    """Return a resource as a page names it; None where there is none to be named."""
    if not resource_id:
        return None
    resource = tk.get_action("resource_show")(tk.fresh_context(context), {"id": resource_id})
    asked = {"id": resource["package_id"]}
    return Where(resource, tk.get_action("package_show")(tk.fresh_context(context), asked))


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form by which a sheet is uploaded."""

    kind: str
    where: Where | None
    providers: Sequence[Shown]
    values: Shown = field(default_factory=dict[str, Any])
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])

    @property
    def provider_options(self) -> list[tuple[str, str]]:
        return [(one["id"], one["display_name"]) for one in self.providers]

    @property
    def template_url(self) -> str:
        if self.kind == BatchKind.ROWS.value and self.where:
            where = {"id": self.where.dataset["name"], "resource_id": self.where.resource["id"]}
            return tk.h.url_for("scigov_imports.row_template", **where)
        return tk.h.url_for("scigov_imports.template", kind=self.kind)


def new_page(context: Any, kind: str, resource_id: str, provider: str) -> NewPage:
    """Return the empty form.

    Raises:
        tk.ObjectNotFound: there is no such kind, or no such resource that may be changed.
    """
    if kind not in {one.value for one in BatchKind}:
        raise tk.ObjectNotFound
    found = None
    if kind != BatchKind.ENTRIES.value:
        tk.check_access("resource_update", tk.fresh_context(context), {"id": resource_id})
        found = where(context, resource_id)
    return NewPage(kind, found, access.providers(context), {"provider": provider})


@dataclass(frozen=True, slots=True)
class MatchedColumn:
    """A column of the sheet, what its first rows say, and the field it is chosen for."""

    number: int
    header: str
    field: str
    how: str
    sample: Sequence[str]

    @property
    def name(self) -> str:
        """Return the name of its field in the form; a header may be any text."""
        return f"column-{self.number}"


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The columns of an import, to be matched."""

    batch: Shown
    where: Where | None
    columns: Sequence[MatchedColumn]
    options: Sequence[tuple[str, str]]
    profile: str
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])

    @property
    def is_of_entries(self) -> bool:
        return self.batch["kind"] == BatchKind.ENTRIES.value

    @property
    def profiles(self) -> list[tuple[str, str]]:
        return [
            (ENTRY, tk._("Complete entries: what is mandatory must be there")),
            (
                GATHERED,
                tk._("Old stock with gaps: what is missing is listed, to be filled in later"),
            ),
        ]


def columns_page(context: Any, batch: Shown, sent: Mapping[str, str] | None = None) -> ColumnsPage:
    """Return the page with what is proposed, was chosen, or has just been sent."""
    proposals: Mapping[str, Shown] = batch.get("proposals") or {}
    columns: list[MatchedColumn] = []
    for number, header in enumerate(batch["headers"]):
        proposed = proposals.get(header, {"field": batch["columns"].get(header, ""), "how": ""})
        chosen = proposed["field"] if sent is None else sent.get(f"column-{number}", "")
        sample = [short(row["cells"][number]) for row in batch["rows"][:SAMPLE]]
        columns.append(MatchedColumn(number, header, chosen, proposed["how"], sample))
    profile = (sent or {}).get("profile") or batch["profile"] or ENTRY
    found = where(context, batch["resource_id"])
    return ColumnsPage(batch, found, columns, _options(context, batch), profile)


def _options(context: Any, batch: Shown) -> list[tuple[str, str]]:
    return [
        (name, f"{label}*" if needed else label) for name, label, needed in _fields(context, batch)
    ]


def _fields(context: Any, batch: Shown) -> list[tuple[str, str, bool]]:
    if batch["kind"] == BatchKind.ROWS.value:
        table = table_of(context, batch["resource_id"])
        return [(one.column, one.title, one.required) for one in table.rules] if table else []
    is_of_entries = batch["kind"] == BatchKind.ENTRIES.value
    known = fields.of_entries() if is_of_entries else fields.of_items()
    return [(one.name, one.label, one.is_required) for one in known]


def table_of(context: Any, resource_id: str) -> TableColumns | None:
    """Return a table's columns; None where no rows can be entered now."""
    try:
        return columns_of(context, resource_id)
    except Refused:
        return None


def columns_sent(batch: Shown, sent: Mapping[str, str]) -> dict[str, str]:
    return {
        header: sent.get(f"column-{number}", "") for number, header in enumerate(batch["headers"])
    }


@dataclass(frozen=True, slots=True)
class BatchPage:
    """An import: how it stands, its rows, and what can be done with it."""

    batch: Shown
    where: Where | None
    show: str
    page: Any
    labels: Mapping[str, str]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])

    @property
    def total(self) -> int:
        return sum(self.batch["rows_by_state"].values())

    @property
    def good(self) -> int:
        return int(self.batch["rows_by_state"][RowState.GOOD.value])

    @property
    def bad(self) -> int:
        return int(self.batch["rows_by_state"][RowState.BAD.value])

    @property
    def written(self) -> int:
        return int(self.batch["rows_by_state"][RowState.WRITTEN.value])

    @property
    def shows(self) -> list[tuple[str, str, int]]:
        """Return the states that rows are in, with words and numbers."""
        found = self.batch["rows_by_state"]
        return [(one, words.word("row", one), number) for one, number in found.items() if number]

    @property
    def is_checked(self) -> bool:
        return self.batch["state"] == BatchState.CHECKED.value

    @property
    def is_written(self) -> bool:
        return self.batch["state"] == BatchState.WRITTEN.value

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return the headers of the columns that are used, each with its field's label."""
        return [
            (header, self.labels.get(name, name))
            for header in self.batch["headers"]
            if (name := self.batch["columns"].get(header))
        ]

    def cells(self, row: Shown) -> list[tuple[str, str, Sequence[str]]]:
        """Return header, text and sentences of the cells that are used."""
        by_header = dict(zip(self.batch["headers"], row["cells"], strict=False))
        return [
            (header, short(by_header.get(header, "")), row["errors"].get(header, ()))
            for header, _label in self.headers
        ]


def labels_of(context: Any, batch: Shown) -> dict[str, str]:
    """Return the labels of fields by their names."""
    return {name: label for name, label, _needed in _fields(context, batch)}


def short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
