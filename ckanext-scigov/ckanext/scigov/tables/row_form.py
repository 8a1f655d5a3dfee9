"""A row as a form: a field for each column, and what of it has been typed otherwise than it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.preview import code_labels

LONG = 80
"""Longer texts have several lines in the form."""
BOOLEAN = "bool"


@dataclass(frozen=True, slots=True)
class RowField:
    """A column in the form."""

    name: str
    """Of the field."""
    column: str
    label: str
    unit: str
    type_name: str
    before: str
    value: str
    choices: Sequence[tuple[str, str]]
    """What can be chosen, and what it stands for."""
    is_boolean: bool
    problem: str = ""
    typed: str = ""
    """What had been typed about a row that has changed meanwhile."""

    def said(self, value: str | None) -> str:
        """Return a value as the preview of the table says it."""
        return sentences.yes_or_no(value) if value and self.is_boolean else value or ""

    @property
    def is_long(self) -> bool:
        texts = (self.before, self.value)
        return any(len(text) > LONG or "\n" in text or "\r" in text for text in texts)

    @property
    def is_changed(self) -> bool:
        return _unix(self.value) != _unix(self.before)


@dataclass(frozen=True, slots=True)
class RowForm:
    """The row that is shown, and what has been typed."""

    row: int
    version: int
    fingerprint: str
    fields: Sequence[RowField]

    @property
    def changed(self) -> list[RowField]:
        return [one for one in self.fields if one.is_changed]

    def afresh(self) -> RowForm:
        """Return the row as it is now, with what had been typed beside it: who typed saw another row."""
        fields = [
            replace(one, value=one.before, typed=one.value if one.is_changed else "")
            for one in self.fields
        ]
        return replace(self, fields=fields)

    def change(self, *, is_deleted: bool) -> dict[str, Any]:
        """Return what ``scigov_tables_rows_change`` is to do."""
        expected = {one.column: one.before or None for one in self.fields}
        wish = {"row": self.row, "expected": expected}
        if is_deleted:
            return {**wish, "delete": True}
        # Browsers end lines in their own way.
        return {**wish, "set": {one.column: _unix(one.value) for one in self.changed}}


def form_of(
    context: Any, resource: Mapping[str, Any], row: int, typed: Mapping[str, str] | None = None
) -> RowForm:
    """Return a row as a form for whoever may change it.

    Args:
        context: of whoever asks.
        resource: as ``resource_show`` gives it.
        row: its ``_id``.
        typed: what has been sent, by the names of the fields; what is not among it is as it stands.

    Raises:
        tk.ObjectNotFound: there is no such row.
        tk.NotAuthorized: he may not change it, or does not get all of its columns.
    """
    asked = {"resource_id": resource["id"]}
    tk.check_access("scigov_tables_rows_change", context, asked)
    if not sight_of(context, resource["id"]).is_whole:
        raise tk.NotAuthorized(tk._("Some data items of this resource are not given to you."))
    found = tk.get_action("scigov_tables_row_show")(
        tk.fresh_context(context), {**asked, "row": row}
    )
    lists = code_labels(resource, found["fields"])
    fields = [
        _field(number, column, found["record"][column["id"]] or "", lists, typed or {})
        for number, column in enumerate(found["fields"])
    ]
    return RowForm(row, found["version"] or 0, found["fingerprint"], fields)


def _field(
    number: int,
    column: Mapping[str, Any],
    before: str,
    lists: Mapping[str, Mapping[str, str]],
    typed: Mapping[str, str],
) -> RowField:
    name = f"cell-{number}"
    is_boolean = column["type"] == BOOLEAN
    choices = list(lists.get(column["id"], {}).items())
    if is_boolean:
        choices = [(value, sentences.yes_or_no(value)) for value in ("t", "f")]
    return RowField(
        name=name,
        column=column["id"],
        label=column["label"],
        unit=column["unit"],
        type_name=sentences.type_name(column["type"]),
        before=before,
        value=typed.get(name, before),
        choices=choices,
        is_boolean=is_boolean,
    )


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
