"""CKAN's and our actions that read tables: who asks is known to the backend, counts go to those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import checking, narrowing, table_reading

Action: TypeAlias = Callable[[Any, Any], Any]

COUNTS = frozenset(
    {"rows_done", "bytes_done", "bytes_total", "row_count", "emptied", "version", "fetch"}
)
"""Of how far a load is, what tells something of the data."""
CONTENTS = frozenset({"problems", "problem_count", "notes", "layout", "bad_cells"})
"""Quotes cells and headings of the file."""


@tk.chained_action
@tk.side_effect_free
def datastore_search(up: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    with table_reading.asked_by(checking.whoever_asks(context)):
        return up(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def datastore_info(up: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    try:
        with table_reading.asked_by(checking.whoever_asks(context)):
            return up(context, data_dict)
    except tk.NotAuthorized:
        if not context.get("ignore_auth"):
            raise
        return {"fields": []}  # Whoever calls so, as dcat for Croissant, is not ready for a no.


@tk.chained_action
@tk.side_effect_free
def scigov_tables_load_show(up: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    return _without_data(context, up(context, data_dict))


@tk.chained_action
def scigov_tables_load_retry(up: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    return _without_data(context, up(context, data_dict))


def _without_data(context: Any, load: dict[str, Any]) -> dict[str, Any]:
    """Leave out what somebody may not know of a file's contents."""
    try:
        reading = table_reading.read(checking.whoever_asks(context), load["resource_id"])
        view = narrowing.view_of(reading)
    except tk.NotAuthorized:
        return {name: value for name, value in load.items() if name not in COUNTS | CONTENTS}
    if not view.is_partial:
        return load
    # Of a file that became no table nobody can tell which column is whose.
    shown = {name: value for name, value in load.items() if name not in CONTENTS}
    if "emptied" in shown:
        shown["emptied"] = [one for one in shown["emptied"] if one["column"] not in view.hidden]
    return shown
