"""The rows that somebody asks for as a file: all of them or some, with what he may see of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import export_files, rows
from ckanext.scigov.tables.domain.exported import FileColumn, heading_of
from ckanext.scigov.tables.extracts import Extract, Row
from ckanext.scigov.tables.interfaces import copy_of
from ckanext.scigov.tables.refusals import told_in_a_sentence
from ckanext.scigov.tables.row_queries import RowQuery


@dataclass(frozen=True, slots=True)
class Export:
    """Rows for one reader."""

    extract: Extract
    notice: tuple[str, ...]
    grant: str

    def pieces(self, ending: str) -> Iterator[bytes]:
        """Return the file in pieces. What PostgreSQL has against the question is told before the first.

        Raises:
            tk.ValidationError: it finds a value senseless, or takes too long; or the rows are more
                than a workbook is made of.
        """
        columns = self.extract.columns
        with told_in_a_sentence(self.extract.query.resource_id):
            if ending == "xlsx":
                self._require_to_fit()
                titles = tk._("Data"), tk._("Notice")
                made = export_files.workbook(columns, self.extract.rows(), self.notice, titles)
                return export_files.pieces_of(made)
            found = begun(self.extract.rows())
        if ending == "json":
            return export_files.json_pieces(columns, found, self.notice)
        return export_files.csv_pieces(self.extract.headings, found, self.notice)

    def _require_to_fit(self) -> None:
        most = export_files.most_rows_of_a_workbook(len(self.extract.columns))
        if self.extract.count() > most:
            text = tk._("A workbook of this table has room for {num} rows here. Take CSV or JSON.")
            raise tk.ValidationError({"format": [text.format(num=f"{most:,}")]})


def export_for(context: Any, query: RowQuery) -> Export:
    """Return rows as whoever calls may take them along, and put on record that he does.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or not take it along.
        tk.ValidationError: a filter or the sort names no column, or a value does not fit.
    """
    tk.check_access("scigov_tables_rows_show", context, {"resource_id": query.resource_id})
    copy = copy_of(context, query.resource_id)
    fields = rows.fields_of(context, query)
    columns = tuple(_column(one) for one in fields if one["id"] not in copy.hidden)
    return Export(Extract(columns, query, copy.mark), copy.notice, copy.grant)


def _column(field: dict[str, Any]) -> FileColumn:
    heading = heading_of(field["id"], field["label"], field["name"])
    return FileColumn(field["id"], field["type"], heading, field["label"])


def begun(found: Iterator[Row]) -> Iterator[Row]:
    """Return rows of which the first has been fetched."""
    first = next(found, None)

    def rest() -> Iterator[Row]:
        with closing(found):  # pyright: ignore[reportArgumentType] (a generator)
            if first is not None:
                yield first
            yield from found

    return rest()
