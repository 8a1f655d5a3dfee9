"""``/imports``: a sheet is uploaded, matched, checked, written, undone. Every step is a page; no script is needed."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import BatchState, RowState
from ckanext.scigov.intake.imports import marked_files, pages, templates, workbooks
from ckanext.scigov.intake.imports.pages import BatchPage, ColumnsPage
from ckanext.scigov.shared import toolkit_pages as asked

scigov_imports = asked.kept_by_nobody(asked.blueprint("scigov_imports"))
ENDINGS = ("xlsx", "csv")
MOST_MARKED = 1_000
"""Rows are asked for so many at a time."""


@scigov_imports.route("/imports")
def index() -> str:
    """List the imports of the reader's providers."""
    wish = {"limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_batch_list")(asked.context(), wish)
    page = asked.page_of(found["batches"], found["count"])
    return tk.render("scigov/imports/index.html", {"page": page})


@scigov_imports.route("/imports/new", methods=["GET", "POST"])
def new() -> Any:
    """Choose a provider and a file; it is read, and nothing else."""
    tk.check_access("scigov_intake_batch_create", asked.context(), {})
    sent = tk.request.values
    kind, resource_id = sent.get("kind", "entries"), sent.get("resource", "")
    page = pages.new_page(asked.context(), kind, resource_id, sent.get("provider", ""))
    if tk.request.method == "GET":
        return _new(page)
    wish = {
        "kind": kind, "resource_id": resource_id, "provider": asked.field("provider"),
        "sheet": asked.field("sheet"), "upload": tk.request.files.get("upload"),
    }  # fmt: skip
    try:
        batch = tk.get_action("scigov_intake_batch_create")(asked.context(), wish)
    except tk.ValidationError as error:
        values = {"provider": wish["provider"], "sheet": wish["sheet"]}
        page = dataclasses.replace(page, values=values, errors=asked.errors_of(error))
        return _new(page), asked.REFUSED
    return tk.redirect_to("scigov_imports.columns", id=batch["id"])


def _new(page: pages.NewPage) -> str:
    return tk.render("scigov/imports/new.html", {"page": page})


@scigov_imports.route("/imports/<id>/columns", methods=["GET", "POST"])
def columns(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Match the columns with fields; then all rows are checked."""
    batch = _batch(id, limit=pages.SAMPLE)
    if batch["state"] not in (BatchState.UPLOADED.value, BatchState.CHECKED.value):
        return tk.redirect_to("scigov_imports.read", id=id)
    if tk.request.method == "GET":
        return _columns(pages.columns_page(asked.context(), batch))
    sent = tk.request.form
    wish = {"id": id, "columns": pages.columns_sent(batch, sent)}
    if sent.get("profile"):
        wish["profile"] = sent["profile"]
    try:
        tk.get_action("scigov_intake_batch_match")(asked.context(), wish)
    except tk.ValidationError as error:
        page = pages.columns_page(asked.context(), batch, sent)
        return _columns(dataclasses.replace(page, errors=asked.errors_of(error))), asked.REFUSED
    return tk.redirect_to("scigov_imports.read", id=id)


def _columns(page: ColumnsPage) -> str:
    return tk.render("scigov/imports/columns.html", {"page": page})


@scigov_imports.route("/imports/<id>")
def read(id: str) -> Any:  # noqa: A002
    """Show how an import stands: what is wrong, or what it has become."""
    page = _page(id, {})
    if page.batch["state"] == BatchState.UPLOADED.value:
        return tk.redirect_to("scigov_imports.columns", id=id)
    return _read(page)


def _page(batch_id: str, errors: Mapping[str, Any]) -> BatchPage:
    batch = _batch(batch_id, limit=0)
    found = batch["rows_by_state"]
    usual = RowState.BAD.value if found[RowState.BAD.value] else ""
    show = tk.request.args.get("show", usual)
    state = show if show in found else ""
    batch = _batch(batch_id, limit=pages.PER_PAGE, offset=asked.offset(pages.PER_PAGE), state=state)
    count = found[state] if state else sum(found.values())
    listed = asked.page_of(batch["rows"], count, pages.PER_PAGE)
    context = asked.context()
    where = pages.where(context, batch["resource_id"])
    labels = pages.labels_of(context, batch)
    return BatchPage(batch, where, state, listed, labels, errors)


def _read(page: BatchPage) -> str:
    return tk.render("scigov/imports/read.html", {"page": page})


@scigov_imports.route("/imports/<id>/write", methods=["POST"])
def write(id: str) -> Any:  # noqa: A002
    """Write it: all or nothing, or the good rows."""
    wish = {"id": id, "policy": asked.field("policy")}
    return _done(id, "scigov_intake_batch_write", wish, tk._("The import is written."))


@scigov_imports.route("/imports/<id>/check", methods=["POST"])
def check(id: str) -> Any:  # noqa: A002
    return _done(id, "scigov_intake_batch_check", {"id": id}, tk._("All rows were checked again."))


@scigov_imports.route("/imports/<id>/undo", methods=["POST"])
def undo(id: str) -> Any:  # noqa: A002
    """Undo it; a box asks whether that is meant."""
    if not tk.request.form.get("sure"):
        errors = {"sure": [tk._("Tick the box if the import is to be undone.")]}
        return _read(_page(id, errors)), asked.REFUSED
    return _done(id, "scigov_intake_batch_undo", {"id": id}, tk._("The import is undone."))


@scigov_imports.route("/imports/<id>/discard", methods=["POST"])
def discard(id: str) -> Any:  # noqa: A002
    try:
        tk.get_action("scigov_intake_batch_discard")(asked.context(), {"id": id})
    except tk.ValidationError as error:
        return _read(_page(id, asked.errors_of(error))), asked.REFUSED
    tk.h.flash_success(tk._("The import is discarded. Nothing was written."))
    return tk.redirect_to("scigov_imports.index")


def _done(batch_id: str, action: str, wish: dict[str, Any], told: str) -> Any:
    try:
        batch = tk.get_action(action)(asked.context(), wish)
    except tk.ValidationError as error:
        return _read(_page(batch_id, asked.errors_of(error))), asked.REFUSED
    if batch["is_under_way"]:
        told = tk._("This takes a while. Look at this page again in some minutes.")
    tk.h.flash_success(told)
    return tk.redirect_to("scigov_imports.read", id=batch_id)


@scigov_imports.route("/imports/<id>/errors.<ending>")
def errors(id: str, ending: str) -> flask.Response:  # noqa: A002
    """Give the rows with errors as a file, each with what is wrong."""
    if ending not in ENDINGS:
        raise tk.ObjectNotFound
    batch = _batch(id, limit=0)
    rows: list[Mapping[str, Any]] = []
    for offset in range(0, batch["rows_by_state"][RowState.BAD.value], MOST_MARKED):
        rows += _batch(id, limit=MOST_MARKED, offset=offset, state=RowState.BAD.value)["rows"]
    return marked_files.answer(batch["headers"], rows, ending)


@scigov_imports.route("/imports/templates/<kind>.xlsx")
def template(kind: str) -> flask.Response:
    """Give the workbook for entries or data items, in the reader's language."""
    tk.check_access("scigov_intake_batch_create", asked.context(), {})
    writer = templates.WRITERS.get(kind)
    if writer is None:
        raise tk.ObjectNotFound
    return workbook(writer(), f"{kind}-template.xlsx")


def workbook(content: bytes, name: str) -> flask.Response:
    found = flask.Response(content, content_type=workbooks.MEDIA_TYPE)
    found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    found.headers["X-Content-Type-Options"] = "nosniff"
    return found


def _batch(batch_id: str, **wish: Any) -> dict[str, Any]:
    asked_for = {"id": batch_id, **{name: value for name, value in wish.items() if value != ""}}
    return tk.get_action("scigov_intake_batch_show")(asked.context(), asked_for)
