"""The copy of the index that this process holds, and how it follows what others write.

Every row says which transaction wrote it. A process remembers which transactions it has seen,
and before each search asks for what others wrote: usually nothing, and always in the searching
transaction's own view, so a finished write is found by the very next search.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import threading
from collections.abc import Collection
from typing import Any

import numpy as np
import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search import kept_lists
from ckanext.scigov.search.domain.building import columns_of, merged, without
from ckanext.scigov.search.domain.columns import Columns, Ids, Mask
from ckanext.scigov.search.domain.documents import DATE_COLUMNS
from ckanext.scigov.search.domain.postings import Segment, joined
from ckanext.scigov.search.domain.snapshots import NOTHING, Snapshot
from ckanext.scigov.search.guarded import Guarded, guarded
from ckanext.scigov.search.reading import News, read_news, read_rows, read_segment
from ckanext.scigov.search.rows import Rows

MAX_RECENT = 5_000
"""So many documents' texts are inverted in the process; a site has fewer between two bases."""
MAX_SEGMENTS = 16


@dataclasses.dataclass(frozen=True)
class Index:
    """What the process knows: columns of all documents, inverted lists of the recent ones.

    ``recent`` is None where too much was written since the base: texts are searched in SQL then.
    No two copies with different contents have the same ``version``.
    """

    database: sa.URL
    epoch: int
    seen: Snapshot
    base: int | None
    base_snapshot: Snapshot
    columns: Columns
    recent: tuple[Segment, ...] | None
    rows: Rows = dataclasses.field(default_factory=Rows)
    version: int = dataclasses.field(default_factory=itertools.count(1).__next__)

    @functools.cached_property
    def slot_in_base(self) -> Ids:
        """The slot of each number whose text is in the base as it is now; else -1."""
        slots = self.columns.slot_of.copy()
        newer = self.columns.alive & ~self.base_snapshot.sees(self.columns.written_by)
        slots[self.columns.numbers[newer]] = -1
        return slots


_present: Index | None = None
_lock = threading.Lock()


def index_for(search: Guarded, terms: Collection[str] = ()) -> Index | None:
    """Return the index as the transaction that searches sees it, the lists of ``terms`` kept.

    None where no copy can be that: the transaction has written documents itself, or the tables
    have never been written.
    """
    global _present  # noqa: PLW0603 (one copy a process is the purpose)
    known = _present
    database = search.database
    if known is not None and known.database != database:
        known = None
    base = known.base if known else None
    unknown = kept_lists.missing(base, terms)
    news = read_news(search, known.seen if known else NOTHING, base, unknown)
    if unknown and base is not None and base == news.base:
        kept_lists.keep(base, unknown, news.lists)
    if news.epoch is None:
        return None
    if _has_written(news):
        return None
    if known is not None and _is_current(known, news):
        return known
    with _lock:
        # Another thread may have come first; what it knows is in _present.
        found = _brought_up(search, database, _present)
        _present = found
    return found


def current() -> int | None:
    """Return a number that changes whenever any document does; None inside of a change.

    It holds for this process and for the moment of the call, in the Session's transaction.
    """
    with guarded(model.Session.connection()) as search:
        index = index_for(search)
    return None if index is None else index.version


def forget() -> None:
    """Drop the copy, so that the next search loads everything."""
    global _present  # noqa: PLW0603
    _present = None


def _has_written(news: News) -> bool:
    """Say whether this transaction has changed the index: nobody else may see that."""
    if news.own is None:
        return False
    return any(bool(np.any(rows["written_by"] == news.own)) for rows in (news.written, news.gone))


def _is_current(known: Index, news: News) -> bool:
    return (
        _is_same_index(known, news)
        and known.base == news.base
        and not len(_unknown(known.columns, news))
        and not len(known.columns.slots_of(news.gone["number"].astype(np.int32)))
    )


def _is_same_index(known: Index, news: News) -> bool:
    return known.epoch == news.epoch and known.seen.oldest >= (news.forgotten or 0)


def _unknown(columns: Columns, news: News) -> Ids:
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


def _brought_up(search: Guarded, database: sa.URL, known: Index | None) -> Index | None:
    if known is not None and known.database != database:
        known = None
    news = read_news(search, known.seen if known else NOTHING)
    if news.epoch is None:
        return None
    connection = search.connection
    if known is None or not _is_same_index(known, news) or known.columns.is_wasteful():
        return _loaded(connection, database, news)
    columns, recent = known.columns, known.recent
    unknown = _unknown(columns, news)
    if len(unknown):
        first = len(columns.numbers)
        new = columns_of(read_rows(connection, unknown), DATE_COLUMNS, before=columns)
        columns = merged(columns, new)
        if recent is not None:
            slots = range(first, len(columns.numbers))
            recent = _with(recent, read_segment(connection, columns, slots), columns.alive)
    index = _changed(
        known,
        seen=news.snapshot,
        columns=without(columns, news.gone["number"].astype(np.int32)),
        recent=recent,
    )
    return index if known.base == news.base else _rebased(connection, index, news)


def _changed(index: Index, **changes: Any) -> Index:
    """Return the index with these changes, as a new version."""
    old = {f.name: getattr(index, f.name) for f in dataclasses.fields(index) if f.name != "version"}
    return Index(**{**old, **changes})


def _loaded(connection: sa.Connection, database: sa.URL, news: News) -> Index:
    assert news.epoch is not None  # the caller has asked
    columns = columns_of(read_rows(connection, None), DATE_COLUMNS)
    index = Index(database, news.epoch, news.snapshot, None, NOTHING, columns, None)
    return _rebased(connection, index, news)


def _rebased(connection: sa.Connection, index: Index, news: News) -> Index:
    """Return the index on the newest base, with the lists of what that does not hold."""
    index = dataclasses.replace(index, base=news.base, base_snapshot=news.base_snapshot)
    columns = index.columns
    newer = np.flatnonzero(columns.alive & ~index.base_snapshot.sees(columns.written_by))
    if len(newer) > MAX_RECENT:
        return dataclasses.replace(index, recent=None)
    recent = (read_segment(connection, columns, newer.tolist()),) if len(newer) else ()
    return dataclasses.replace(index, recent=recent)


def _with(recent: tuple[Segment, ...], segment: Segment, alive: Mask) -> tuple[Segment, ...] | None:
    """Return the segments with one more; None when there is too much to go on like this."""
    segments = (*recent, segment)
    if len(segments) <= MAX_SEGMENTS:
        return segments
    one = joined(segments)
    held = np.count_nonzero(alive[np.unique(one.documents)])
    return (one,) if held <= MAX_RECENT else None
