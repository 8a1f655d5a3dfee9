"""A table as a file for whoever may not see all of it, or not without a mark: what is visible of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ckanext.scigov.access import narrowing, row_terms, table_reading
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.tables import extracts
from ckanext.scigov.tables.export_files import csv_pieces
from ckanext.scigov.tables.extracts import Extract
from ckanext.scigov.tables.row_queries import RowQuery


def hidden_columns(principal: Principal, resource_id: str) -> frozenset[str]:
    """Return the columns of a resource's table that somebody may not see.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table at all.
    """
    return narrowing.hidden_columns(table_reading.read(principal, resource_id))


def table_of(principal: Principal, resource_id: str) -> Extract:
    """Return what somebody may have of a table as a whole.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or only in portions.
    """
    view = narrowing.view_of(table_reading.read(principal, resource_id))
    row_terms.require_all(view.terms)
    columns = tuple(c for c in extracts.columns_of(resource_id) if c.id not in view.hidden)
    return Extract(columns, RowQuery(resource_id), row_terms.mark_of(view.terms))


def csv_of(principal: Principal, resource_id: str, notice: Sequence[str] = ()) -> Iterator[bytes]:
    """Return the pieces of a CSV file of all rows, with the columns that somebody may see.

    UTF-8 with a byte order mark; ``notice`` first, each a line of comment; then the headings as the
    original file has them. Whether it may be given is asked here and now; the pieces are read from
    the DataStore as they are taken, and need no request.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: as ``table_of``.
    """
    table = table_of(principal, resource_id)
    return csv_pieces(table.headings, table.rows(), notice)
