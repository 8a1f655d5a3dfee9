"""The job of a comparison: tables joined in the DataStore, and what comes of it by cause and item.

It reads whole tables, whoever may see what of them. Keys and values in its answer are data: whoever
shows them asks first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.dispute import comparison_statement
from ckanext.scigov.dispute.comparison_statement import ROWS
from ckanext.scigov.dispute.domain import compared, compared_status, comparing, comparing_checks
from ckanext.scigov.dispute.domain.compared import (
    Cause,
    Finding,
    Group,
    Kind,
    Result,
    Thresholds,
    Totals,
)  # fmt: skip
from ckanext.scigov.dispute.domain.compared_status import Checked
from ckanext.scigov.dispute.domain.comparing import Comparison, Pairing, Types
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.shared.errors import Refused
from ckanext.scigov.tables import row_queries

EXAMPLES = 20
TIMEOUT = "15min"
"""For each two tables."""
SETTINGS = MappingProxyType({"jit": "off", "enable_nestloop": "off", "work_mem": "32MB"})
"""The planner takes a statement with so many expressions to be worth compiling, and cannot know how many
keys two tables have in common: it would look up each row of both by itself."""


@dataclass(frozen=True, slots=True)
class Report:
    causes: tuple[Cause, ...]
    checks: Mapping[str, tuple[Checked, ...]]
    """Item → what each table that it was compared with says of it."""


def run(
    comparison: Comparison,
    sources: Mapping[str, Source],
    thresholds: Thresholds = Thresholds(),  # noqa: B008  (frozen)
    examples: int = EXAMPLES,
) -> Report:
    """Compare the tables as they are now.

    Args:
        comparison: as it was declared.
        sources: the register, by item.
        thresholds: above which a join is broken.
        examples: as many are kept of a cause.

    Raises:
        Refused: the tables have changed, and the declaration does not fit them any more.
    """
    causes: list[Cause] = []
    checks: dict[str, list[Checked]] = {item.name: [] for item in comparison.items}
    with row_queries.reading(timeout=TIMEOUT) as connection:
        types = types_of(connection, [one.resource_id for one in comparison.tables])
        if refusals := comparing_checks.wrong_with(comparison, sources, types):
            raise Refused(*refusals)
        for pairing in comparing.pairings(comparison, sources):
            result = result_of(connection, pairing, types, examples)
            found = compared.causes(pairing, result, sources, thresholds)
            causes += found
            for item, check in compared_status.checked(pairing, result, found).items():
                checks[item].append(check)
    return Report(compared.merged(causes), {item: tuple(all_) for item, all_ in checks.items()})


def types_of(connection: sa.Connection, resource_ids: Sequence[str]) -> Types:
    """Return the columns of tables with their types; a resource without a table is absent."""
    names = ("table_schema", "table_name", "column_name", "udt_name", "ordinal_position")
    columns = sa.table("columns", *map(sa.column, names), schema="information_schema").c
    query = (
        sa.select(columns.table_name, columns.column_name, columns.udt_name)
        .where(columns.table_schema == "public", columns.table_name.in_(resource_ids))
        .order_by(columns.table_name, columns.ordinal_position)
    )
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(query):
        own = found.setdefault(table, {})
        if not column.startswith("_"):
            own[column] = kind
    return found


def result_of(
    connection: sa.Connection, pairing: Pairing, types: Types, examples: int = EXAMPLES
) -> Result:
    """Return what differs between two tables, counted by cause, in one statement."""
    for name, value in SETTINGS.items():
        connection.execute(sa.select(sa.func.set_config(name, value, True)))
    statement = comparison_statement.statement(pairing, types, examples)
    rows = connection.execute(statement).all()
    return Result(_totals(pairing, rows[0]), tuple(_groups(pairing, rows)))


def _totals(pairing: Pairing, row: Any) -> Totals:
    names = [item.name for item in pairing.items]
    return Totals(
        row.rows_here, row.rows_there, row.keys_here, row.keys_there, row.pairs,
        row.rows_differing, dict(zip(names, row.cells, strict=True)),
    )  # fmt: skip


def _groups(pairing: Pairing, rows: Sequence[Any]) -> Iterator[Group]:
    found = (row for row in rows if row.cause is not None)
    for (number, cause), several in groupby(found, key=lambda row: (row.number, row.cause)):
        own = list(several)
        item = "" if number == ROWS else pairing.items[number].name
        kind, _, detail = cause.partition(":")
        examples = tuple(_finding(item, row) for row in own)
        first = own[0]
        digest = f"{first.digest & 2**64 - 1:016x}"
        yield Group(item, Kind(kind), detail, first.findings, int(first.rows), digest, examples)


def _finding(item: str, row: Any) -> Finding:
    return Finding(tuple(row.key), item, row.here, row.there, row.here_row, row.there_row)
