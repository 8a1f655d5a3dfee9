"""``/disputes/templates``: texts that a unit answers with often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import reply_templates, words
from ckanext.scigov.dispute.domain.kinds import NotAccepted, NotCorrected
from ckanext.scigov.dispute.service.templates import STEPS
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked

FIELDS = ("id", "unit", "step", "ground", "title", "text")


@scigov_dispute.route("/disputes/templates", methods=["GET", "POST"])
def templates() -> Any:
    """List the templates of the reader's units; write one, write it anew, remove it."""
    if tk.request.method == "GET":
        return _shown(_begun(tk.request.args.get("id", "")), {})
    if tk.request.form.get("act") == "remove":
        gone = {"id": asked.field("id")}
        tk.get_action("scigov_dispute_template_remove")(asked.context(), gone)
        tk.h.flash_success(tk._("The template is not offered any more."))
        return tk.redirect_to("scigov_dispute.templates")
    try:
        tk.get_action("scigov_dispute_template_set")(asked.context(), asked.fields(*FIELDS))
    except tk.ValidationError as error:
        return _shown(asked.fields(*FIELDS), asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("The template is saved, for all who answer for this unit."))
    return tk.redirect_to("scigov_dispute.templates")


def _found() -> Mapping[str, Any]:
    return tk.get_action("scigov_dispute_template_list")(asked.context(), {})


def _begun(id_: str) -> dict[str, str]:
    """Return a template that is to be written anew, as it is typed."""
    for one in _found()["templates"] if id_ else ():
        if one["id"] == id_:
            return {name: one[name] for name in FIELDS if name != "unit"}
    return {}


def _shown(values: Mapping[str, str], errors: Mapping[str, Any]) -> str:
    found = _found()
    grounds = {one.value: words.word("ground", one.value) for one in (*NotAccepted, *NotCorrected)}
    shown = {
        "units": reply_templates.by_unit(found),
        "choices": [(one["id"], one["title"]) for one in found["units"]],
        "steps": words.choices("event", *(one.value for one in STEPS)),
        "grounds": list(grounds.items()),
        "values": values,
        "errors": errors,
    }
    return tk.render("scigov/dispute/templates.html", shown)
