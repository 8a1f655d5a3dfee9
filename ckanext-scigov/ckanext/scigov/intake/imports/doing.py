"""An import step by step: checked, written, undone; now, or by the worker where it takes long.

A function here takes a locked import to its next state. Whoever calls commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain.batches import BatchEvent, BatchReason
from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.intake.domain.states import BatchKind, BatchState, RowState
from ckanext.scigov.intake.imports import config, entries, entry_undo, items, queries, rows, service
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.imports.service import RowResult
from ckanext.scigov.intake.model import Batch, BatchRow
from ckanext.scigov.shared.errors import Refusal, Refused

Rows = Sequence[BatchRow]


@dataclass(frozen=True, slots=True)
class Way:
    """How imports of one kind are done."""

    targets: Callable[[Any, Batch], list[Target]]
    check: Callable[[Any, Batch, Rows], list[RowResult]]
    write: Callable[[Any, Batch, Rows], tuple[list[RowResult], dict[str, Any]]]
    undo: Callable[[Any, Batch, Rows], None]


WAYS: Mapping[str, Way] = {
    BatchKind.ENTRIES.value: Way(entries.targets, entries.check, entries.write, entry_undo.undo),
    BatchKind.ITEMS.value: Way(items.targets, items.check, items.write, items.undo),
    BatchKind.ROWS.value: Way(rows.targets, rows.check, rows.write, rows.undo),
}


def takes_long(batch: Batch, number: int) -> bool:
    """Say whether the worker does it: of entries more than a few."""
    return batch.kind == BatchKind.ENTRIES.value and number > config.AT_ONCE


def check(context: Any, batch: Batch) -> None:
    """Check all rows of an import whose columns are matched."""
    session = model.Session()
    all_rows = queries.rows(session, batch.id)
    results = WAYS[batch.kind].check(context, batch, all_rows)
    service.checked(session, batch, results)


def write(context: Any, batch: Batch, by: By) -> None:
    """Write the good rows.

    Raises:
        RowRefused: one of them is not taken any more; the transaction may be rolled back.
    """
    session = model.Session()
    good = queries.rows(session, batch.id, RowState.GOOD)
    results, outcome = WAYS[batch.kind].write(context, batch, good)
    service.written(session, batch, results, outcome, by)


def undo(context: Any, batch: Batch, by: By) -> None:
    """Undo what was written and is not undone yet.

    Raises:
        Refused: something has changed since, or the cells are not kept any more.
    """
    session = model.Session()
    if not queries.counts(session, [batch.id])[batch.id]:
        raise Refused(Refusal(BatchReason.FORGOTTEN))
    # The file of a table knows by itself where the rows begin that were added.
    is_of_rows = batch.kind == BatchKind.ROWS.value
    written = [] if is_of_rows else queries.rows(session, batch.id, RowState.WRITTEN)
    WAYS[batch.kind].undo(context, batch, written)
    service.undone(session, batch, by)


def look_at_undo(batch: Batch) -> None:
    """Say no at once where an import of entries cannot be undone.

    Raises:
        Refused: something has changed since.
    """
    entry_undo.plan(queries.rows(model.Session(), batch.id, RowState.WRITTEN))


def row_not_written(batch_id: str, refused: RowRefused) -> None:
    """Put down, in a transaction of its own, that a row is bad and nothing was written; commit."""
    session = model.Session()
    session.rollback()
    batch = queries.find(session, batch_id, lock=True)
    if batch is not None:
        service.refuse_row(session, batch, refused.result)
        if batch.state == BatchState.WRITING.value:
            service.step(batch, BatchEvent.FAIL)
        session.commit()
