"""``/disputes/sources``: which unit's value counts for which data item, and what comparisons say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.dispute import comparing_sight
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked

FIELDS = ("item", "title", "unit", "resource", "column")


@scigov_dispute.route("/disputes/sources", methods=["GET", "POST"])
def sources() -> Any:
    """List the register; the data authority adds lines and ends them."""
    if tk.request.method == "GET":
        return _shown(tk.request.args, {})
    if tk.request.form.get("act") == "end":
        try:
            tk.get_action("scigov_dispute_source_end")(asked.context(), asked.fields("id"))
        except tk.ValidationError as error:
            return _shown({}, asked.errors_of(error)), asked.REFUSED
        tk.h.flash_success(tk._("The line has ended. It stays on record."))
        return tk.redirect_to("scigov_dispute.sources")
    try:
        line = tk.get_action("scigov_dispute_source_set")(asked.context(), asked.fields(*FIELDS))
    except tk.ValidationError as error:
        return _shown(tk.request.form, asked.errors_of(error)), asked.REFUSED
    words = tk._("{unit} is the authoritative source of “{item}” now.")
    tk.h.flash_success(words.format(unit=line["unit_title"], item=line["title"]))
    return tk.redirect_to("scigov_dispute.sources")


def _shown(values: Mapping[str, str], errors: Mapping[str, Any]) -> str:
    words = tk.request.args.get("q", "").strip()
    wish = {"q": words, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_dispute_source_list")(asked.context(), wish)
    shown = {
        "page": asked.page_of(found["results"], found["count"]),
        "q": words,
        "is_authority": comparing_sight.is_authority(reader()),
        "values": values,
        "errors": errors,
    }
    return tk.render("scigov/dispute/sources.html", shown)
