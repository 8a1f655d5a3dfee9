"""What everybody finds in the catalogue, for sitemaps: parts, addresses, marks.

Nothing is kept and nothing is skipped over: one statement parts all entries by id and gives each part a
mark that changes with whatever its file shows; the file itself is read from where its part begins, as
many at a time as fit into one, with a connection that is given back before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.access.existence import findable
from ckanext.scigov.reach.domain.sitemaps import Part

AT_ONCE = 25_000
PACKAGE = model.Package
MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
"""CKAN stores moments in UTC, without saying so."""


def parts(size: int) -> list[Part]:
    """Return all entries in runs of ``size``."""
    number = sa.func.row_number().over(order_by=PACKAGE.id) - 1
    changed = PACKAGE.metadata_modified.label("changed")
    one = _entries(PACKAGE.id, PACKAGE.name, changed, number.label("number")).subquery().c
    part = sa.cast(one.number, sa.Integer).op("/")(size)
    # A sum needs no order, which a text of all rows would.
    text = sa.func.concat_ws(" ", one.id, one.name, one.changed)
    mark = sa.cast(sa.func.sum(sa.func.hashtextextended(text, 0)), sa.Text)
    latest = sa.func.max(one.changed)
    query = sa.select(sa.func.min(one.id), sa.func.count(), _moment(latest), mark)
    rows = model.Session.execute(query.group_by(part).order_by(part))
    return [Part(first, count, changed or "", mark) for first, count, changed, mark in rows]


def providers() -> list[tuple[str, str]]:
    """Return the names of providers that have an entry, each with the time of the latest change."""
    latest = sa.func.max(PACKAGE.metadata_modified).label("latest")
    last = _entries(PACKAGE.owner_org, latest).group_by(PACKAGE.owner_org).subquery().c
    group = model.Group
    query = sa.select(group.name, _moment(last.latest)).join(
        last.owner_org.table, sa.and_(group.id == last.owner_org, group.state == "active")
    )
    rows = model.Session.execute(query.order_by(group.name))
    return [(name, changed or "") for name, changed in rows]


def entries(part: Part) -> Iterator[tuple[str, str]]:
    """Yield name and time of the latest change of a part's entries; may be read after the request."""
    columns = (PACKAGE.id, PACKAGE.name, _moment(PACKAGE.metadata_modified))
    query = _entries(*columns).order_by(PACKAGE.id)
    first = query.where(PACKAGE.id >= part.first)
    return _rows(query, first, part.count)


def _rows(query: sa.Select[Any], asked: sa.Select[Any], count: int) -> Iterator[tuple[str, str]]:
    left = count
    while left > 0:
        rows = _read(asked.limit(min(left, AT_ONCE)))
        yield from ((name, changed or "") for _id, name, changed in rows)
        if not rows:
            return
        left -= len(rows)
        asked = query.where(rows[-1][0] < PACKAGE.id)


def _read(query: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    with model.ensure_engine().connect() as connection:
        return connection.execute(query).all()


def _moment(column: Any) -> sa.ColumnElement[str]:
    return sa.func.to_char(column, MOMENT)


def _entries(*columns: Any) -> sa.Select[Any]:
    return findable.entries(model.Session(), ANONYMOUS, *columns)
