"""Actions about tables: how far a load is, trying again, and the rows themselves."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import load_requests, pasting, queries, sentences
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.model import Load
from ckanext.scigov.tables.rows import RowQuery, load_page
from ckanext.scigov.tables.uploader import NEW_FILES, ResourceUploader


@tk.chained_action
def package_create(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset together with the files of its resources (``upload``), all or nothing.

    CKAN's own action takes uploads in ``resource_create`` and ``package_update`` only.
    """
    context[NEW_FILES] = [ResourceUploader(one) for one in data_dict.get("resources") or []]
    return up(context, data_dict)


@tk.side_effect_free
def scigov_tables_dictionary_read(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Read a dictionary that was copied from a spreadsheet; nothing is stored.

    Args:
        context: CKAN's.
        data_dict: ``text``: a row of headings, with or without rows of data below it; titles one a
            line; or a dictionary with headings of its own (字段名, 类型, 说明 …).

    Returns:
        ``kind`` (headings, titles, dictionary, nothing); ``data_items`` as the schema has them, with
        types and descriptions as far as they are known; ``undescribed``, titles that need a
        description; ``ignored``, headings of columns that are no part of a dictionary; ``left_out``,
        how many items were above the most there can be; ``message``, all this in a sentence or two.

    Raises:
        NotAuthorized: the user is not signed in.
    """
    text = _checked(schema.dictionary_read(), context, data_dict)["text"]
    tk.check_access("scigov_tables_dictionary_read", context, {})
    found = pasting.dictionary_from(text)
    return {
        "kind": found.read.kind.value,
        "data_items": found.items,
        "undescribed": found.undescribed,
        "ignored": list(found.read.ignored),
        "left_out": found.read.left_out,
        "message": sentences.of_pasted(found),
    }


@tk.side_effect_free
def scigov_tables_load_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how far a resource's file is on its way into the DataStore.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``.

    Returns:
        ``state`` (none, queued, loading, loaded, failed), ``rows_done``, ``bytes_done``,
        ``bytes_total``, ``row_count`` of the table that is shown, ``table_is_older`` when that
        table was made from an earlier file, times; for those who may update the resource also
        ``problems`` (line, column, value, code), ``problem_count`` and ``notes``.

    Raises:
        NotFound, NotAuthorized: as for the resource.
    """
    resource_id = _checked(schema.resource_only(), context, data_dict)["resource_id"]
    tk.check_access("scigov_tables_load_show", context, {"resource_id": resource_id})
    load = queries.find_load(model.Session, resource_id)
    if load is None:
        return {"resource_id": resource_id, "state": "none"}
    answer = _public_part(load)
    if _may_update(context, resource_id):
        answer |= {
            "problems": load.problems,
            "problem_count": load.problem_count,
            "notes": load.notes,
            "layout": load.layout,
        }
    return answer


def scigov_tables_load_retry(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Load a resource's file once more, with its dictionary as it is now.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``.

    Returns:
        As ``scigov_tables_load_show``.

    Raises:
        NotFound: there is no such resource, or its file is no table.
        NotAuthorized: the user may not update the resource.
    """
    resource_id = _checked(schema.resource_only(), context, data_dict)["resource_id"]
    tk.check_access("scigov_tables_load_retry", context, {"resource_id": resource_id})
    if queries.find_load(model.Session, resource_id) is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that can be loaded as a table."))
    load_requests.request(model.Session, resource_id, now=clock.now())
    if not context.get("defer_commit"):
        model.repo.commit()
    return scigov_tables_load_show(context, {"resource_id": resource_id})


@tk.side_effect_free
def scigov_tables_rows_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return rows of a resource's table, with the exact total and sums of all rows that match.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``q`` text in any column; ``filters`` as ``{column: value}``,
            ``{column: [values]}`` or ``{column: {eq|gt|gte|lt|lte|contains: value}}``; ``sort``
            ``column`` or ``column desc``; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``fields`` (id, type, label, notes, unit, name), ``records`` with values as text,
        ``total``, ``sums`` of the numeric columns as text, ``limit``, ``offset``; ``notice`` where
            the rows are given on terms.

    Raises:
        NotFound: there is no such resource or it has no table.
        NotAuthorized: the user may not read its rows.
        ValidationError: a filter or the sort names no column, or a value does not fit.
    """
    values = _checked(schema.rows_show(), context, data_dict)
    tk.check_access("scigov_tables_rows_show", context, {"resource_id": values["resource_id"]})
    sort, descending = _sort_of(values["sort"])
    query = RowQuery(
        resource_id=values["resource_id"],
        q=values["q"],
        filters=values.get("filters") or (),
        sort=sort,
        descending=descending,
        limit=values["limit"],
        offset=values["offset"],
    )
    page = load_page(tk.fresh_context(context), query)
    return {
        "resource_id": query.resource_id,
        "fields": page.fields,
        "records": page.records,
        "total": page.total,
        "sums": page.sums,
        "limit": query.limit,
        "offset": query.offset,
        **({"notice": page.notice} if page.notice else {}),
    }


def _sort_of(text: str) -> tuple[str, bool]:
    for ending, descending in ((" desc", True), (" asc", False)):
        if text.lower().endswith(ending):
            return text[: -len(ending)], descending
    return text, False


def _checked(shape: dict[str, Any], context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    values, errors = tk.navl_validate(data_dict, shape, context)
    if errors:
        raise tk.ValidationError(errors)
    return values


def _may_update(context: Any, resource_id: str) -> bool:
    try:
        tk.check_access("resource_update", tk.fresh_context(context), {"id": resource_id})
    except tk.NotAuthorized:
        return False
    return True


def _public_part(load: Load) -> dict[str, Any]:
    moments = ("queued_at", "started_at", "finished_at")
    times = {name: getattr(load, name) for name in moments}
    return {
        "resource_id": load.resource_id,
        "state": load.state,
        "rows_done": load.rows_done,
        "bytes_done": load.bytes_done,
        "bytes_total": load.bytes_total,
        "row_count": load.row_count,
        "table_is_older": bool(load.loaded_key) and load.loaded_key != load.storage_key,
    } | {name: moment and moment.isoformat() for name, moment in times.items()}
