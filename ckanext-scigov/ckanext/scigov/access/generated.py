"""Files that are made for one reader: without the columns he may not see, with the mark of his grant.

The original goes only to those who may see all of it, and whose grant asks for no mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.access import (
    item_queries,
    narrowing,
    row_terms,
    sentences_rows,
    table_reading,
    visible_rows,
)
from ckanext.scigov.access.domain.obligations import NONE
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.narrowing import View
from ckanext.scigov.tables import downloads, export_files
from ckanext.scigov.tables.downloads import Stored
from ckanext.scigov.tables.export_files import MEDIA_TYPES, most_rows_of_a_workbook


def send(principal: Principal, resource_id: str, stored: Stored | None) -> Response | None:
    """Answer with a file made for this reader; None where he gets the original as it is.

    Raises:
        tk.NotAuthorized: his grant gives rows only, or the file holds what is not for him and is no
            table that could be given without it.
    """
    reading = table_reading.read(principal, resource_id)
    view = narrowing.view_of(reading)
    if not view.is_partial and view.terms.obligations == NONE:
        return None
    row_terms.require_all(view.terms)
    is_table = stored is not None and bool(item_queries.columns(resource_id))
    if view.is_partial and not is_table:
        raise tk.NotAuthorized(sentences_rows.not_in_parts())
    if flask.request.method == "GET":
        context: Any = {"user": flask.g.user, "auth_user_obj": flask.g.userobj}
        row_terms.account(context, reading, view.terms)
    if stored is None or not is_table:
        return None
    if not view.is_partial and not view.terms.obligations.watermark:
        return None
    return _made(principal, resource_id, stored, view)


def gets_originals(principal: Principal, resource_id: str) -> bool:
    """Say whether somebody gets files as they were uploaded: all of them, and on no terms."""
    try:
        view = narrowing.view_of(table_reading.read(principal, resource_id))
    except tk.NotAuthorized:
        return False
    return not view.is_partial and view.terms.obligations == NONE


def _made(principal: Principal, resource_id: str, stored: Stored, view: View) -> Response:
    table = visible_rows.table_of(principal, resource_id)
    notice = [sentences_rows.notice(view.terms.grant_numbers)] if table.mark else []
    if view.is_partial:
        notice.append(sentences_rows.columns_left_out())
    stem = stored.file_name.rpartition(".")[0] or stored.file_name
    most = most_rows_of_a_workbook(len(table.columns))
    if stored.file_name.lower().endswith(".xlsx") and table.count() <= most:
        titles = tk._("Data"), tk._("Notice")
        file = export_files.workbook(table.columns, table.rows(), notice, titles)
        return _answer(export_files.pieces_of(file), "xlsx", stem)
    return _answer(export_files.csv_pieces(table.headings, table.rows(), notice), "csv", stem)


def _answer(pieces: Iterator[bytes], ending: str, stem: str) -> Response:
    response: Any = flask.Response(pieces, content_type=MEDIA_TYPES[ending])
    response.headers["Content-Disposition"] = downloads.content_disposition(f"{stem}.{ending}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
