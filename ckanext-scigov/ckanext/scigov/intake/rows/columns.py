"""The columns of a source's table, as the DataStore has them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.intake.contract import Table
from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_items import TYPE, named
from ckanext.scigov.intake.domain.row_marks import Structure
from ckanext.scigov.tables.domain.columns import Column, columns_of
from ckanext.scigov.tables.domain.kinds import Kind


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns, each with its name at the source."""

    sources: Sequence[str]
    columns: Sequence[Column]
    structure: Structure

    @property
    def key(self) -> Sequence[str]:
        return self.structure.key

    def places_in(self, heading: Sequence[str]) -> list[int]:
        """Return where each column stands in a page of rows.

        Raises:
            RowsRefused: the page lacks some.
        """
        places = {name: at for at, name in reversed(list(enumerate(heading)))}
        folded = {name.casefold(): at for name, at in places.items()}
        found = [places.get(one, folded.get(one.casefold())) for one in self.sources]
        missing = [name for name, at in zip(self.sources, found, strict=True) if at is None]
        if missing:
            raise RowsRefused(RowProblem(RowCause.COLUMNS_DIFFER, ", ".join(missing), len(missing)))
        return [at for at in found if at is not None]


def columns_for(table: Table, stored: Sequence[Mapping[str, Any]]) -> Columns:
    """Return the columns of a table.

    Args:
        table: as its source describes it.
        stored: the resource's data items, which say what the columns are.
    """
    given = named(table.items)
    items = {str(one.get("name")): one for one in stored}
    sources = [
        str(raw.get("name") or one["name"]) for raw, one in zip(table.items, given, strict=True)
    ]
    found = [{**one, **items.get(one["name"], {})} for one in given]
    columns = _columns(sources, found)
    ids = {name.casefold(): column.id for name, column in zip(sources, columns, strict=True)}
    structure = Structure(
        columns=[(one.id, (one.kind or Kind.TEXT).value) for one in columns],
        key=[ids[name.casefold()] for name in table.key],
        letters={one["name"]: str(one.get(TYPE) or "") for one in given},
    )
    return Columns(sources, columns, structure)


def _columns(sources: Sequence[str], items: Sequence[Mapping[str, Any]]) -> list[Column]:
    # A column is called as at the source, where that is allowed: who knows the system asks by it.
    called = [
        {**item, "title": name, "name": name} for name, item in zip(sources, items, strict=True)
    ]
    found, _notes = columns_of(sources, called)
    return [
        dataclasses.replace(
            column,
            kind=column.kind or Kind.TEXT,
            info={**column.info, "label": item.get("title") or column.id, "name": item["name"]},
        )
        for column, item in zip(found, items, strict=True)
    ]
