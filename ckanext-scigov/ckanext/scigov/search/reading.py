"""Read from the index what a process keeps of it, and what is new."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from ckanext.scigov.search.domain.building import Row
from ckanext.scigov.search.domain.columns import LABELS, Columns, Ids
from ckanext.scigov.search.domain.documents import DATE_COLUMNS, EXACT_COLUMNS
from ckanext.scigov.search.domain.postings import Segment, inverted
from ckanext.scigov.search.model import (
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchState,
    Xid8,
)
from ckanext.scigov.search.prepared import Prepared

READ_AT_ONCE = 1_000
COLUMN_FIELDS = tuple(name for name in EXACT_COLUMNS if name not in ("id", "name"))
_PAIR = np.dtype([("number", ">i4"), ("written_by", ">i8")])


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """What the database says about what is newer than ``since``."""

    epoch: int | None
    forgotten: int | None
    base: int | None
    base_since: int | None
    oldest_running: int
    own: int | None
    written: npt.NDArray[np.void]
    gone: npt.NDArray[np.void]


def read_segment(connection: sa.Connection, columns: Columns, slots: Sequence[int]) -> Segment:
    """Return the inverted lists of the documents in ``slots``."""
    document = SearchDocument.__table__.c
    numbers = {int(columns.numbers[slot]): slot for slot in slots}
    rows = connection.execute(
        sa.select(document.number, sa.cast(document.words, sa.Text)).where(
            document.number == sa.func.any(list(numbers))
        )
    )
    return inverted(sorted((numbers[number], words) for number, words in rows))


def read_rows(connection: sa.Connection, numbers: Ids | None) -> Iterator[Row]:
    """Yield the documents of these numbers, or all."""
    document = SearchDocument.__table__.c
    query = sa.select(
        document.number,
        _xid(document.written_by),
        document.title,
        document.terms,
        document.permission_labels,
        *(_milliseconds(document[name]) for name in DATE_COLUMNS),
        *(document[name] for name in COLUMN_FIELDS),
    ).order_by(document.number)
    if numbers is not None:
        query = query.where(document.number == sa.func.any(numbers.tolist()))
    dates = 5 + len(DATE_COLUMNS)
    for row in connection.execute(query.execution_options(yield_per=READ_AT_ONCE)):
        terms = [*row[3], *(f"{LABELS}={label}" for label in row[4])]
        own = zip(COLUMN_FIELDS, row[dates:], strict=True)
        terms += [f"{field}={value}" for field, value in own if value is not None]
        yield Row(row[0], row[1], terms, row[5:dates], row[2])


def _milliseconds(column: sa.ColumnElement[dt.datetime]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.round(sa.extract("epoch", column) * 1000), sa.BigInteger)


def read_news(connection: sa.Connection, since: int) -> News:
    """Read in one statement, so in one view of the database, all that may be new."""
    row = _news_statement().run(connection, since=str(since)).one()
    epoch, forgotten, base, base_since, oldest_running, own, written, gone = row
    return News(
        epoch,
        forgotten,
        base,
        base_since,
        oldest_running,
        own,
        np.frombuffer(written or b"", dtype=_PAIR),
        np.frombuffer(gone or b"", dtype=_PAIR),
    )


@functools.cache
def _news_statement() -> Prepared:
    state = sa.select(SearchState.epoch).scalar_subquery()
    newest = usable().with_only_columns(SearchBase.id, _xid(SearchBase.since).label("since"))
    newest = newest.subquery()
    since = sa.cast(sa.bindparam("since", type_=sa.Text), Xid8)
    return Prepared(
        sa.select(
            state,
            sa.select(_xid(SearchState.forgotten)).scalar_subquery(),
            sa.select(newest.c.id).scalar_subquery(),
            sa.select(newest.c.since).scalar_subquery(),
            _xid(sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())),
            _xid(sa.func.pg_current_xact_id_if_assigned()),
            _packed(SearchDocument, since),
            _packed(SearchDeletion, since),
        )
    )


def usable() -> sa.Select[tuple[int]]:
    """Return the query for the newest base of the present documents, and since when it is.

    After a restore into another cluster a base may be of a transaction that is still to come.
    """
    running = sa.func.pg_snapshot_xmax(sa.func.pg_current_snapshot())
    return (
        sa.select(SearchBase.since)
        .where(
            SearchBase.epoch == sa.select(SearchState.epoch).scalar_subquery(),
            SearchBase.since <= running,
        )
        .order_by(SearchBase.id.desc())
        .limit(1)
    )


def _xid(column: Any) -> sa.ColumnElement[int]:
    """Return a transaction id as the number it is: xid8 itself has no arithmetic."""
    return sa.cast(sa.cast(column, sa.Text), sa.BigInteger)


def _packed(table: Any, since: sa.ColumnElement[int]) -> sa.ScalarSelect[bytes]:
    """Return number and writer of all newer rows as one string of bytes."""
    pair = sa.func.int4send(table.number).op("||")(sa.func.int8send(_xid(table.written_by)))
    packed = sa.func.string_agg(pair, sa.literal(b"", sa.LargeBinary), type_=sa.LargeBinary)
    return sa.select(packed).where(table.written_by >= since).scalar_subquery()
