"""``/drafts``: the form of an entry sends itself here, and is taken up again from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_pages as asked

scigov_drafts = asked.blueprint("scigov_drafts")


@scigov_drafts.route("/drafts", methods=["POST"])
def save() -> Any:
    """Keep the form; a script gets the draft's id, a person the form again."""
    wish = {
        "id": asked.field("draft_id"),
        "dataset_id": asked.field("draft_of"),
        "values": _sent(),
    }
    draft = tk.get_action("scigov_drafts_save")(asked.context(), wish)
    if tk.request.accept_mimetypes.best == "application/json":
        return flask.jsonify({"id": draft["id"], "saved_at": draft["saved_at"]})
    tk.h.flash_success(tk._("The draft is saved."))
    return _form(draft)


@scigov_drafts.route("/drafts/templates", methods=["POST"])
def template() -> Any:
    """Keep the form as a template of its provider, and go on with it."""
    draft = tk.get_action("scigov_drafts_save")(
        asked.context(),
        {"id": asked.field("draft_id"), "dataset_id": asked.field("draft_of"), "values": _sent()},
    )
    wish = {
        "organization_id": asked.field("owner_org"),
        "title": asked.field("template_title"),
        "values": _sent(),
    }
    try:
        tk.get_action("scigov_drafts_template_create")(asked.context(), wish)
    except tk.NotAuthorized:
        tk.h.flash_error(tk._("Choose the provider whose template this is to be."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(t for texts in asked.errors_of(error).values() for t in texts))
    else:
        tk.h.flash_success(tk._("The template is there for all who edit entries of the provider."))
    return _form(draft)


@scigov_drafts.route("/drafts/file", methods=["GET", "POST"])
def file() -> Any:
    """Begin an entry with its file."""
    tk.check_access("scigov_drafts_file_create", asked.context(), {})
    if tk.request.method == "GET":
        return _file_page({})
    wish = {"upload": tk.request.files.get("upload"), "owner_org": asked.field("owner_org")}
    try:
        draft = tk.get_action("scigov_drafts_file_create")(asked.context(), wish)
    except tk.ValidationError as error:
        return _file_page(asked.errors_of(error)), asked.REFUSED
    for remark in draft["remarks"]:
        tk.h.flash_notice(remark)
    return _form(draft)


@scigov_drafts.route("/drafts/<draft_id>/file/delete", methods=["POST"])
def file_delete(draft_id: str) -> Any:
    """Go on without the file; what the form has is kept."""
    wish = {"id": draft_id, "values": _sent()}
    draft = tk.get_action("scigov_drafts_save")(asked.context(), wish)
    tk.get_action("scigov_drafts_file_delete")(asked.context(), {"id": draft["id"]})
    tk.h.flash_success(tk._("The file is left out. You can attach one after saving."))
    return _form(draft)


@scigov_drafts.route("/drafts/<draft_id>/delete", methods=["POST"])
def delete(draft_id: str) -> Any:
    """Delete a draft or a template."""
    shown = tk.get_action("scigov_drafts_show")(asked.context(), {"id": draft_id})
    tk.get_action("scigov_drafts_delete")(asked.context(), {"id": draft_id})
    tk.h.flash_success(tk._("It is deleted."))
    if shown["dataset_id"]:
        return tk.redirect_to("dataset.edit", id=shown["dataset_id"])
    return tk.redirect_to("dataset.new")


def _file_page(errors: Mapping[str, list[str]]) -> str:
    shown = {"errors": errors, "values": {"owner_org": asked.field("owner_org")}}
    return tk.render("scigov/drafts/file.html", shown)


def _form(draft: dict[str, Any]) -> Any:
    if draft["dataset_id"]:
        return tk.redirect_to("dataset.edit", id=draft["dataset_id"], draft=draft["id"])
    return tk.redirect_to("dataset.new", draft=draft["id"])


def _sent() -> dict[str, Any]:
    sent = tk.request.form.to_dict(flat=False)
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}
