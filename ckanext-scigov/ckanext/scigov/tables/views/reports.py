"""The report of cells that did not fit: a page of them, or all of them as CSV."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import downloads, report_sight
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables

PER_PAGE = 100


@scigov_tables.route(f"{RESOURCE}/report")
def report(id: str, resource_id: str) -> str:  # noqa: A002
    """Show a page of the report."""
    page = max(1, tk.request.args.get("page", 1, type=int))
    more = _version()
    asked = {"resource_id": resource_id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE, **more}
    found = tk.get_action("scigov_tables_bad_cell_list")(context(), asked)
    pages = max(1, -(-found["total"] // PER_PAGE))
    return page_of(resource_id, "report.html", report=found, number=page, pages=pages, more=more)


@scigov_tables.route(f"{RESOURCE}/report.csv")
def report_file(id: str, resource_id: str) -> Response:  # noqa: A002
    """Send the whole report, piece by piece."""
    more = _version()
    asked = {"resource_id": resource_id, "limit": 0, **more}
    tk.get_action("scigov_tables_bad_cell_list")(context(), asked)
    found = report_sight.report_for(context(), resource_id, more.get("version"))
    pieces = flask.stream_with_context(report_sight.csv_pieces(found))
    response: Any = flask.Response(pieces, content_type="text/csv; charset=utf-8")
    name = tk._("Cells that do not fit")
    response.headers["Content-Disposition"] = downloads.content_disposition(f"{name}.csv")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _version() -> dict[str, int]:
    number = tk.request.args.get("version", type=int)
    return {"version": number} if number and number > 0 else {}
