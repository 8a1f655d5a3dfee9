"""The action about cells that did not fit."""

from __future__ import annotations

from itertools import islice
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import reports, sentences
from ckanext.scigov.tables.domain.bad_cells import BadCell
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.report_sight import report_for


@tk.side_effect_free
@takes(schema.bad_cell_list)
def scigov_tables_bad_cell_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the cells of a load that did not fit their declared type, with their raw text.

    They are empty in a table that was loaded; of a file that was refused, those who may update the
    resource see them.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``version`` its number, the newest load when it is not given; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``state`` of the load (loaded or failed), ``columns`` (column, label, count), ``total`` of all
        such cells, ``cells`` (line in the file, row as ``_id`` of the table, column, label, value,
        code, reason) from top to bottom, ``limit``, ``offset``. Columns the reader may not see are
        left out of all of them.

    Raises:
        NotFound: there is no such resource, or no load.
        NotAuthorized: the user may not read the table, or not on terms that allow this.
    """
    values = valid("scigov_tables_bad_cell_list", context, data_dict)
    tk.check_access("scigov_tables_bad_cell_list", context, {"resource_id": values["resource_id"]})
    report = report_for(context, values["resource_id"], values.get("version"))
    first = values["offset"]
    cells = islice(reports.read(report.key, report.hidden), first, first + values["limit"])
    return {
        "resource_id": values["resource_id"],
        "state": report.state,
        "columns": report.columns,
        "total": report.total,
        "cells": [_answered(cell, report.labels) for cell in cells],
        "limit": values["limit"],
        "offset": first,
    }


def _answered(cell: BadCell, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "line": cell.line,
        "row": cell.row,
        "column": cell.column,
        "label": labels.get(cell.column, cell.column),
        "value": cell.value,
        "code": cell.code.value,
        "reason": sentences.problem(cell.code.value),
    }
