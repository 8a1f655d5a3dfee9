"""The copy of the index that this process holds, and how it follows what others write.

Every row says which transaction wrote it. A process remembers up to which transaction it has
seen everything, and before each search asks for what is newer: usually nothing, and always in
the searching transaction's own view, so a finished write is found by the very next search.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search.domain.columns import (
    LABELS,
    Columns,
    Ids,
    Row,
    columns_of,
    merged,
    without,
)
from ckanext.scigov.search.domain.documents import DATE_COLUMNS, EXACT_COLUMNS
from ckanext.scigov.search.domain.postings import Segment, inverted, joined
from ckanext.scigov.search.model import (
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchState,
    Xid8,
)
from ckanext.scigov.search.prepared import Prepared

MAX_RECENT = 5_000
"""So many documents' texts are inverted in the process; a site has fewer between two bases."""
MAX_SEGMENTS = 16
COLUMN_FIELDS = tuple(name for name in EXACT_COLUMNS if name not in ("id", "name"))
_PAIR = np.dtype([("number", ">i4"), ("written_by", ">i8")])


@dataclasses.dataclass(frozen=True)
class Index:
    """What the process knows: columns of all documents, inverted lists of the recent ones.

    ``recent`` is None where too much was written since the base: texts are searched in SQL then.
    No two copies with different contents have the same ``version``.
    """

    database: str
    epoch: int
    since: int
    base: int | None
    base_since: int
    columns: Columns
    recent: tuple[Segment, ...] | None
    version: int = dataclasses.field(default_factory=itertools.count(1).__next__)

    @functools.cached_property
    def slot_in_base(self) -> Ids:
        """The slot of each number whose text is in the base as it is now; else -1."""
        slots = self.columns.slot_of.copy()
        newer = self.columns.alive & (self.columns.written_by >= self.base_since)
        slots[self.columns.numbers[newer]] = -1
        return slots


@dataclasses.dataclass(frozen=True, slots=True)
class _News:
    """What the database says about what is newer than ``since``."""

    epoch: int | None
    forgotten: int | None
    base: int | None
    base_since: int | None
    oldest_running: int
    own: int | None
    written: npt.NDArray[np.void]
    gone: npt.NDArray[np.void]


_present: Index | None = None
_lock = threading.Lock()


def index_for(connection: sa.Connection) -> Index | None:
    """Return the index as this transaction sees it.

    None where no copy can be that: the transaction has written documents itself, or the tables
    have never been written.
    """
    global _present  # noqa: PLW0603 (one copy a process is the purpose)
    known = _present
    database = str(connection.engine.url)
    if known is not None and known.database != database:
        known = None
    news = _news(connection, known.since if known else 0)
    if news.epoch is None:
        return None
    if _has_written(news):
        return None
    if known is not None and _is_current(known, news):
        return known
    with _lock:
        # Another thread may have come first; what it knows is in _present.
        found = _brought_up(connection, database, _present)
        _present = found
    return found


def current() -> int | None:
    """Return a number that changes whenever any document does; None inside of a change.

    It holds for this process and for the moment of the call, in the Session's transaction.
    """
    index = index_for(model.Session.connection())
    return None if index is None else index.version


def forget() -> None:
    """Drop the copy, so that the next search loads everything."""
    global _present  # noqa: PLW0603
    _present = None


def _has_written(news: _News) -> bool:
    """Say whether this transaction has changed the index: nobody else may see that."""
    if news.own is None:
        return False
    return any(bool(np.any(rows["written_by"] == news.own)) for rows in (news.written, news.gone))


def _is_current(known: Index, news: _News) -> bool:
    return (
        _is_same_index(known, news)
        and known.base == news.base
        and not len(_unknown(known.columns, news))
        and not len(known.columns.slots_of(news.gone["number"].astype(np.int32)))
    )


def _is_same_index(known: Index, news: _News) -> bool:
    return known.epoch == news.epoch and known.since >= (news.forgotten or 0)


def _unknown(columns: Columns, news: _News) -> Ids:
    """Return the numbers of documents of which the columns do not have this version."""
    numbers = news.written["number"].astype(np.int32)
    if not len(numbers):
        return numbers
    slots = np.full(len(numbers), -1, dtype=np.int32)
    inside = numbers < len(columns.slot_of)
    slots[inside] = columns.slot_of[numbers[inside]]
    here = slots >= 0
    here[here] = columns.written_by[slots[here]] == news.written["written_by"][here]
    return numbers[~here]


def _brought_up(connection: sa.Connection, database: str, known: Index | None) -> Index | None:
    if known is not None and known.database != database:
        known = None
    news = _news(connection, known.since if known else 0)
    if news.epoch is None:
        return None
    if known is None or not _is_same_index(known, news) or known.columns.is_wasteful():
        return _loaded(connection, database, news)
    columns, recent = known.columns, known.recent
    unknown = _unknown(columns, news)
    if len(unknown):
        first = len(columns.numbers)
        new = columns_of(_rows(connection, unknown), DATE_COLUMNS, before=columns)
        columns = merged(columns, new)
        if recent is not None:
            slots = range(first, len(columns.numbers))
            recent = _with(recent, _segment(connection, columns, slots))
    index = _changed(
        known,
        since=max(known.since, news.oldest_running),
        columns=without(columns, news.gone["number"].astype(np.int32)),
        recent=recent,
    )
    return index if known.base == news.base else _rebased(connection, index, news)


def _changed(index: Index, **changes: Any) -> Index:
    """Return the index with these changes, as a new version."""
    old = {f.name: getattr(index, f.name) for f in dataclasses.fields(index) if f.name != "version"}
    return Index(**{**old, **changes})


def _loaded(connection: sa.Connection, database: str, news: _News) -> Index:
    assert news.epoch is not None  # the caller has asked
    columns = columns_of(_rows(connection, None), DATE_COLUMNS)
    index = Index(database, news.epoch, news.oldest_running, None, 0, columns, None)
    return _rebased(connection, index, news)


def _rebased(connection: sa.Connection, index: Index, news: _News) -> Index:
    """Return the index on the newest base, with the lists of what that does not hold."""
    index = dataclasses.replace(index, base=news.base, base_since=news.base_since or 0)
    columns = index.columns
    newer = np.flatnonzero(columns.alive & (columns.written_by >= index.base_since))
    if len(newer) > MAX_RECENT:
        return dataclasses.replace(index, recent=None)
    recent = (_segment(connection, columns, newer.tolist()),) if len(newer) else ()
    return dataclasses.replace(index, recent=recent)


def _with(recent: tuple[Segment, ...], segment: Segment) -> tuple[Segment, ...] | None:
    """Return the segments with one more; None when there is too much to go on like this."""
    segments = (*recent, segment)
    if len(segments) <= MAX_SEGMENTS:
        return segments
    one = joined(segments)
    return (one,) if len(np.unique(one.documents)) <= MAX_RECENT else None


def _segment(connection: sa.Connection, columns: Columns, slots: Sequence[int]) -> Segment:
    """Return the inverted lists of the documents in ``slots``."""
    document = SearchDocument.__table__.c
    numbers = {int(columns.numbers[slot]): slot for slot in slots}
    rows = connection.execute(
        sa.select(document.number, sa.cast(document.words, sa.Text)).where(
            document.number == sa.func.any(list(numbers))
        )
    )
    return inverted(sorted((numbers[number], words) for number, words in rows))


def _rows(connection: sa.Connection, numbers: Ids | None) -> Iterator[Row]:
    """Yield the documents of these numbers, or all."""
    document = SearchDocument.__table__.c
    query = sa.select(
        document.number,
        _xid(document.written_by),
        document.title,
        document.title_key,
        document.terms,
        document.permission_labels,
        *(_milliseconds(document[name]) for name in DATE_COLUMNS),
        *(document[name] for name in COLUMN_FIELDS),
    ).order_by(document.number)
    if numbers is not None:
        query = query.where(document.number == sa.func.any(numbers.tolist()))
    dates = 6 + len(DATE_COLUMNS)
    for row in connection.execute(query):
        terms = [*row[4], *(f"{LABELS}={label}" for label in row[5])]
        own = zip(COLUMN_FIELDS, row[dates:], strict=True)
        terms += [f"{field}={value}" for field, value in own if value is not None]
        yield Row(row[0], row[1], terms, row[6:dates], row[2], row[3])


def _milliseconds(column: sa.ColumnElement[dt.datetime]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.round(sa.extract("epoch", column) * 1000), sa.BigInteger)


def _news(connection: sa.Connection, since: int) -> _News:
    """Read in one statement, so in one view of the database, all that may be new."""
    row = _news_statement().run(connection, since=str(since)).one()
    written, gone = (np.frombuffer(packed or b"", dtype=_PAIR) for packed in row[6:])
    return _News(*row[:6], written, gone)


@functools.cache
def _news_statement() -> Prepared:
    state = sa.select(SearchState.epoch).scalar_subquery()
    newest = (
        sa.select(SearchBase.id, _xid(SearchBase.since).label("since"))
        .where(SearchBase.epoch == state)
        .order_by(SearchBase.id.desc())
        .limit(1)
        .subquery()
    )
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


def _xid(column: Any) -> sa.ColumnElement[int]:
    """Return a transaction id as the number it is: xid8 itself has no arithmetic."""
    return sa.cast(sa.cast(column, sa.Text), sa.BigInteger)


def _packed(table: Any, since: sa.ColumnElement[int]) -> sa.ScalarSelect[bytes]:
    """Return number and writer of all newer rows as one string of bytes."""
    pair = sa.func.int4send(table.number).op("||")(sa.func.int8send(_xid(table.written_by)))
    packed = sa.func.string_agg(pair, sa.literal(b"", sa.LargeBinary), type_=sa.LargeBinary)
    return sa.select(packed).where(table.written_by >= since).scalar_subquery()
