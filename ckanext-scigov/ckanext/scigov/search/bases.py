"""Build the packed inverted lists that large searches read instead of the documents' texts."""

from __future__ import annotations

import dataclasses
import io
import time
from collections.abc import Iterator
from typing import cast

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search.domain.postings import Segment, inverted
from ckanext.scigov.search.domain.snapshots import NOTHING
from ckanext.scigov.search.model import (
    PgSnapshot,
    SearchBase,
    SearchDocument,
    SearchPosting,
    SearchState,
)
from ckanext.scigov.search.reading import is_unseen, usable

LOCK = 0x7363_6967_6F76_0001
KEPT = 2
"""A search that has just learned of a base must still find it when a newer one is finished."""
ENOUGH_RECENT = 500
SHARE_OF_RECENT = 20
READ_AT_ONCE = 2_000
_LIVE = cast("sa.Table", SearchDocument.__table__)


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """What a build has put together."""

    documents: int
    terms: int
    seconds: float


def build_base(table: sa.Table = _LIVE, *, epochs_ahead: int = 0) -> Built | None:
    """Build new lists of all documents; None where another process is at it.

    A rebuild lets them be made from its copy, for the epoch that the copy will begin.
    """
    began = time.monotonic()
    with model.ensure_engine().begin() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(LOCK))).scalar():
            return None
        epoch = connection.execute(sa.select(SearchState.epoch)).scalar()
        if epoch is None:
            return None
        # Taken before the texts are read: what is written in between counts as not seen.
        now = sa.select(sa.cast(sa.func.pg_current_snapshot(), sa.Text))
        snapshot = connection.execute(now).scalar_one()
        segment = inverted(_texts(connection, table))
        documents = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        base = connection.execute(
            sa.insert(SearchBase)
            .values(
                epoch=epoch + epochs_ahead,
                snapshot=sa.cast(snapshot, PgSnapshot),
                documents=documents,
            )
            .returning(SearchBase.id)
        ).scalar_one()
        _copy(connection, base, segment)
        _drop_old(connection)
    return Built(documents, len(segment.terms), time.monotonic() - began)


def is_due() -> bool:
    """Say whether so much was written since the last base that a new one pays."""
    with model.ensure_engine().connect() as connection:
        newest = connection.execute(usable().with_only_columns(SearchBase.documents)).scalar() or 0
        seen = sa.func.coalesce(usable().scalar_subquery(), sa.cast(str(NOTHING), PgSnapshot))
        enough = max(ENOUGH_RECENT, newest // SHARE_OF_RECENT)
        recent = (
            sa.select(sa.literal(1))
            .where(is_unseen(SearchDocument.written_by, seen))
            .limit(enough + 1)
        )
        counted = sa.select(sa.func.count()).select_from(recent.subquery())
        return connection.execute(counted).scalar_one() > enough


def _texts(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[int, str]]:
    texts = sa.select(table.c.number, sa.cast(table.c.words, sa.Text))
    in_parts = texts.order_by(table.c.number).execution_options(yield_per=READ_AT_ONCE)
    yield from connection.execute(in_parts).tuples()


def _copy(connection: sa.Connection, base: int, segment: Segment) -> None:
    """Write the lists by COPY: there are hundreds of thousands."""
    cursor = connection.connection.cursor()
    columns = ("base", "term", "documents", "numbers", "impacts")
    cursor.copy_from(_Lines(_written(base, segment)), SearchPosting.__tablename__, columns=columns)


def _written(base: int, segment: Segment) -> Iterator[str]:
    for term, posting in segment:
        numbers, impacts = (packed.hex() for packed in posting.packed())
        text = term.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
        yield f"{base}\t{text}\t{len(posting.documents)}\t\\\\x{numbers}\t\\\\x{impacts}\n"


class _Lines(io.TextIOBase):
    """Lines as the file that COPY reads."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._rest = ""

    def read(self, size: int | None = -1, /) -> str:
        wanted = 1 << 20 if size is None or size < 0 else size
        parts = [self._rest]
        length = len(self._rest)
        while length < wanted:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        self._rest = text[wanted:]
        return text[:wanted]


def _drop_old(connection: sa.Connection) -> None:
    """Keep the bases that searches may still be reading."""
    ids = sa.select(SearchBase.id).order_by(SearchBase.id.desc()).limit(KEPT)
    kept = connection.execute(ids).scalars().all()
    for table, column in ((SearchPosting, SearchPosting.base), (SearchBase, SearchBase.id)):
        connection.execute(sa.delete(table).where(column.not_in(kept)))
