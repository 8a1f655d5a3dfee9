"""``/disputes/comparisons``: comparisons of tables, their last results, and the form to declare one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.dispute import comparing_sight, comparison_form
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_dispute.route("/disputes/comparisons")
def comparisons() -> str:
    """List the comparisons that the reader sees, with the counts of their last runs."""
    shown = {
        "found": tk.get_action("scigov_dispute_comparison_list")(asked.context(), {"ended": True}),
        "is_authority": comparing_sight.is_authority(reader()),
    }
    return tk.render("scigov/dispute/comparisons.html", shown)


@scigov_dispute.route("/disputes/comparisons/new", methods=["GET", "POST"])
def comparison_new() -> Any:
    """Declare a comparison of two tables: first which, then their columns."""
    if not comparing_sight.is_authority(reader()):
        raise tk.NotAuthorized
    if tk.request.method == "GET":
        return _form(tk.request.args, {})
    wish = comparison_form.declaration(tk.request.form)
    try:
        made = tk.get_action("scigov_dispute_comparison_set")(asked.context(), wish)
    except tk.ValidationError as error:
        return _form(tk.request.form, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(
        tk._("The comparison is declared. It is run every day in which a table changes.")
    )
    return tk.redirect_to("scigov_dispute.comparison", id=made["id"])


@scigov_dispute.route("/disputes/comparisons/<id>", methods=["GET", "POST"])
def comparison(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show a comparison and what its last run has found; run it, or end it."""
    wish = {"id": id}
    if tk.request.method == "GET":
        return _one(id, {})
    act = tk.request.form.get("act")
    try:
        if act == "end":
            tk.get_action("scigov_dispute_comparison_end")(asked.context(), wish)
            tk.h.flash_success(
                tk._("The comparison has ended. What it has counted stays on record.")
            )
        else:
            tk.get_action("scigov_dispute_comparison_run")(asked.context(), wish)
            tk.h.flash_success(tk._("The tables were compared. The result stands below."))
    except tk.ValidationError as error:
        return _one(id, asked.errors_of(error)), asked.REFUSED
    return tk.redirect_to("scigov_dispute.comparison", id=id)


def _one(id_: str, errors: Mapping[str, Any]) -> str:
    found = tk.get_action("scigov_dispute_comparison_show")(asked.context(), {"id": id_})
    return tk.render("scigov/dispute/comparison.html", {"comparison": found, "errors": errors})


def _form(values: Mapping[str, str], errors: Mapping[str, Any]) -> str:
    shown = {"form_of": comparison_form.gather(values), "values": values, "errors": errors}
    return tk.render("scigov/dispute/comparison_new.html", shown)
