"""Rows of a table as a file: all of them, or those that the address asks for."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.lib import signals
from ckan.types import Response

from ckanext.scigov.tables import downloads, exports
from ckanext.scigov.tables.export_files import MEDIA_TYPES
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.question import Question
from ckanext.scigov.tables.reading import TABLE_ENDINGS
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, scigov_tables

GRANT = "X-Scigov-Grant"
"""The header that names the grant, as the gateway's does."""


@scigov_tables.route(f"{RESOURCE}/rows.<any(csv, xlsx, json):ending>")
def export(id: str, resource_id: str, ending: str) -> Response:  # noqa: A002
    """Send the rows, piece by piece."""
    asked = Question.from_query(tk.request.args)
    found = exports.export_for(context(), asked.query(resource_id))
    pieces = found.pieces(ending)
    response: Any = flask.Response(pieces, content_type=MEDIA_TYPES[ending])
    response.headers["Content-Disposition"] = downloads.content_disposition(
        _file_name(resource_id, ending, is_part=asked.is_narrowed)
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    if found.grant:
        response.headers[GRANT] = found.grant
    signals.resource_download.send(resource_id)
    return response


def _file_name(resource_id: str, ending: str, *, is_part: bool) -> str:
    resource = tk.get_action("resource_show")(context(), {"id": resource_id})
    name = str(tk.h.resource_display_name(resource)).rpartition("/")[2].strip() or "rows"
    of_file = ending_of(name)
    stem = name[: -len(of_file) - 1] if of_file in TABLE_ENDINGS else name
    part = f" ({tk._('filtered')})" if is_part else ""
    return f"{stem}{part}.{ending}"
