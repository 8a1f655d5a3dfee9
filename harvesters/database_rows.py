"""Rows of a table, from a watermark on: page by page, none lost between two rows of one moment.

With a key, each page is one statement that begins behind the last row (growing column and key), so no
statement is open while somebody writes what came. Without one, one statement runs on a cursor of the server.

A run begins at the moment of the watermark itself, not behind it: a row that got the same moment after the
last run is still to come. Which rows of that moment were given, the watermark remembers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from ckanext.scigov.intake.contract import RowPage, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters.database_values import (
    MOST_SEEN,
    MOST_SEEN_WITHOUT_KEY,
    Watermark,
    digest_of,
    plain,
)

PAGE_ROWS = 1_000

Connect: TypeAlias = Callable[[], AbstractContextManager[sa.Connection]]
Row: TypeAlias = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How one table is read; columns by their own names."""

    table: sa.TableClause
    columns: Sequence[sa.ColumnClause[Any]]
    """What is given, in this order."""
    names: Sequence[str]
    """How these are called outside."""
    growing: sa.ColumnClause[Any] | None
    key: Sequence[sa.ColumnClause[Any]]
    """Never null, and other in each row."""
    most_rows: int

    @property
    def chosen(self) -> list[sa.ColumnClause[Any]]:
        """Return what is asked for: what is given, then what tells where a row stands."""
        return [*self.columns, *([] if self.growing is None else [self.growing]), *self.key]

    def moment(self, row: Row) -> Any:
        return None if self.growing is None else row[len(self.columns)]

    def key_of(self, row: Row) -> Row:
        return row[len(row) - len(self.key) :] if self.key else ()

    def given(self, row: Row) -> list[Any]:
        return [plain(value) for value in row[: len(self.columns)]]

    def digest(self, row: Row) -> str:
        return digest_of(self.key_of(row) if self.key else row[: len(self.columns)])


def rows(plan: Plan, after: str, page: Connect, stream: Connect) -> Iterator[RowPage]:
    """Yield the rows after a watermark.

    Args:
        plan: of the table.
        after: watermark of the last page that was taken; empty for none.
        page: gives a connection for short statements, ``stream`` for one that runs long.
        stream: the same.

    Raises:
        SourceFailed: the table has more rows than allowed, or too many of one moment and no key.
    """
    counted = 0
    for one in _pages(plan, Watermark.read(after), page, stream):
        counted += len(one.rows)
        if counted > plan.most_rows:
            raise SourceFailed(
                Cause.TOO_LARGE.value, {"table": plan.table.name, "most": plan.most_rows}
            )
        yield one


def _pages(plan: Plan, mark: Watermark, page: Connect, stream: Connect) -> Iterator[RowPage]:
    if plan.growing is None:
        batches = _by_key(plan, (), page, ()) if plan.key else _streamed(plan, (), stream, ())
        for batch in batches:
            yield RowPage(plan.names, [plan.given(row) for row in batch], "")
        return
    growing = plan.growing
    if plan.key or mark.value is None:
        # A row without a moment has no place in the order: it comes first, with a key in every run.
        empty = (growing.is_(None),)
        none = _by_key(plan, empty, page, ()) if plan.key else _streamed(plan, empty, stream, ())
        for batch in none:
            yield RowPage(plan.names, [plan.given(row) for row in batch], mark.text())
    yield from _grown(plan, mark, growing, page if plan.key else stream)


def _grown(
    plan: Plan, mark: Watermark, growing: sa.ColumnClause[Any], connect: Connect
) -> Iterator[RowPage]:
    begin = (
        growing.is_not(None)
        if mark.value is None
        else growing >= sa.literal(mark.value, growing.type)
    )
    read = _by_key if plan.key else _streamed
    following = _Following(plan, mark)
    for batch in read(plan, (begin,), connect, (growing,)):
        new = [row for row in batch if following.take(row)]
        if new:
            yield RowPage(plan.names, [plan.given(row) for row in new], following.text())


class _Following:
    """Knows which rows came before, and what to remember of those that come."""

    def __init__(self, plan: Plan, mark: Watermark) -> None:
        self._plan, self._mark = plan, mark
        self._known = Counter(mark.seen)
        self._most = MOST_SEEN if plan.key else MOST_SEEN_WITHOUT_KEY
        self._seen: list[str] = list(mark.seen)
        self._is_over = False
        """There are more rows of this moment than are remembered."""

    def take(self, row: Row) -> bool:
        """Say whether a row is new, and remember it."""
        moment, digest = self._plan.moment(row), self._plan.digest(row)
        if moment != self._mark.value:
            self._mark, self._known, self._seen, self._is_over = (
                Watermark(moment),
                Counter(),
                [],
                False,
            )
        if self._known[digest]:
            self._known[digest] -= 1  # without a key, equal rows are told apart by their number
            return False
        self._remember(digest)
        return True

    def text(self) -> str:
        return Watermark(self._mark.value, [] if self._is_over else self._seen).text()

    def _remember(self, digest: str) -> None:
        if len(self._seen) < self._most:
            self._seen.append(digest)
            return
        self._is_over = True
        if not self._plan.key:
            detail = {"table": self._plan.table.name, "most": self._most}
            raise SourceFailed(Cause.NO_KEY.value, detail)


def _by_key(
    plan: Plan,
    conditions: Sequence[sa.ColumnElement[bool]],
    connect: Connect,
    before: Sequence[sa.ColumnClause[Any]],
) -> Iterator[Sequence[Row]]:
    """Yield batches, each by a statement that begins behind the last row."""
    order = [*before, *plan.key]
    wanted = sa.select(*plan.chosen).select_from(plan.table).order_by(*order).limit(PAGE_ROWS)
    last: Row = ()
    while True:
        behind = [_behind(order, last)] if last else []
        with connect() as connection:
            batch = connection.execute(wanted.where(*conditions, *behind)).all()
        if batch:
            last = batch[-1][len(plan.chosen) - len(order) :]
            yield batch
        if len(batch) < PAGE_ROWS:
            return


def _behind(order: Sequence[sa.ColumnClause[Any]], last: Row) -> sa.ColumnElement[bool]:
    """Return (a, b) > (x, y) as every database understands it, with what an index can begin at."""
    column, value = order[0], sa.literal(last[0], order[0].type)
    if len(order) == 1:
        return column > value
    deeper = sa.and_(column == value, _behind(order[1:], last[1:]))
    return sa.and_(column >= value, sa.or_(column > value, deeper))


def _streamed(
    plan: Plan,
    conditions: Sequence[sa.ColumnElement[bool]],
    connect: Connect,
    before: Sequence[sa.ColumnClause[Any]],
) -> Iterator[Sequence[Row]]:
    """Yield batches of one statement, whose rows wait in the server."""
    wanted = sa.select(*plan.chosen).select_from(plan.table).where(*conditions).order_by(*before)
    with connect() as connection:
        found = connection.execution_options(stream_results=True, max_row_buffer=PAGE_ROWS)
        yield from found.execute(wanted).partitions(PAGE_ROWS)
