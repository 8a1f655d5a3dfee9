"""Rows of a source's table taken into the DataStore: all of them at first, then those after the watermark.

Two databases, no common transaction: the DataStore's is committed first, and the comment of the table says in it
what was taken and until where. What CKAN's database knows of that (version, audit, watermark) is written after it;
where a crash falls between, the next taking finds the comment ahead of it and writes it then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from ckanext.scigov.intake.contract import GivesRows, Raw, RowPage, Table
from ckanext.scigov.intake.domain import row_marks
from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_marks import Counts, Mark, StructureChange
from ckanext.scigov.intake.rows import applying, places, settling
from ckanext.scigov.intake.rows.applying import Applied, Wanted
from ckanext.scigov.intake.rows.cells import Reader
from ckanext.scigov.intake.rows.columns import Columns, columns_for
from ckanext.scigov.intake.rows.config import options_of
from ckanext.scigov.intake.rows.loading import Work, load, report_of
from ckanext.scigov.intake.rows.taken import Options, Outcome, Taken
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import config, datastore, without_file
from ckanext.scigov.tables.datastore import Marker

NOTHING = StructureChange()


def take(  # noqa: PLR0913, PLR0917  (each is needed once)
    session: Session,
    source_id: str,
    dataset_id: str,
    resource_id: str,
    connector: GivesRows,
    raw: Raw,
    now: dt.datetime,
    options: Options | None = None,
) -> Taken | None:
    """Bring the rows of a record's table into the DataStore.

    It commits the session: the resource before its rows, and what is known of them after.

    Args:
        session: with nothing pending that may not be committed.
        source_id: of the harvest source.
        dataset_id: of the record's entry.
        resource_id: whose table it is; empty: the one of before, or a new one.
        connector: of the source.
        raw: the record.
        now: the moment.
        options: limits, and how much is read; None: those of site and source.

    Returns:
        What was done; None where the record has no table.

    Raises:
        SourceFailed: the source cannot be read on; the table is as it was.
    """
    table = connector.table_of(raw)
    if table is None:
        return None
    place = resource_id or places.find(session, source_id, dataset_id, table.name)
    try:
        place = place or places.make(dataset_id, table)
        wanted = options or options_of(session, source_id)
        return _Taking(session, source_id, place, table, connector, now, wanted).run()
    except RowsRefused as refused:
        session.rollback()
        return Taken(place, table.name, Outcome.REFUSED, problems=refused.problems)


@dataclass(slots=True)
class _Taking:
    """One table, once."""

    _session: Session
    _source_id: str
    _resource_id: str
    _table: Table
    _connector: GivesRows
    _now: dt.datetime
    _options: Options

    def run(self) -> Taken:
        mark = self._mark()
        letters = mark.structure.letters if mark else {}
        items = places.settle_items(self._session, self._resource_id, self._table, letters)
        without_file.begin(self._session, self._resource_id, now=self._now)
        self._session.commit()
        columns = columns_for(self._table, items)
        change = row_marks.compared(mark.structure, columns.structure) if mark else NOTHING
        try:
            if self._needs_new_table(mark, columns, change):
                return self._load(mark, columns, change)
            assert mark is not None
            return self._apply_within_limits(mark, columns, change)
        except BaseException:
            self._session.rollback()
            without_file.give_up(self._session, self._resource_id, now=self._now)
            self._session.commit()
            raise

    def _mark(self) -> Mark | None:
        """Return what the table says of itself; first put on record what a crash has kept from it."""
        marker = datastore.find_marker(self._resource_id)
        mark = row_marks.mark_in(marker.facts) if marker else None
        if marker is None or mark is None:
            return None
        if (mark.source_id, mark.table) != (self._source_id, self._table.name):
            return None
        if not without_file.is_settled(
            self._session, self._resource_id, str(marker.facts["report"])
        ):
            settling.settle(self._session, self._resource_id, marker, mark, self._now)
        return mark

    def _needs_new_table(
        self, mark: Mark | None, columns: Columns, change: StructureChange
    ) -> bool:
        if mark is None or change.needs_new_table:
            return True
        # Without a key nothing tells which of the rows that are there have been read again.
        return not columns.key and (bool(change.added) or self._is_whole(mark))

    def _is_whole(self, mark: Mark) -> bool:
        if self._options.is_whole or not self._table.growing:
            return True
        return row_marks.is_due(mark.compared_at, self._options.compare_days, self._now)

    def _pages(self, after: str) -> Iterator[RowPage]:
        return self._connector.rows(self._table, after)

    def _load(self, mark: Mark | None, columns: Columns, change: StructureChange) -> Taken:
        """Make the table, or another one in its place."""
        may_stop = bool(self._table.growing)
        with closing(Work(self._session, self._resource_id, columns, self._options)) as work:
            reader = Reader(columns, self._options, work.cells, may_stop=may_stop)
            counts = load(
                work, reader, self._pages(""), lambda: self._new_mark(columns, reader),
                has_table=mark is not None, is_same=change == NOTHING,
            )  # fmt: skip
        if counts is None:
            return self._unchanged()
        self._settle()
        problems = (*_of_change(change), *work.problems(reader))
        outcome = Outcome.CHANGED if mark else Outcome.FIRST
        return Taken(
            self._resource_id,
            self._table.name,
            outcome,
            work.rows,
            counts,
            reader.is_complete,
            problems,
        )

    def _apply_within_limits(self, mark: Mark, columns: Columns, change: StructureChange) -> Taken:
        """Take the rows after the watermark where the table is too large to be compared as a whole."""
        try:
            return self._apply(mark, columns, change)
        except RowsRefused as refused:
            causes = [one.cause for one in refused.problems]
            if causes != [RowCause.TOO_MANY_ROWS] or not self._table.growing or change.added:
                raise
            problems = refused.problems
            self._session.rollback()
        self._options = replace(self._options, is_whole=False, compare_days=0)
        taken = self._apply(mark, columns, change)
        return replace(taken, problems=(*taken.problems, *problems))

    def _apply(self, mark: Mark, columns: Columns, change: StructureChange) -> Taken:
        """Bring the rows after the watermark into the table that is there, or compare it with all of them."""
        is_whole = bool(change.added) or self._is_whole(mark)
        wanted = Wanted(
            columns.columns, columns.key, change.added, is_whole,
            100 if self._options.may_vanish else self._options.most_vanished_percent,
        )  # fmt: skip
        with closing(Work(self._session, self._resource_id, columns, self._options)) as work:
            reader = Reader(columns, self._options, work.cells, may_stop=not is_whole)
            done = applying.apply(
                self._resource_id, wanted,
                reader.text(self._pages("" if is_whole else mark.watermark)),
                work.lines,
                lambda done, marker: self._finish(done, marker, mark, wanted, reader, work),
                timezone=config.timezone(),
            )  # fmt: skip
        work.without_key, work.repeated = done.without_key, done.repeated if is_whole else 0
        self._settle()
        outcome = Outcome.CHANGED if done.counts or change.added else Outcome.UNCHANGED
        return Taken(
            self._resource_id, self._table.name, outcome, done.rows, done.counts,
            reader.is_complete, work.problems(reader),
        )  # fmt: skip

    def _finish(  # noqa: PLR0913, PLR0917  (what is known by now)
        self, done: Applied, marker: Marker, mark: Mark, wanted: Wanted, reader: Reader, work: Work
    ) -> Marker:
        """Return what the table is to say of itself once its rows are in."""
        work.hold()
        made = self._new_mark(work.columns, reader, mark, is_whole=wanted.is_whole)
        if not (done.counts or wanted.added):
            made = replace(made, counts=mark.counts)
            return replace(marker, facts={**marker.facts, row_marks.INTAKE: made.stored()})
        made = replace(made, counts=done.counts)
        facts = report_of(work, made, done.numbers)
        return Marker("", work.dictionary, done.rows, facts, marker.has_words)

    def _new_mark(
        self, columns: Columns, reader: Reader, before: Mark | None = None, *, is_whole: bool = True
    ) -> Mark:
        compared_at = self._now.isoformat() if is_whole else before.compared_at if before else ""
        watermark = reader.watermark or (before.watermark if before else "")
        return Mark(
            self._source_id, self._table.name, watermark, columns.structure, Counts(), compared_at
        )

    def _settle(self) -> None:
        marker = datastore.find_marker(self._resource_id)
        mark = row_marks.mark_in(marker.facts) if marker else None
        assert marker is not None
        assert mark is not None
        settling.settle(self._session, self._resource_id, marker, mark, self._now)

    def _unchanged(self) -> Taken:
        self._session.rollback()
        marker = datastore.find_marker(self._resource_id)
        rows = marker.rows if marker else 0
        return Taken(self._resource_id, self._table.name, Outcome.UNCHANGED, rows)


def _of_change(change: StructureChange) -> Iterator[RowProblem]:
    if change.removed:
        names = ", ".join(change.removed)
        yield RowProblem(RowCause.COLUMNS_REMOVED, names, len(change.removed))
    if change.retyped:
        names = ", ".join(change.retyped)
        yield RowProblem(RowCause.COLUMNS_RETYPED, names, len(change.retyped))
    if change.has_other_key:
        yield RowProblem(RowCause.KEY_CHANGED)
