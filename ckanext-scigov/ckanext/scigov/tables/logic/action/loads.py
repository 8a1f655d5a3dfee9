"""Actions about tables: how far a load is, trying again, and the rows themselves."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import (
    datastore,
    fetch_queries,
    load_requests,
    pasting,
    queries,
    reports,
)
from ckanext.scigov.tables.callers import may_update
from ckanext.scigov.tables.domain.bad_cells import ColumnCount
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemRow
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.model import Fetch, Load, LoadState
from ckanext.scigov.tables.row_queries import RowQuery
from ckanext.scigov.tables.rows import load_page
from ckanext.scigov.tables.uploader import NEW_FILES, ResourceUploader


@tk.chained_action
def package_create(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset together with the files of its resources (``upload``), all or nothing.

    CKAN's own action takes uploads in ``resource_create`` and ``package_update`` only.
    """
    resources = data_dict.get("resources") or []
    for one in resources:
        pasting.take_in(one)
    context[NEW_FILES] = [ResourceUploader(one) for one in resources]
    return up(context, data_dict)


@tk.side_effect_free
@takes(schema.resource_only)
def scigov_tables_load_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how far a resource's file is on its way into the DataStore.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``.

    Returns:
        ``state`` (none, queued, loading, loaded, failed), ``rows_done``, ``bytes_done``,
        ``bytes_total``, ``row_count`` of the table that is shown, ``table_is_older`` when that
        table was made from an earlier file, ``version`` its number, ``emptied`` (column, label, count) of the cells of that
        table that did not fit and are empty, ``search_ready`` once the words of its rows are
        indexed (before that a search looks into the cells, with the same answers), times; for those who may update the resource also
        ``problems`` (line, column, value, code), ``problem_count``, ``notes`` and
        ``bad_cells``, which counts as ``emptied`` does, of the newest load; of a link that is fetched
        ``fetch``: ``schedule``, ``fetched_at``, ``next_at``, ``result`` (new, unchanged, failed,
        refused; empty before the first time), for those who may update the resource also ``reason``,
        ``status`` (what a server answered) and ``failures`` in a row.

    Raises:
        NotFound, NotAuthorized: as for the resource.
    """
    resource_id = valid("scigov_tables_load_show", context, data_dict)["resource_id"]
    tk.check_access("scigov_tables_load_show", context, {"resource_id": resource_id})
    load, fetch = fetch_queries.load_and_fetch(model.Session, resource_id)
    nothing = {"resource_id": resource_id, "state": "none"}
    answer = nothing if load is None else _public_part(load)
    is_owner = (load or fetch) is not None and may_update(context, resource_id)
    if load is not None and is_owner:
        answer |= _for_owners(load)
    if fetch is not None:
        answer["fetch"] = _of_fetch(fetch, is_owner)
    return answer


@takes(schema.resource_only)
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
    resource_id = valid("scigov_tables_load_retry", context, data_dict)["resource_id"]
    tk.check_access("scigov_tables_load_retry", context, {"resource_id": resource_id})
    if queries.find_load(model.Session, resource_id) is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that can be loaded as a table."))
    by = actor_from(context).name
    load_requests.request(model.Session, resource_id, now=clock.now(), by=by)
    if not context.get("defer_commit"):
        model.repo.commit()
    return scigov_tables_load_show(context, {"resource_id": resource_id})


@tk.side_effect_free
@takes(schema.rows_show)
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
    values = valid("scigov_tables_rows_show", context, data_dict)
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


def _public_part(load: Load) -> dict[str, Any]:
    marker = datastore.find_marker(load.resource_id)
    moments = ("queued_at", "started_at", "finished_at")
    times = {name: getattr(load, name) for name in moments}
    return {
        "resource_id": load.resource_id,
        "state": load.state,
        "rows_done": load.rows_done,
        "bytes_done": load.bytes_done,
        "bytes_total": load.bytes_total,
        "row_count": load.row_count,
        "emptied": _emptied(load),
        "version": load.version,
        "search_ready": marker is not None and marker.has_words,
        "table_is_older": bool(load.loaded_key) and load.loaded_key != load.storage_key,
    } | {name: moment and moment.isoformat() for name, moment in times.items()}


def _for_owners(load: Load) -> dict[str, Any]:
    found = reports.findings(load.report_key)
    is_settled = load.state in (LoadState.LOADED.value, LoadState.FAILED.value)
    told = found if is_settled else reports.no_findings()
    return {
        "problems": told["problems"] or _unreported(load),
        "problem_count": load.problem_count,
        "notes": told["notes"],
        "layout": load.layout,
        "bad_cells": found["bad_cells"],
    }


def _unreported(load: Load) -> list[ProblemRow]:
    """A failure whose report could not be kept, on a full disk perhaps, is one of the system."""
    return [Problem(Code.INTERNAL).as_row()] if load.state == LoadState.FAILED.value else []


def _of_fetch(fetch: Fetch, is_owner: bool) -> dict[str, Any]:
    told = {name: getattr(fetch, name) for name in ("fetched_at", "next_at")}
    why = ("reason", "status", "failures") if is_owner else ()
    return {
        "schedule": fetch.schedule,
        **{name: moment and moment.isoformat() for name, moment in told.items()},
        "result": fetch.result,
        **{name: getattr(fetch, name) for name in why},
    }


def _emptied(load: Load) -> list[ColumnCount]:
    """Return the columns with emptied cells of the table that is shown."""
    if load.version is None:
        return []
    version = queries.find_version(model.Session, load.resource_id, load.version)
    if version is None or not version.emptied_count:
        return []
    return reports.findings(version.report_key)["bad_cells"]
