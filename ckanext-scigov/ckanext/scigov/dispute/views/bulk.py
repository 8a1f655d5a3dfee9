"""``/disputes/bulk``: one answer to many disputes, asked for once more before it is given."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import bulk_page
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_dispute.route("/disputes/bulk", methods=["POST"])
def bulk() -> Any:
    """List what was ticked and ask for the answer; then give it, and tell what became of each."""
    sent = tk.request.form
    page = bulk_page.gather(asked.context(), sent)
    if not page.disputes:
        tk.h.flash_error(tk._("Tick the disputes that are meant, and choose what is to be done."))
        return tk.redirect_to(page.back)
    if not sent.get("confirmed"):
        return tk.render("scigov/dispute/bulk.html", {"page": page})
    try:
        answer = tk.get_action("scigov_dispute_bulk")(asked.context(), bulk_page.wish_of(sent))
    except tk.ValidationError as error:
        page = bulk_page.refused(page, asked.errors_of(error))
        return tk.render("scigov/dispute/bulk.html", {"page": page}), asked.REFUSED
    shown = {"page": page, "answer": bulk_page.told(page, answer)}
    return tk.render("scigov/dispute/bulk_done.html", shown)
