"""Cells of a row as values of fields, and sentences about those that say none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.cell_values import Unfit, UnfitCell
from ckanext.scigov.intake.imports import row_words
from ckanext.scigov.intake.imports.fields import Field
from ckanext.scigov.intake.imports.service import RowResult
from ckanext.scigov.intake.imports.sheets import REPLACED
from ckanext.scigov.intake.model import Batch, BatchRow

_ = tk._
MOST_SHOWN = 12
"""Choices that a sentence names."""

_SENTENCES: Mapping[Unfit, Callable[[], str]] = MappingProxyType(
    {
        Unfit.NOT_LISTED: lambda: _(
            "“%(value)s” cannot be chosen here. Write one of: %(choices)s."
        ),
        Unfit.NO_DAY: lambda: _("“%(value)s” is no date. Write it as 2026-03-01."),
        Unfit.NO_ANSWER: lambda: _("“%(value)s” is neither yes nor no. Write 是 or 否."),
    }
)


def read(
    batch: Batch, row: BatchRow, fields: Mapping[str, Field], result: RowResult
) -> dict[str, Any]:
    """Return the values of a row's cells by field; a cell that is empty says nothing.

    Args:
        batch: whose columns are matched.
        row: of it.
        fields: by name.
        result: is told what cannot be read.
    """
    found: dict[str, Any] = {}
    for header, cell in zip(batch.headers, row.cells, strict=False):
        field = fields.get(batch.columns.get(header, ""))
        if field is None or not cell.strip():
            continue
        if REPLACED in cell:
            result.errors.setdefault(header, []).append(row_words.lost_sign())
            continue
        try:
            found[field.name] = field.read(cell)
        except UnfitCell as unfit:
            result.errors.setdefault(header, []).append(_sentence(field, unfit))
    if len(row.cells) > len(batch.headers):
        result.errors.setdefault("", []).append(row_words.too_many_cells())
    return found


def complain(
    result: RowResult, headers: Mapping[str, str], labels: Mapping[str, str],
    name: str, sentences: Sequence[str],
) -> None:  # fmt: skip
    """Put sentences about a field at its column; where there is none, at the row, with the field's label."""
    header = headers.get(name, "")
    for text in sentences:
        label = labels.get(name, "")
        said = text if header or not label else _("%(column)s: %(problem)s") % {
            "column": label, "problem": text,
        }  # fmt: skip
        if said not in result.errors.setdefault(header, []):
            result.errors[header].append(said)


def headers_of(batch: Batch) -> dict[str, str]:
    """Return the header of each field that has a column."""
    return {field: header for header, field in batch.columns.items() if field}


def _sentence(field: Field, unfit: UnfitCell) -> str:
    shown = [label for _code, label in field.choices[:MOST_SHOWN]]
    more = "…" if len(field.choices) > MOST_SHOWN else ""
    values = {"value": unfit.value, "choices": "、".join(shown) + more}
    return _SENTENCES[unfit.reason]() % values
