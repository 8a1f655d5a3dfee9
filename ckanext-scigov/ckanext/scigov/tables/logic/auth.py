"""Who may ask: reading follows the resource and its rows, retrying follows its update."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def scigov_tables_dictionary_read(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever is signed in: it tells nothing that he has not given."""
    return _signed_in(context)


@tk.auth_allow_anonymous_access
def scigov_tables_dictionary_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_show", context, {"id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_dictionary_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_show", context, {"id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_load_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_show", context, {"id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_rows_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_row_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_row_find(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_bad_cell_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_column_statistics(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_chart_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_version_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


@tk.auth_allow_anonymous_access
def scigov_tables_version_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("datastore_search", context, {"resource_id": data_dict["resource_id"]})


def scigov_tables_fetch_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever is signed in: it lists what he may edit."""
    return _signed_in(context)


def scigov_tables_load_retry(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_update", context, {"id": data_dict["resource_id"]})


def scigov_tables_reading_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_update", context, {"id": data_dict["resource_id"]})


def scigov_tables_rows_change(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _as("resource_update", context, {"id": data_dict["resource_id"]})


def _signed_in(context: Any) -> dict[str, Any]:
    """Over the API a visitor is an object of CKAN's, too: that there is one says nothing."""
    return {"success": bool(context.get("user"))}


def _as(action: str, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    try:
        tk.check_access(action, context, data_dict)
    except tk.NotAuthorized as error:
        return {"success": False, "msg": error.message or ""}
    return {"success": True}
