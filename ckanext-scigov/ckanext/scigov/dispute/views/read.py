"""``/disputes/ID``: a dispute, and its files; ``/disputes/ID/STEP``: one small form for each step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import config, page_steps, read_page, reply_templates, step_page
from ckanext.scigov.dispute.logic.action.evidence import FOR_PAGE
from ckanext.scigov.dispute.pages import FilesPage, Shown
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.domain.evidence import MEGABYTE
from ckanext.scigov.shared.evidence import toolkit_sending


@scigov_dispute.route("/disputes/<id>")
def read(id: str) -> str:  # noqa: A002  (the word of CKAN's addresses)
    """Show a dispute with all that the reader can do about it."""
    page = read_page.gather(asked.context(), id, token())
    return tk.render("scigov/dispute/read.html", {"page": page})


@scigov_dispute.route("/disputes/<id>/<step>", methods=["GET", "POST"])
def step(id: str, step: str) -> Any:  # noqa: A002
    """Show the form of a step; take the step."""
    dispute = read_page.shown(asked.context(), id, token())
    wanted = page_steps.STEPS.get(step)
    if wanted is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    if not step_page.is_possible(dispute, wanted):
        tk.h.flash_error(
            tk._("This step cannot be taken any more, or not by you. Here is how it stands now.")
        )
        return tk.redirect_to(read_page.address(dispute, token()))
    if tk.request.method == "GET":
        return _step(dispute, wanted, ({}, {}), tk.request.args.get("template", ""))
    try:
        step_page.take(asked.context(), dispute, wanted, token(), tk.request.form)
    except tk.ValidationError as error:
        return _step(dispute, wanted, (tk.request.form, asked.errors_of(error))), asked.REFUSED
    tk.h.flash_success(page_steps.told(wanted.name))
    return tk.redirect_to(read_page.address(dispute, token()))


@scigov_dispute.route("/disputes/<id>/files", methods=["GET", "POST"])
def files(id: str) -> Any:  # noqa: A002
    """Show the files of a dispute; add one, or delete one."""
    dispute = read_page.shown(asked.context(), id, token())
    if "evidence" not in dispute:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    if tk.request.method == "GET":
        return _files(dispute, {})
    try:
        told = _change_files(dispute)
    except tk.ValidationError as error:
        return _files(dispute, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(told)
    return tk.redirect_to(read_page.address(dispute, token(), "files"))


@scigov_dispute.route("/disputes/<id>/evidence/<evidence_id>")
def evidence(id: str, evidence_id: str) -> flask.Response:  # noqa: A002
    """Send a file to whoever wrote the report, and to those who work on it."""
    context: Any = {**asked.context(), FOR_PAGE: True}
    found = tk.get_action("scigov_dispute_evidence_show")(context, _wish(evidence_id))
    if found["dispute_id"] != id:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return toolkit_sending.send(Path(found["path"]), found["file_name"], found["media_type"])


def token() -> str:
    """Return the token of the link that a visitor has come by: of the form, else of the address."""
    return asked.field("token") or tk.request.args.get("token", "").strip()


def _step(dispute: Shown, wanted: page_steps.Step, sent: tuple[Any, Any], chosen: str = "") -> str:
    """Show the form of a step, filled in by a template where one is chosen."""
    templates = reply_templates.offered(asked.context(), dispute["id"], wanted.name)
    if filled := reply_templates.filled(templates, chosen):
        sent = (filled, {})
    page = step_page.gather(asked.context(), dispute, wanted, token(), sent)
    return tk.render("scigov/dispute/step.html", {"page": page, "templates": templates})


def _change_files(dispute: Shown) -> str:
    """Do what the form of files says; return what is said of it then."""
    act, _colon, about = asked.field("act").partition(":")
    if act == "drop":
        tk.get_action("scigov_dispute_evidence_delete")(asked.context(), _wish(about))
        return tk._("The file is deleted.")
    wish = {**_wish(dispute["id"]), "upload": tk.request.files.get("upload")}
    tk.get_action("scigov_dispute_evidence_add")(asked.context(), wish)
    return tk._("The file is added.")


def _files(dispute: Shown, errors: Any) -> str:
    limits = config.evidence_limits()
    page = FilesPage(
        dispute=dispute,
        back_url=read_page.address(dispute, token()),
        errors=errors,
        accepts=",".join(sorted(f".{one.value}" for one in limits.types)),
        most_megabytes=limits.most_bytes // MEGABYTE,
        most_files=limits.most_files,
        token=token(),
    )
    return tk.render("scigov/dispute/files.html", {"page": page})


def _wish(id_: str) -> dict[str, Any]:
    return {"id": id_, **({"token": token()} if token() else {})}
