"""Actions of imports: a sheet is uploaded, its columns matched, its rows checked, written, undone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain import column_matching
from ckanext.scigov.intake.domain.batches import BatchEvent, BatchReason
from ckanext.scigov.intake.domain.states import BatchKind, Policy, RowState
from ckanext.scigov.intake.imports import (
    access,
    config,
    doing,
    jobs,
    queries,
    sentences,
    service,
    shapes,
    shown,
    uploads,
)
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.imports.service import Wanted
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Refusal, Refused, ScigovError
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes, valid

Action = TypeVar("Action", bound=Callable[..., Any])
TRANSLATED = translated(sentences.SENTENCES)


def rolled_back(action: Action) -> Action:
    """Leave nothing of what was refused in the session: the page that says so reads on in it."""

    @functools.wraps(action)
    def wrapper(context: Any, data_dict: dict[str, Any]) -> Any:
        try:
            return action(context, data_dict)
        except (ScigovError, tk.ValidationError, tk.NotAuthorized):
            if not context.get("defer_commit"):
                model.Session.rollback()
            raise

    return cast("Action", wrapper)


@TRANSLATED
@takes(shapes.create, uploads=("upload",))
def scigov_intake_batch_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Upload a spreadsheet to be imported. Nothing of it is written before that is asked for.

    Args:
        context: CKAN's.
        data_dict: ``kind``: entries, items (of a resource's dictionary) or rows (of its table); ``provider``
            of entries, ``resource_id`` of the others; ``upload``, an XLSX, XLS or CSV file; ``sheet`` of a
            workbook, the first one when not given.

    Returns:
        As ``scigov_intake_batch_show`` without rows, and ``proposals``: for each header the ``field``
        that it is proposed for (empty: none) and ``how`` (remembered, called, alike, none).

    Raises:
        NotAuthorized: the user edits entries of no provider.
        ObjectNotFound: there is no such provider or resource that he may edit.
        ValidationError: there is no file, or it is no spreadsheet, or too large.
    """
    tk.check_access("scigov_intake_batch_create", context, data_dict)
    upload = data_dict.get("upload")
    given = {name: value for name, value in data_dict.items() if name != "upload"}
    data = valid("scigov_intake_batch_create", context, given)
    kind = BatchKind(data["kind"])
    provider_id, resource_id = _where(context, kind, data)
    most = config.most_rows() if kind is BatchKind.ROWS else config.most_entries()
    try:
        found = uploads.read(upload, data.get("sheet") or "", most)
    except Refused as error:
        raise sentences.unreadable(error) or error from error
    wanted = Wanted(kind, provider_id, resource_id, found.file_name, found.sha256)
    batch = service.create(model.Session(), wanted, found.sheet, _by(context))
    _commit(context)
    return {**_shown(batch), "proposals": _proposals(context, batch)}


def _where(context: Any, kind: BatchKind, data: dict[str, Any]) -> tuple[str, str]:
    if kind is BatchKind.ENTRIES:
        return access.provider(context, data.get("provider") or ""), ""
    resource = access.resource(context, data.get("resource_id") or "")
    return access.provider(context, access.provider_of(resource)), str(resource["id"])


@TRANSLATED
@rolled_back
@takes(shapes.match)
def scigov_intake_batch_match(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say which column of an import is which field, and check all of its rows.

    What is chosen is proposed for the next sheet of the provider.

    Args:
        context: CKAN's.
        data_dict: ``id``; ``columns``: header → field, an empty text leaves a column out, as does a header
            that is not named; ``profile`` of entries: entry (complete ones) or gathered (old stock, its gaps
            are listed).

    Returns:
        As ``scigov_intake_batch_show`` without rows; ``state`` is checking where the worker does it.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
        ValidationError: no such header or field, one field twice, or it is written already.
    """
    data = checked("scigov_intake_batch_match", context, data_dict)
    batch = access.batch(context, data["id"], lock=True)
    columns = {header: data["columns"].get(header, "") for header in batch.headers}
    _check_columns(context, batch, data["columns"], columns)
    profile = data["profile"] if batch.kind == BatchKind.ENTRIES.value else ""
    service.match(model.Session(), batch, columns, profile, _by(context))
    return _check(context, batch)


def _check_columns(
    context: Any, batch: Batch, given: dict[str, str], columns: dict[str, str]
) -> None:
    known = {one.field for one in doing.WAYS[batch.kind].targets(context, batch)}
    used = [field for field in columns.values() if field]
    errors = [
        tk._("The sheet has no column “%(header)s”.") % {"header": header}
        for header in given
        if header not in columns
    ]
    errors += [
        tk._("There is no field “%(field)s”.") % {"field": field}
        for field in used
        if field not in known
    ]
    twice = [header for header, field in columns.items() if field and used.count(field) > 1]
    if twice:
        listed = tk._(", ").join(f"“{header}”" for header in twice)
        errors.append(
            tk._("These columns are chosen for the same field: %(columns)s. Leave all but one out.")
            % {"columns": listed}
        )
    if not used:
        errors.append(tk._("Choose a field for at least one column."))
    if errors:
        raise tk.ValidationError({"columns": errors})


@TRANSLATED
@rolled_back
@takes(shapes.batch)
def scigov_intake_batch_check(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Check all rows of an import again, for something else has changed.

    Args:
        context: CKAN's.
        data_dict: ``id``.

    Returns:
        As ``scigov_intake_batch_match``.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
        ValidationError: its columns are not matched, or it is written already.
    """
    data = checked("scigov_intake_batch_check", context, data_dict)
    batch = access.batch(context, data["id"], lock=True)
    if not batch.columns:
        raise Refused(Refusal(BatchReason.NOT_NOW))
    service.step(batch, BatchEvent.MATCH)
    return _check(context, batch)


def _check(context: Any, batch: Batch) -> dict[str, Any]:
    number = sum(queries.counts(model.Session(), [batch.id])[batch.id].values())
    if doing.takes_long(batch, number):
        jobs.later(batch, jobs.CHECK, _by(context))
    else:
        doing.check(context, batch)
    _commit(context)
    return _shown(batch)


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
        jobs.later(batch, jobs.WRITE, _by(context))
    else:
        _write(context, batch)
    _commit(context)
    return _shown(batch)


def _write(context: Any, batch: Batch) -> None:
    batch_id = batch.id
    try:
        doing.write(context, batch, _by(context))
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
        jobs.later(batch, jobs.UNDO, _by(context))
    else:
        doing.undo(context, batch, _by(context))
    _commit(context)
    return _shown(batch)


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
    _commit(context)


@tk.side_effect_free
@TRANSLATED
@takes(shapes.show)
def scigov_intake_batch_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an import with its rows, or those in one state.

    Args:
        context: CKAN's; who edits entries of the provider. Of a table's rows whoever has uploaded them, or
            who gets all of the table.
        data_dict: ``id``; ``state`` of rows (good, bad, written, undone); ``limit`` (at most 1000), ``offset``.

    Returns:
        ``id``, ``kind``, ``state`` (uploaded, checking, checked, writing, written, undoing, undone,
        discarded), ``provider_id``, ``resource_id``, ``file_name``, ``headers``, ``columns`` (header →
        field), ``profile``, ``policy``, ``rows_by_state`` (how many are in each), times; ``failed``, why the worker could
        not do it. ``rows``: ``number`` in the sheet, ``state``, ``cells``, ``errors`` (header →
        sentences; an empty one is about the row), ``object_id``, ``name`` and ``title`` of its entry;
        ``proposals`` while its columns are not matched, as ``scigov_intake_batch_create``.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
    """
    data = checked("scigov_intake_batch_show", context, data_dict)
    batch = access.batch(context, data["id"])
    state = RowState(data["state"]) if data.get("state") else None
    found = queries.rows(
        model.Session(), batch.id, state, limit=data["limit"], offset=data["offset"]
    )
    answer = {**_shown(batch), "rows": shown.rows(batch, found)}
    if not batch.columns:
        answer["proposals"] = _proposals(context, batch)
    return answer


@tk.side_effect_free
@TRANSLATED
@takes(shapes.listed)
def scigov_intake_batch_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the imports of one's providers, newest first, without their rows.

    Args:
        context: CKAN's.
        data_dict: ``provider``, only its; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``count``, and ``batches`` as ``scigov_intake_batch_show`` gives them. Imports for a table are
        listed to whoever has uploaded them.

    Raises:
        NotAuthorized: the user edits entries of no provider.
        ObjectNotFound: there is no such provider that he edits.
    """
    data = checked("scigov_intake_batch_list", context, data_dict)
    wanted = data.get("provider")
    mine = [access.provider(context, wanted)] if wanted else _provider_ids(context)
    actor = actor_from(context)
    user_id = None if actor.is_sysadmin else actor.user_id
    found, count = queries.listed(model.Session(), mine, user_id, data["limit"], data["offset"])
    return {"count": count, "batches": shown.batches(found)}


def _provider_ids(context: Any) -> list[str]:
    return [one["id"] for one in access.providers(context)]


def _proposals(context: Any, batch: Batch) -> dict[str, dict[str, str]]:
    targets = doing.WAYS[batch.kind].targets(context, batch)
    remembered = service.remembered(model.Session(), batch)
    found = column_matching.match(batch.headers, targets, remembered)
    return {header: {"field": one.field, "how": one.how.value} for header, one in found.items()}


def _shown(batch: Batch) -> dict[str, Any]:
    return shown.batches([batch])[0]


def _by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def _commit(context: Any) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()
