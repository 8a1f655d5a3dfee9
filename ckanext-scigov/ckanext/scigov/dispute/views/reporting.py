"""``/disputes/new``: everybody reports; ``/disputes/ID/confirm``: a visitor confirms what he has reported."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import config, report_page, visitor_letters
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.logic.action.filing import ANSWERED
from ckanext.scigov.dispute.report_page import Values
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked

Errors = dict[str, list[str]]


@scigov_dispute.route("/disputes/new", methods=["GET"])
def new() -> str:
    """Show the form, filled in with what the address points at."""
    values = report_page.begun()
    if not values["dataset"] and not values["resource"]:
        return tk.render("scigov/dispute/report_where.html", {})
    return _form(values, {})


@scigov_dispute.route("/disputes/new", methods=["POST"])
def report() -> Any:
    """Take a report; what was typed is never lost."""
    values = report_page.sent()
    if tk.request.form.get("act") == "refresh":
        return _form({**values, "fingerprint": ""}, {})
    context: Any = {**asked.context(), ANSWERED: tk.request.form}
    try:
        answer = tk.get_action("scigov_dispute_create")(context, report_page.told(values))
    except tk.ValidationError as error:
        return _form(values, dict(asked.errors_of(error))), asked.REFUSED
    if "id" not in answer:
        return tk.redirect_to("scigov_dispute.sent")
    tk.h.flash_success(tk._("Your report is on record. Its number stands below."))
    return tk.redirect_to(tk.h.url_for(f"/disputes/{answer['id']}"))


@scigov_dispute.route("/disputes/sent", methods=["GET"])
def sent() -> str:
    """Say to a visitor what happens next; to whom the mail went the page does not say."""
    return tk.render(
        "scigov/dispute/report_sent.html", {"days": config.rules().confirm_within_days}
    )


@scigov_dispute.route("/disputes/<id>/confirm", methods=["GET"])
def confirm(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show a visitor what he has reported, and one button: programs that look into mails open links."""
    return _confirming(id, tk.request.args.get("token", ""), {})


@scigov_dispute.route("/disputes/<id>/confirm", methods=["POST"])
def confirmed(id: str) -> Any:  # noqa: A002
    """Confirm what a visitor has reported."""
    token = tk.request.form.get("token", "")
    try:
        given = {"id": id, "token": token}
        dispute = tk.get_action("scigov_dispute_confirm")(asked.context(), given)
    except tk.ValidationError as error:
        return _confirming(id, token, dict(asked.errors_of(error)))
    tk.h.flash_success(
        tk._("Your report is confirmed. It is on record under the number {number}.").format(
            number=dispute["number"]
        )
    )
    return _to_report(dispute["id"], token)


def _confirming(id_: str, token: str, errors: Errors) -> Any:
    dispute = tk.get_action("scigov_dispute_show")(asked.context(), {"id": id_, "token": token})
    if dispute["state"] not in (State.UNCONFIRMED.value, State.DROPPED.value):
        return _to_report(dispute["id"], token)
    shown = {
        "dispute": dispute,
        "token": token,
        "errors": errors,
        "is_open": dispute["state"] == State.UNCONFIRMED.value,
    }
    return tk.render("scigov/dispute/report_confirm.html", shown), asked.REFUSED if errors else 200


def _to_report(dispute_id: str, token: str) -> Any:
    path, _mark, query = visitor_letters.path_of(dispute_id, token).partition("?")
    return tk.redirect_to(f"{tk.h.url_for(path)}?{query}")


def _form(values: Values, errors: Errors) -> str:
    page = report_page.gather(asked.context(), values, errors)
    return tk.render("scigov/dispute/report.html", {"page": page})
