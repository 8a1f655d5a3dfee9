"""``/dataset/ID/resource/ID/rows``: a new row as a form, and the workbook for many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import pages, row_pages, sentences, templates
from ckanext.scigov.intake.imports.table_columns import TableColumns, columns_of
from ckanext.scigov.intake.imports.views import scigov_imports, workbook
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.errors import NotVisible, Refused
from ckanext.scigov.shared.toolkit_errors import sentence

__all__ = ["scigov_imports"]
RESOURCE = "/dataset/<id>/resource/<resource_id>"


@scigov_imports.route(f"{RESOURCE}/rows/new", methods=["GET", "POST"])
def new_row(id: str, resource_id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show the form of a new row; write the row."""
    where = _where(resource_id)
    table, errors = _table(resource_id)
    sent = tk.request.form
    if tk.request.method == "GET" or table is None:
        return _form(where, table, sent, errors)
    wish = {
        "resource_id": resource_id, "values": row_pages.values_of(table, sent),
        "note": asked.field("note"),
    }  # fmt: skip
    try:
        tk.get_action("scigov_intake_row_add")(asked.context(), wish)
    except tk.ValidationError as error:
        return _form(where, table, sent, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(
        tk._("The row is saved. The table is loaded again, and this is its next version.")
    )
    return tk.redirect_to(
        "dataset_resource.read", id=where.dataset["name"], resource_id=resource_id
    )


@scigov_imports.route(f"{RESOURCE}/rows-template.xlsx")
def row_template(id: str, resource_id: str) -> Any:  # noqa: A002
    """Give the workbook for the rows of a table, with its rules."""
    where = _where(resource_id)
    table, errors = _table(resource_id)
    if table is None:
        for texts in errors.values():
            tk.h.flash_error(" ".join(texts))
        return tk.redirect_to(where.url)
    return workbook(templates.of_rows(table), "rows-template.xlsx")


def _where(resource_id: str) -> pages.Where:
    tk.check_access("resource_update", asked.context(), {"id": resource_id})
    found = pages.where(asked.context(), resource_id)
    assert found is not None
    return found


def _table(resource_id: str) -> tuple[TableColumns | None, Mapping[str, list[str]]]:
    """Return the columns that are filled in, or why none can be now."""
    try:
        return columns_of(asked.context(), resource_id), {}
    except NotVisible:
        raise tk.ObjectNotFound from None
    except Refused as refused:
        texts = [sentence(one, sentences.SENTENCES) for one in refused.refusals]
        return None, {"state": texts}


def _form(
    where: pages.Where, table: TableColumns | None, sent: Mapping[str, str], errors: Any
) -> flask.Response | str:
    page = row_pages.page_of(where, table, sent, errors)
    return tk.render("scigov/imports/new_row.html", {"page": page, "can_add": table is not None})
