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
from ckanext.scigov.search.domain.snapshots import NOTHING, Snapshot, snapshot_of
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.kept_lists import packed_lists
from ckanext.scigov.search.model import (
    PgSnapshot,
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchState,
)
from ckanext.scigov.search.prepared import Prepared

READ_AT_ONCE = 1_000
COLUMN_FIELDS = tuple(name for name in EXACT_COLUMNS if name not in ("id", "name"))
_PAIR = np.dtype([("number", ">i4"), ("written_by", ">i8")])


@dataclasses.dataclass(frozen=True, slots=True)
class News:
    """What the database says about what a snapshot had not seen."""

    epoch: int | None
    forgotten: int | None
    base: int | None
    base_snapshot: Snapshot
    snapshot: Snapshot
    own: int | None
    written: npt.NDArray[np.void]
    gone: npt.NDArray[np.void]
    lists: tuple[Any, ...]
    """What ``packed_lists`` reads; empty where no words were asked for."""


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
        as_number(document.written_by),
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


def read_news(
    search: Guarded, seen: Snapshot, base: int | None = None, terms: Sequence[str] = ()
) -> News:
    """Read in one statement, so in one view of the database, all that ``seen`` did not see.

    The lists of ``terms`` in ``base`` come along; they hold if that is still the newest base.
    """
    if terms:
        result = search.run(
            _news_statement(with_lists=True), seen=str(seen), base=base, terms=terms
        )
    else:
        result = search.run(_news_statement(with_lists=False), seen=str(seen))
    epoch, forgotten, newest, base_snapshot, snapshot, own, written, gone, *lists = result.one()
    return News(
        epoch,
        forgotten,
        newest,
        snapshot_of(base_snapshot) if base_snapshot else NOTHING,
        snapshot_of(snapshot),
        own,
        np.frombuffer(written or b"", dtype=_PAIR),
        np.frombuffer(gone or b"", dtype=_PAIR),
        tuple(lists),
    )


@functools.cache
def _news_statement(*, with_lists: bool) -> Prepared:
    """Write the statement for little planning: it is planned at every search."""
    newest = usable(SearchState.epoch).add_columns(SearchBase.id).lateral()
    # A row even where nothing was ever indexed.
    one = sa.select(sa.literal(1)).subquery()
    seen = sa.cast(sa.bindparam("seen", type_=sa.Text), PgSnapshot)
    tables = one.outerjoin(SearchState, sa.true()).outerjoin(newest, sa.true())
    lists = packed_lists().lateral()
    return Prepared(
        sa.select(
            SearchState.epoch,
            as_number(SearchState.forgotten),
            newest.c.id,
            sa.cast(newest.c.snapshot, sa.Text),
            sa.cast(sa.func.pg_current_snapshot(), sa.Text),
            as_number(sa.func.pg_current_xact_id_if_assigned()),
            _packed(SearchDocument, seen),
            _packed(SearchDeletion, seen),
            *(lists.c if with_lists else ()),
        ).select_from(tables.outerjoin(lists, sa.true()) if with_lists else tables)
    )


def usable(epoch: Any = None) -> sa.Select[tuple[str]]:
    """Return the query for the newest base of the present documents, as what it has seen.

    After a restore into another server a base may have seen transactions that are still to come.
    """
    if epoch is None:
        epoch = sa.select(SearchState.epoch).scalar_subquery()
    following = sa.func.pg_snapshot_xmax(sa.func.pg_current_snapshot())
    return (
        sa.select(SearchBase.snapshot)
        .where(
            SearchBase.epoch == epoch,
            sa.func.pg_snapshot_xmax(SearchBase.snapshot) <= following,
        )
        .order_by(SearchBase.id.desc())
        .limit(1)
    )


def is_unseen(written_by: Any, snapshot: Any) -> sa.ColumnElement[bool]:
    """Say whether a row is newer than ``snapshot``; the first part is for the index."""
    return sa.and_(
        written_by >= sa.func.pg_snapshot_xmin(snapshot),
        ~sa.func.pg_visible_in_snapshot(written_by, snapshot),
    )


def as_number(column: Any) -> sa.ColumnElement[int]:
    """Return a transaction id as the number it is: xid8 itself has no arithmetic."""
    return sa.cast(sa.cast(column, sa.Text), sa.BigInteger)


def _packed(table: Any, seen: sa.ColumnElement[str]) -> sa.ScalarSelect[bytes]:
    """Return number and writer of all rows not seen as one string of bytes."""
    pair = sa.func.int4send(table.number).op("||")(sa.func.int8send(as_number(table.written_by)))
    packed = sa.func.string_agg(pair, sa.literal(b"", sa.LargeBinary), type_=sa.LargeBinary)
    return sa.select(packed).where(is_unseen(table.written_by, seen)).scalar_subquery()
