"""``/grants/NUMBER/terms``: the terms of a grant, and accepting them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.views import asked

scigov_access_terms = asked.blueprint("scigov_access_terms")


@scigov_access_terms.route("/grants/<number>/terms", methods=["GET", "POST"])
def read(number: str) -> Any:
    """Show the terms; take that they are accepted, and go on to the data."""
    errors: Any = {}
    if tk.request.method == "POST":
        given = {"number": number, "confirmed": asked.field("confirmed") == "1"}
        try:
            done = tk.get_action("scigov_access_terms_accept")(asked.context(), given)
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("You have accepted the terms. The data is open to you now."))
            return tk.redirect_to("dataset.read", id=done["dataset_id"])
    terms = tk.get_action("scigov_access_terms_show")(asked.context(), {"number": number})
    dataset = tk.get_action("package_show")(asked.context(), {"id": terms["dataset_id"]})
    page = tk.render(
        "scigov/access/terms/read.html", {"terms": terms, "dataset": dataset, "errors": errors}
    )
    return (page, asked.REFUSED) if errors else page
