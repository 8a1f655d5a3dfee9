"""The action that changes or deletes rows of a table."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import row_changes, sentences
from ckanext.scigov.tables.domain.row_changes import (
    ChangeReason,
    changes_from,
    note_of,
    refused,
)
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.row_changes import Prepared
from ckanext.scigov.tables.row_edits import CellProblem
from ckanext.scigov.tables.sentences_changes import SENTENCES


@translated(SENTENCES)
@takes(schema.rows_change)
def scigov_tables_rows_change(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change or delete rows of a table that was made from an upload: a new file, and a new version.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``version``, the number of the version that was seen; ``changes``, at
            most 1,000 objects with ``row`` (its ``_id``), ``expected`` (values by column, as they were
            seen; at least one), and either ``set`` (new values by column, as text; null or an empty text
            empties the cell) or ``delete`` true; ``note``, why; ``reference`` and ``reference_path``, what
            the note refers to and a page of this site about that; ``preview`` true changes nothing and
            needs no note.

    Returns:
        ``preview``, ``version`` that was changed, ``row_count`` of the result, ``changed`` and ``deleted``
        (numbers of rows touched), ``rows`` (row, line, new_row, before, after; ``changes`` of
        ``scigov_tables_version_show`` has the same), ``labels`` by column, ``problems`` (row, column, label,
        value, code, reason) of new values that do not fit, ``file_name`` of the new file,
        ``becomes_csv`` true where the file is a workbook or JSON, ``state`` of the load.

    Raises:
        NotFound: there is no such resource, or it has no stored file.
        NotAuthorized: the user may not update the resource, or not read all of its data.
        ValidationError: the table is not what was seen, something else is under way, values do not fit,
            or nothing would change. Its sentence says what to do.
    """
    values = valid("scigov_tables_rows_change", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_rows_change", context, {"resource_id": resource_id})
    if not sight_of(context, resource_id).is_whole:
        raise tk.NotAuthorized(tk._("Some data items of this resource are not given to you."))
    note = note_of(values["note"], values["reference"], values["reference_path"])
    changes = changes_from(values.get("changes"))
    if not (note.text or values["preview"]):
        raise refused(ChangeReason.NOTE_MISSING, "note")
    prepared = row_changes.prepare(context, resource_id, values["version"], changes)
    if values["preview"]:
        row_changes.look(prepared)
        return _answer(prepared, is_preview=True)
    row_changes.carry_out(prepared, note, actor_from(context))
    if not context.get("defer_commit"):
        model.repo.commit()
    return _answer(prepared, is_preview=False)


def _answer(prepared: Prepared, *, is_preview: bool) -> dict[str, Any]:
    return {
        "resource_id": prepared.resource.id,
        "preview": is_preview,
        "state": "loaded" if is_preview else "queued",
        "version": prepared.base.version,
        "row_count": prepared.row_count - len(prepared.deleted),
        "changed": len(prepared.changed),
        "deleted": len(prepared.deleted),
        **prepared.difference,
        "problems": [_problem(one) for one in prepared.problems],
        "file_name": prepared.file.new_name,
        "becomes_csv": prepared.file.is_rewritten,
    }


def _problem(found: CellProblem) -> dict[str, Any]:
    return {
        "row": found.row,
        "column": found.column,
        "label": found.label,
        "value": found.value,
        "code": found.code.value,
        "reason": sentences.problem(found.code.value),
    }
