"""The only writer of imports: what was uploaded, what is wrong, what was written. It flushes, never commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain import batches
from ckanext.scigov.intake.domain.batches import BatchEvent, BatchReason
from ckanext.scigov.intake.domain.states import BatchKind, BatchState, Policy, RowState
from ckanext.scigov.intake.imports import queries
from ckanext.scigov.intake.imports.sheets import Sheet
from ckanext.scigov.intake.model import Batch, BatchRow, ColumnChoice
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an import is for."""

    kind: BatchKind
    provider_id: str
    resource_id: str
    file_name: str
    file_hash: str


@dataclass(slots=True)
class RowResult:
    """What became of a row."""

    number: int
    errors: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    """By header; what is about the row as a whole has an empty one."""
    object_id: str = ""
    before: dict[str, Any] | None = None


def create(session: Session, wanted: Wanted, sheet: Sheet, by: By) -> Batch:
    """Keep what was uploaded; nothing is written anywhere else."""
    batch = Batch(
        id=ids.random_key(), kind=wanted.kind.value, provider_id=wanted.provider_id,
        resource_id=wanted.resource_id, file_name=wanted.file_name, file_hash=wanted.file_hash,
        headers=sheet.headers, columns={}, profile="", policy="",
        outcome={"sheet": sheet.sheet, "sheets": list(sheet.sheets), "formulas": sheet.formulas},
        state=BatchState.UPLOADED.value, made_by=by.user_id, made_at=by.now,
    )  # fmt: skip
    session.add(batch)
    session.flush()
    fresh: dict[str, Any] = {
        "batch_id": batch.id,
        "errors": {},
        "state": RowState.GOOD.value,
        "object_id": "",
    }
    for start in range(0, len(sheet.rows), AT_ONCE):
        rows = [
            {**fresh, "number": number, "cells": cells, "before": None}
            for number, cells in sheet.rows[start : start + AT_ONCE]
        ]
        session.execute(sa.insert(BatchRow), rows)
    return batch


def step(batch: Batch, event: BatchEvent) -> None:
    """Let something happen to an import.

    Raises:
        Refused: not in its state.
    """
    state = batches.after(BatchState(batch.state), event)
    if state is None:
        raise Refused(Refusal(BatchReason.NOT_NOW, values={"state": batch.state}))
    batch.state = state.value


def match(session: Session, batch: Batch, columns: Mapping[str, str], profile: str, by: By) -> None:
    """Match an import's columns, and remember it for the provider's next sheet.

    Args:
        session: the caller's.
        batch: whose rows are to be checked then.
        columns: header → field, empty for a column that is left out; all of them.
        profile: of entries.
        by: who, and when.
    """
    step(batch, BatchEvent.MATCH)
    batch.columns = dict(columns)
    batch.profile = profile
    remembered = [
        {
            "provider_id": batch.provider_id, "kind": _remembered_as(batch),
            "header": header, "field": name, "chosen_at": by.now,
        }
        for header, name in columns.items()
    ]  # fmt: skip
    statement = insert(ColumnChoice)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["provider_id", "kind", "header"],
            set_={"field": statement.excluded.field, "chosen_at": statement.excluded.chosen_at},
        ),
        remembered,
    )
    session.flush()


def remembered(session: Session, batch: Batch) -> dict[str, str]:
    return queries.chosen(session, batch.provider_id, _remembered_as(batch))


def _remembered_as(batch: Batch) -> str:
    """Columns of a table are those of one table."""
    return f"{batch.kind}:{batch.resource_id}" if batch.kind == BatchKind.ROWS.value else batch.kind


def checked(session: Session, batch: Batch, results: Sequence[RowResult]) -> None:
    """Put down what is wrong with which row."""
    session.execute(
        sa.update(BatchRow)
        .where(
            BatchRow.batch_id == batch.id,
            sa.or_(BatchRow.state == RowState.BAD.value, BatchRow.object_id != ""),
        )
        .values(state=RowState.GOOD.value, errors={}, object_id="")
    )
    told = [
        {
            "batch_id": batch.id, "number": one.number, "errors": one.errors,
            "object_id": one.object_id,
            "state": (RowState.BAD if one.errors else RowState.GOOD).value,
        }
        for one in results
        if one.errors or one.object_id
    ]  # fmt: skip
    _update(session, told)
    step(batch, BatchEvent.CHECKED)
    session.flush()


def begin_writing(session: Session, batch: Batch, policy: Policy) -> None:
    """Let an import be written.

    Raises:
        Refused: not now, or its rows are not good enough.
    """
    step(batch, BatchEvent.WRITE)
    found = queries.counts(session, [batch.id])[batch.id]
    good, bad = found.get(RowState.GOOD.value, 0), found.get(RowState.BAD.value, 0)
    reason = batches.why_not_written(policy, good=good, bad=bad)
    if reason is not None:
        raise Refused(Refusal(reason, "policy", {"good": good, "bad": bad}))
    batch.policy = policy.value
    session.flush()


def written(
    session: Session,
    batch: Batch,
    results: Iterable[RowResult],
    outcome: Mapping[str, Any],
    by: By,
) -> None:
    """Put down what its good rows have become."""
    _update(
        session,
        [
            {"batch_id": batch.id, "number": one.number, "object_id": one.object_id,
             "before": one.before, "state": RowState.WRITTEN.value}
            for one in results
        ],
    )  # fmt: skip
    all_good = (BatchRow.batch_id == batch.id, BatchRow.state == RowState.GOOD.value)
    session.execute(sa.update(BatchRow).where(*all_good).values(state=RowState.WRITTEN.value))
    step(batch, BatchEvent.WRITTEN)
    batch.outcome = {**batch.outcome, **outcome}
    batch.written_at = by.now
    _record(session, batch, "import.write", by, policy=batch.policy)
    session.flush()


def undone(session: Session, batch: Batch, by: By) -> None:
    """Put down that what an import wrote is as it was before."""
    mark_undone(session, batch, None)
    step(batch, BatchEvent.UNDONE)
    batch.undone_at = by.now
    _record(session, batch, "import.undo", by)
    session.flush()


def mark_undone(session: Session, batch: Batch, numbers: Collection[int] | None) -> None:
    """Put down that some rows are undone, or all of them."""
    where = [BatchRow.batch_id == batch.id, BatchRow.state == RowState.WRITTEN.value]
    if numbers is not None:
        where.append(BatchRow.number.in_(sorted(numbers)))
    session.execute(sa.update(BatchRow).where(*where).values(state=RowState.UNDONE.value))
    session.flush()
    session.expire_all()


def failed(session: Session, batch: Batch, why: str) -> None:
    """Put down that what was under way was not done, and why."""
    step(batch, BatchEvent.FAIL)
    batch.outcome = {**batch.outcome, "failed": why}
    session.flush()


def refuse_row(session: Session, batch: Batch, result: RowResult) -> None:
    """Put down that a row which had seemed good could not be written."""
    _update(
        session,
        [{"batch_id": batch.id, "number": result.number, "errors": result.errors,
          "state": RowState.BAD.value}],
    )  # fmt: skip


def discard(session: Session, batch: Batch) -> None:
    """Throw an import away that was not written, with all its cells."""
    step(batch, BatchEvent.DISCARD)
    session.execute(sa.delete(BatchRow).where(BatchRow.batch_id == batch.id))
    session.flush()


def forget(session: Session, before: dt.datetime) -> int:
    """Delete the cells of imports that are older; return of how many."""
    old = queries.to_forget(session, before)
    session.execute(sa.delete(BatchRow).where(BatchRow.batch_id.in_(old)))
    return len(old)


def _update(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        session.execute(sa.update(BatchRow), rows[start : start + AT_ONCE])
    # What is pending of others stays; rows that were read before are not what they are now.
    session.flush()
    session.expire_all()


def _record(session: Session, batch: Batch, event: str, by: By, **detail: Any) -> None:
    found = queries.counts(session, [batch.id])[batch.id]
    by.record(
        session, event, "import", batch.id, kind=batch.kind, provider_id=batch.provider_id,
        resource_id=batch.resource_id, rows=found, **detail,
    )  # fmt: skip
