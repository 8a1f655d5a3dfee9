"""Actions that write an import, undo it, or throw it away."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.intake.domain.batches import BatchEvent, BatchReason
from ckanext.scigov.intake.domain.states import Policy, RowState
from ckanext.scigov.intake.imports import access, doing, jobs, queries, service, shapes
from ckanext.scigov.intake.imports.acting import TRANSLATED, answer, by, commit, rolled_back
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@TRANSLATED
@rolled_back
@takes(shapes.write)
def scigov_intake_batch_write(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write what was checked: all of it or nothing, or only the rows without errors.

    Entries are made and changed as by a form, data items become part of the dictionary, rows the next
    version of the table; in one transaction.

    Args:
        context: CKAN's.
        data_dict: ``id``; ``policy``: all_or_nothing or only_good.

    Returns:
        As ``scigov_intake_batch_show`` without rows; ``state`` is writing where the worker does it.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
        ValidationError: there are errors, nothing can be written, or something has changed since the check.
    """
    data = checked("scigov_intake_batch_write", context, data_dict)
    batch = access.batch(context, data["id"], lock=True)
    service.begin_writing(model.Session(), batch, Policy(data["policy"]))
    number = queries.counts(model.Session(), [batch.id])[batch.id].get(RowState.GOOD.value, 0)
    if doing.takes_long(batch, number):
        jobs.later(batch, jobs.WRITE, by(context))
    else:
        _write(context, batch)
    commit(context)
    return answer(batch)


def _write(context: Any, batch: Batch) -> None:
    batch_id = batch.id
    try:
        doing.write(context, batch, by(context))
    except RowRefused as refused:
        doing.row_not_written(batch_id, refused)
        values = {"row": refused.result.number}
        raise Refused(Refusal(BatchReason.ROW_REFUSED, values=values)) from refused


@TRANSLATED
@rolled_back
@takes(shapes.batch)
def scigov_intake_batch_undo(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Undo an import: what it made is deleted, what it changed is again what it was.

    Args:
        context: CKAN's.
        data_dict: ``id``.

    Returns:
        As ``scigov_intake_batch_show`` without rows; ``state`` is undoing where the worker does it.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
        ValidationError: something of it was changed since: nothing is undone, and the sentence names the rows.
    """
    data = checked("scigov_intake_batch_undo", context, data_dict)
    batch = access.batch(context, data["id"], lock=True)
    service.step(batch, BatchEvent.UNDO)
    number = queries.counts(model.Session(), [batch.id])[batch.id].get(RowState.WRITTEN.value, 0)
    if doing.takes_long(batch, number):
        doing.look_at_undo(batch)
        jobs.later(batch, jobs.UNDO, by(context))
    else:
        doing.undo(context, batch, by(context))
    commit(context)
    return answer(batch)


@TRANSLATED
@takes(shapes.batch)
def scigov_intake_batch_discard(context: Any, data_dict: dict[str, Any]) -> None:
    """Throw an import away that is not written, with all of its cells.

    Args:
        context: CKAN's.
        data_dict: ``id``.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
        ValidationError: it is written.
    """
    data = checked("scigov_intake_batch_discard", context, data_dict)
    service.discard(model.Session(), access.batch(context, data["id"], lock=True))
    commit(context)
