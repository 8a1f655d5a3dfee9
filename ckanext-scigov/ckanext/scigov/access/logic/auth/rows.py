"""Who may read and write the DataStore's tables: the policy first, then CKAN's own rules.

For a table that somebody may not know of, the answer is that of one that is not there. CKAN passes an
alias as ``resource_id`` and the table as ``id``: all that is named must be permitted.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.datastore.backend import DatastoreBackend

from ckanext.scigov.access import checking, table_reading
from ckanext.scigov.access.domain.policy import Operation


# A chained function does not inherit what its original allows to the anonymous.
@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_search(up: Any, context: Any, data_dict: Any) -> Any:
    return _refusal(Operation.DATA, context, data_dict) or up(context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_info(up: Any, context: Any, data_dict: Any) -> Any:
    return _refusal(Operation.DATA, context, data_dict) or up(context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_search_sql(up: Any, context: Any, data_dict: Any) -> Any:
    # CKAN gives a generator: an original that found it empty would permit everything.
    names = context["table_names"] = list(context["table_names"])
    refusals = (_refusal(Operation.DATA, context, {"resource_id": name}) for name in names)
    return next(filter(None, refusals), None) or up(context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def scigov_tables_load_show(up: Any, context: Any, data_dict: Any) -> Any:
    return _refusal(Operation.META, context, data_dict) or up(context, data_dict)


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def _history(up: Any, context: Any, data_dict: Any) -> Any:
    return _refusal(Operation.DATA, context, data_dict) or up(context, data_dict)


scigov_tables_bad_cell_list = _history
scigov_tables_column_statistics = scigov_tables_chart_show = _history
scigov_tables_version_list = scigov_tables_version_show = _history
scigov_tables_row_show = scigov_tables_row_find = _history


@tk.chained_auth_function
def _writing(up: Any, context: Any, data_dict: Any) -> Any:
    return _refusal(Operation.WRITE, context, data_dict) or up(context, data_dict)


scigov_tables_load_retry = _writing
datastore_upsert = datastore_delete = datastore_records_delete = _writing


@tk.chained_auth_function
def _writing_what_is_read(up: Any, context: Any, data_dict: Any) -> Any:
    """Rows are data, and shown to whoever may change them, or how they are read."""
    refusals = (_refusal(one, context, data_dict) for one in (Operation.DATA, Operation.WRITE))
    return next(filter(None, refusals), None) or up(context, data_dict)


scigov_tables_reading_show = scigov_tables_rows_change = _writing_what_is_read


@tk.chained_auth_function
def datastore_create(up: Any, context: Any, data_dict: Any) -> Any:
    """A table for a new resource is a change of the dataset, which CKAN asks about."""
    if "resource" in data_dict:
        return up(context, data_dict)
    return _refusal(Operation.WRITE, context, data_dict) or up(context, data_dict)


def _refusal(
    operation: Operation, context: Any, data_dict: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the policy's no with its sentence; None where it permits all that is named."""
    try:
        for name in table_reading.ids_in(data_dict) or [""]:
            checking.require(context, operation, table_reading.table_object(_real_id(name)))
    except tk.NotAuthorized as error:
        if table_reading.is_dump():
            table_reading.refuse(str(error.message))
        return {"success": False, "msg": error.message}
    return None


def _real_id(name: str) -> str:
    if table_reading.table_object(name) is not None:
        return name
    return DatastoreBackend.get_active_backend().resource_id_from_alias(name)[1] or name
