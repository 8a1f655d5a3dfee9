"""``/grants/NUMBER/terms``: the terms of a grant, and accepting them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.views import asked

scigov_access_terms = asked.blueprint("scigov_access_terms")


@scigov_access_terms.route("/grants/<number>/terms", methods=["GET", "POST"])
def read(number: str) -> Any:
    """Show the terms; take that they are accepted, and go on to the data.

    Who signs for an agency answers with ``?user=`` for a system account of it.
    """
    errors: Any = {}
    named = {"number": number, "user": tk.request.args.get("user", "")}
    if tk.request.method == "POST":
        given = {**named, "version": asked.field("version")}
        given["confirmed"] = asked.field("confirmed") == "1"
        try:
            done = tk.get_action("scigov_access_terms_accept")(asked.context(), given)
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(_told(named["user"]))
            return tk.redirect_to("dataset.read", id=done["dataset_id"])
    terms = tk.get_action("scigov_access_terms_show")(asked.context(), named)
    dataset = tk.get_action("package_show")(asked.context(), {"id": terms["dataset_id"]})
    shown = {"terms": terms, "dataset": dataset, "errors": errors, "for_user": named["user"]}
    page = tk.render("scigov/access/terms/read.html", shown)
    return (page, asked.REFUSED) if errors else page


def _told(user: str) -> str:
    if user:
        return tk._("You have accepted the terms for the account. It fetches data by tokens.")
    return tk._("You have accepted the terms. The data is open to you now.")
