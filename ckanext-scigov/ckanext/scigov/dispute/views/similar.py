"""``/disputes/ID/similar``: a dispute is merged into one that its own page lists as being about the same."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_dispute.route("/disputes/<id>/similar", methods=["POST"])
def merge_similar(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Merge, and go to the one that goes on; where it cannot be, say why on the page it came from."""
    wish = {"id": id, **asked.fields("into", "reason", "version")}
    try:
        head = tk.get_action("scigov_dispute_merge")(asked.context(), wish)
    except tk.ValidationError as error:
        for texts in asked.errors_of(error).values():
            for text in texts:
                tk.h.flash_error(text)
        return tk.redirect_to("scigov_dispute.read", id=id)
    tk.h.flash_success(tk._("Merged. This dispute goes on for both."))
    return tk.redirect_to("scigov_dispute.read", id=head["id"])
