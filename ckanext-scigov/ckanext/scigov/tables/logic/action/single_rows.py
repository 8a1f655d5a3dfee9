"""Actions about one row of a table: showing it, and finding it again."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import queries, row_finding
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.row_finding import FoundRow
from ckanext.scigov.tables.rows import RowPage


@tk.side_effect_free
@takes(schema.row_show)
def scigov_tables_row_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one row of a resource's table.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``row``, its ``_id``.

    Returns:
        ``version`` of the table, ``row``, ``record`` (values by column, as ``scigov_tables_rows_show``
        answers them), ``fingerprint`` of that record (docs/tables.md says how it is made), ``fields``
        (id, type, label, notes, unit, name), ``notice`` where it is given on terms. Columns the reader may
        not see are no part of record and fingerprint.

    Raises:
        NotFound: there is no such resource, table or row.
        NotAuthorized: the user may not read its rows.
    """
    values = valid("scigov_tables_row_show", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_row_show", context, {"resource_id": resource_id})
    found, page = row_finding.by_number(tk.fresh_context(context), resource_id, values["row"])
    return {**_of_table(resource_id, page), **_row(found)}


@tk.side_effect_free
@takes(schema.row_find)
def scigov_tables_row_find(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of a resource's table with these values, or this fingerprint, or both.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``filters`` as in ``scigov_tables_rows_show``, of key columns perhaps;
            ``fingerprint`` as ``scigov_tables_row_show`` gives it to this reader; ``limit`` (at most 1000).
            One of the two is needed. By a fingerprint alone at most 200,000 rows are looked through.

    Returns:
        ``version``, ``fields`` and ``notice`` as ``scigov_tables_row_show``, ``rows`` (row, record,
        fingerprint) from top to bottom. Several rows may have one key, and equal rows one fingerprint.

    Raises:
        NotFound: there is no such resource, or it has no table.
        NotAuthorized: the user may not read its rows.
        ValidationError: neither is given, a filter names no column, or too many rows would be looked at.
    """
    values = valid("scigov_tables_row_find", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_row_find", context, {"resource_id": resource_id})
    filters, wanted = values.get("filters") or (), values["fingerprint"].strip().lower()
    if not (filters or wanted):
        message = tk._("Say which row is meant: values of its key columns, or its fingerprint.")
        raise tk.ValidationError({"filters": [message]})
    fresh = tk.fresh_context(context)
    found, page = row_finding.matching(fresh, resource_id, filters, wanted, values["limit"])
    return {**_of_table(resource_id, page), "rows": [_row(one) for one in found]}


def _of_table(resource_id: str, page: RowPage) -> dict[str, Any]:
    load = queries.find_load(model.Session, resource_id)
    return {
        "resource_id": resource_id,
        "version": load.version if load is not None else None,
        "fields": page.fields,
        **({"notice": page.notice} if page.notice else {}),
    }


def _row(found: FoundRow) -> dict[str, Any]:
    return {"row": found.row, "record": found.record, "fingerprint": found.fingerprint}
