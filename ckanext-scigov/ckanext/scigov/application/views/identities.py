"""``/applications/identities``: who has been verified, for the office that keeps the register of agencies."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import keeps_register
from ckanext.scigov.access.standings import reader
from ckanext.scigov.application.pages import Shown
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked

FIELDS = ("user", "kind", "name", "code")


@scigov_application.route("/applications/identities", methods=["GET", "POST"])
def identities() -> Any:
    """List verified identities, searched by text; put another on record."""
    if tk.request.method == "GET":
        # A link can name the user who has come.
        return _listed({"user": tk.request.args.get("user", "")}, {})
    wish = asked.fields(*FIELDS)
    try:
        made = tk.get_action("scigov_application_identity_verify")(asked.context(), wish)
    except tk.ValidationError as error:
        return _listed(tk.request.form, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("{name} is verified.").format(name=made["name"]))
    return tk.redirect_to("scigov_application.identities")


@scigov_application.route("/applications/identities/<user>", methods=["GET", "POST"])
def identity(user: str) -> Any:
    """Show one, and take it back with a reason."""
    if not keeps_register(reader()):
        # One's own is shown with one's applications.
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    found = tk.get_action("scigov_application_identity_show")(asked.context(), {"user": user})
    if tk.request.method == "GET":
        return _one(found, {})
    wish = {"user": user, **asked.fields("reason")}
    try:
        tk.get_action("scigov_application_identity_revoke")(asked.context(), wish)
    except tk.ValidationError as error:
        return _one(found, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("{name} is no longer verified.").format(name=found["name"]))
    return tk.redirect_to("scigov_application.identities")


def _listed(values: Shown, errors: Shown) -> str:
    words = tk.request.args.get("q", "").strip()
    # One more than a page has tells whether there is another page.
    wish = {"q": words, "limit": asked.PER_PAGE + 1, "offset": asked.offset()}
    found = tk.get_action("scigov_application_identity_list")(asked.context(), wish)
    page = asked.page_of(found[: asked.PER_PAGE], asked.offset() + len(found))
    shown = {"page": page, "q": words, "values": values, "errors": errors}
    return tk.render("scigov/application/identities.html", shown)


def _one(found: Shown, errors: Shown) -> str:
    shown = {"identity": found, "values": tk.request.form, "errors": errors}
    return tk.render("scigov/application/identity.html", shown)
