"""The action that enters one row of a table; it is checked as the rows of a sheet are."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.imports import row_words, rows, sentences, shapes
from ckanext.scigov.intake.imports.table_columns import TableColumns, columns_of
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes
from ckanext.scigov.tables.domain.row_changes import note_of

PREFIX = "values."


@translated(sentences.SENTENCES)
@takes(shapes.row_add)
def scigov_intake_row_add(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Add one row to a resource's table, by hand or by a program: a new version of the table.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``values``: column → text, as a sheet would have them; ``note``, why, kept
            with the version; ``preview`` true writes nothing.

    Returns:
        ``resource_id``, ``preview``, ``version`` that the table will have, ``values`` as they are read
        (column → text, or null where empty), ``state`` of the load.

    Raises:
        ObjectNotFound: there is no such resource that the user may change.
        ValidationError: cells do not fit (``values.COLUMN``), a key is in the table already, or no rows can
            be added now.
    """
    data = checked("scigov_intake_row_add", context, data_dict)
    table = columns_of(context, data["resource_id"])
    _refuse_unknown(table, data["values"])
    row = rows.check_rows(table, [(1, data["values"])])[0]
    if row.problems:
        raise tk.ValidationError(
            {f"{PREFIX}{one.column}": [row_words.sentence(one)] for one in row.problems}
        )
    if not row.texts:
        raise tk.ValidationError({"values": [tk._("Fill in at least one field.")]})
    if not data.get("preview"):
        note = note_of(data.get("note") or row_words.entered())
        rows.add(context, table, [row], note)
        if not context.get("defer_commit"):
            model.repo.commit()
    return {
        "resource_id": data["resource_id"],
        "preview": bool(data.get("preview")),
        "version": table.version + 1,
        "values": dict(row.values),
        "state": "loaded" if data.get("preview") else "queued",
    }


def _refuse_unknown(table: TableColumns, values: dict[str, str]) -> None:
    known = {rule.column for rule in table.rules}
    unknown = [name for name in values if name not in known]
    if unknown:
        text = tk._("The table has no column %(column)s.") % {"column": unknown[0]}
        raise tk.ValidationError({"values": [text]})
