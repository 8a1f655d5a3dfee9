"""Rows that disputes point at, among those of a page.

Going through a whole table for a page would take too long, and remembering where a row was would have to
be forgotten with every change of the table. So the rows of the page are compared with what was reported,
and only for one that fits the table is asked whether there are others like it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import sqlalchemy as sa

from ckanext.scigov.dispute import rows
from ckanext.scigov.dispute.comparison import types_of
from ckanext.scigov.dispute.domain import fingerprint
from ckanext.scigov.dispute.domain.fingerprint import Numbered
from ckanext.scigov.dispute.domain.target import ROWS, Target
from ckanext.scigov.dispute.rows import ID, Table
from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.row_texts import text_of

MOST = 1_000
"""Rows of a page; in a longer answer callers look for no single row."""


def found(
    targets: Iterable[Target], resource_id: str, numbers: Collection[int]
) -> Mapping[Target, int]:
    """Return the numbers of those rows of a page that are meant for certain, by target.

    Args:
        targets: of disputes about the table; those that are no rows are left out.
        resource_id: the table's.
        numbers: of the rows of the page.
    """
    wanted = [one for one in targets if one.kind in ROWS]
    if not wanted or not numbers:
        return {}
    with row_queries.reading() as connection:
        types = types_of(connection, [resource_id]).get(resource_id)
        if types is None:
            return {}
        table = Table(resource_id, types)
        shown = rows.selected(connection, table, row_queries.column(ID).in_(sorted(numbers)))
        alike = {one: _alike(one, shown) for one in wanted}
        conditions = [made for one in wanted for made in _conditions(one, alike[one], table)]
        if not conditions:
            return {}
        candidates = rows.selected(connection, table, sa.or_(*conditions))
    meant = {one: fingerprint.found(one, candidates).number for one in wanted if alike[one]}
    return {one: number for one, number in meant.items() if number in set(numbers)}


def _alike(target: Target, shown: Iterable[Numbered]) -> list[Numbered]:
    """Return the rows of the page that may be the one."""
    return [one for one in shown if fingerprint.may_be(target, one.row)]


def _conditions(
    target: Target, alike: Iterable[Numbered], table: Table
) -> Iterator[sa.ColumnElement[bool]]:
    """Yield what all rows fulfil that the target may mean beside a row of the page.

    Rows with its fingerprint have the same cells; with its key too, where it has one.
    """
    alike = list(alike)
    if alike and target.key and all(name in table.types for name, _value in target.key):
        yield sa.and_(*(_is(table, name, value) for name, value in target.key))
    for one in alike:
        if fingerprint.is_as_seen(one.row, target):
            columns = target.columns or tuple(table.types)
            yield sa.and_(*(_is(table, name, one.row[name]) for name in columns))
            return


def _is(table: Table, name: str, value: str | None) -> sa.ColumnElement[bool]:
    cell = text_of(name, table.types[name])
    return cell.is_(None) if value is None else cell == value
