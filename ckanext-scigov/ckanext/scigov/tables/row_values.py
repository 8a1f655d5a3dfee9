"""Cells as the table shows them, for values that stand in no table yet: PostgreSQL writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import sqlalchemy as sa

from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.kinds import Kind
from ckanext.scigov.tables.rows import localised

Cell: TypeAlias = "tuple[Kind, str]"
"""A column's type, and a value that its reader has taken."""

_AS_THEY_ARE = (Kind.TEXT, Kind.DATE, Kind.BOOLEAN)


def as_shown(cells: Iterable[Cell]) -> Mapping[Cell, str]:
    """Return values as ``scigov_tables_rows_show`` would answer them.

    Raises:
        sqlalchemy.exc.DataError: PostgreSQL does not take one of them.
    """
    wanted = set(cells)
    shown = {cell: cell[1] for cell in wanted if cell[0] in _AS_THEY_ARE}
    with row_queries.reading() as connection:
        for kind in {kind for kind, _text in wanted} - set(_AS_THEY_ARE):
            texts = sorted(text for one, text in wanted if one is kind)
            for text, value in connection.execute(_statement(kind), {"texts": texts}):
                shown[kind, text] = localised(value) if kind is Kind.DATETIME else value
    return shown


def _statement(kind: Kind) -> sa.TextClause:
    """Return a query; the type is one of ours and no text of anybody's."""
    return sa.text(
        f"SELECT one, CAST(CAST(one AS {kind.value}) AS text)"  # noqa: S608
        " FROM unnest(CAST(:texts AS text[])) AS one"
    )
