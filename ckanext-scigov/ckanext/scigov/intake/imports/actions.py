"""Actions of imports: a sheet is uploaded, its columns matched, its rows checked."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.domain.batches import BatchEvent, BatchReason
from ckanext.scigov.intake.domain.states import BatchKind
from ckanext.scigov.intake.imports import (
    access,
    config,
    doing,
    jobs,
    queries,
    sentences,
    service,
    shapes,
    uploads,
)
from ckanext.scigov.intake.imports.acting import (
    TRANSLATED,
    answer,
    by,
    commit,
    proposals,
    rolled_back,
)
from ckanext.scigov.intake.imports.service import Wanted
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_inputs import checked, takes, valid


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
    batch = service.create(model.Session(), wanted, found.sheet, by(context))
    commit(context)
    return {**answer(batch), "proposals": proposals(context, batch)}


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
    service.match(model.Session(), batch, columns, profile, by(context))
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
        jobs.later(batch, jobs.CHECK, by(context))
    else:
        doing.check(context, batch)
    commit(context)
    return answer(batch)
