"""``/inbox``: one inbox for all roles and providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import list_pages
from ckanext.scigov.shared import toolkit_pages as asked

scigov_inbox = asked.kept_by_nobody(asked.blueprint("scigov_inbox"))
Errors = Mapping[str, Any]
NOBODY = "-"
"""Of the persons that can be chosen: the assignment is taken back."""


@scigov_inbox.route("/inbox")
def index() -> Any:
    """Show what the reader has to do, due soonest first."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.request.full_path.rstrip("?"))
    return _page({})


@scigov_inbox.route("/inbox/assign", methods=["POST"])
def assign() -> Any:
    """Assign the ticked parts to somebody who handles applications for their providers."""
    parts = tk.request.form.getlist("part")
    reader: Any = tk.current_user
    user = reader.name if asked.field("act") == "mine" else asked.field("assignee")
    if not parts:
        return _page({"state": [tk._("Tick what is to be assigned.")]}), asked.REFUSED
    if not user:
        return _page({"assignee": [tk._("Choose to whom.")]}), asked.REFUSED
    wish = {"parts": parts, "user": "" if user == NOBODY else user}
    try:
        tk.get_action("scigov_application_assign")(asked.context(), wish)
    except tk.ValidationError as error:
        found = dict(asked.errors_of(error))
        found["assignee"] = found.pop("user", found.get("assignee", []))
        return _page(found), asked.REFUSED
    text = tk.ungettext(
        "{num} matter has been assigned.", "{num} matters have been assigned.", len(parts)
    )
    tk.h.flash_success(text.format(num=len(parts)))
    return tk.redirect_to("scigov_inbox.index", **list_pages.kept_in(tk.request.args))


def _page(errors: Errors) -> str:
    found = list_pages.inbox(asked.context(), tk.request.args)
    form = tk.request.form
    shown = {"list": found, "errors": errors, "values": form, "ticked": form.getlist("part")}
    return tk.render("scigov/application/inbox.html", shown)
