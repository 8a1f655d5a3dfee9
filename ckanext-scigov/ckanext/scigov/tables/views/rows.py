"""A row is changed or deleted on a page: typed, looked at before and after, then saved; no script is needed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables.domain.row_changes import ChangeReason
from ckanext.scigov.tables.row_form import RowForm, form_of
from ckanext.scigov.tables.sentences_changes import SENTENCES
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables

NOTE = ("note", "reference", "reference_path")
DELETE = ("delete", "save-delete")
"""Steps of the page that are about the whole row."""
SAVE = ("save", "save-delete")


@scigov_tables.route(f"{RESOURCE}/rows/<number:row>/edit", methods=["GET"])
def edit_row(id: str, resource_id: str, row: int) -> str:  # noqa: A002
    """Show a row as a form."""
    resource = tk.get_action("resource_show")(context(), {"id": resource_id})
    form = form_of(context(), resource, row)
    return _page(resource_id, form, tk.request.args, {})


@scigov_tables.route(f"{RESOURCE}/rows/<number:row>/edit", methods=["POST"])
def change_row(id: str, resource_id: str, row: int) -> Response | str | tuple[str, int]:  # noqa: A002
    """Show what would change, or save it; what has been typed is never lost."""
    typed, step = tk.request.form, tk.request.form.get("step", "")
    resource = tk.get_action("resource_show")(context(), {"id": resource_id})
    form = form_of(context(), resource, row, typed)
    seen = (typed.get("version", ""), typed.get("fingerprint", ""))
    if seen != (str(form.version), form.fingerprint):
        told = {"row": _sentence(ChangeReason.ROW_DIFFERS, row)}
        return _page(resource_id, form.afresh(), typed, told), 409
    if step not in (*DELETE, "preview", "save"):
        return _page(resource_id, form, typed, {})
    if not typed.get("note", "").strip():
        return _page(resource_id, form, typed, {"note": _sentence(ChangeReason.NOTE_MISSING)}), 409
    return _changed(resource_id, form, typed, step)


def _changed(
    resource_id: str, form: RowForm, typed: Mapping[str, str], step: str
) -> Response | str | tuple[str, int]:
    wish = {
        "resource_id": resource_id,
        "version": form.version,
        "changes": [form.change(is_deleted=step in DELETE)],
        "preview": step not in SAVE,
        **{name: typed.get(name, "") for name in NOTE},
    }
    try:
        answer = tk.get_action("scigov_tables_rows_change")(context(), wish)
    except tk.ValidationError as error:
        return _page(resource_id, form, typed, error.error_summary), 409
    if step in SAVE:
        tk.h.flash_success(tk._("Saved. The table is loaded again, and this is its next version."))
        res = tk.get_action("resource_show")(context(), {"id": resource_id})
        return tk.redirect_to(
            "dataset_resource.read", id=res["package_id"], resource_id=resource_id
        )
    if answer["problems"]:
        return _page(resource_id, _with_problems(form, answer), typed, {}), 409
    return _page(resource_id, form, typed, {}, answer)


def _with_problems(form: RowForm, answer: Mapping[str, Any]) -> RowForm:
    reasons = {one["column"]: one["reason"] for one in answer["problems"]}
    fields = [dataclasses.replace(one, problem=reasons.get(one.column, "")) for one in form.fields]
    return dataclasses.replace(form, fields=fields)


def _sentence(reason: ChangeReason, row: int = 0) -> str:
    return SENTENCES[reason]() % {"row": row}


def _page(
    resource_id: str,
    form: RowForm,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    answer: Mapping[str, Any] | None = None,
) -> str:
    return page_of(
        resource_id,
        "row.html",
        form=form,
        note={name: typed.get(name, "") for name in NOTE},
        errors=errors,
        answer=answer,
    )
