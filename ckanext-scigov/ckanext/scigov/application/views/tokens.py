"""``/applications/ID/PART/tokens``: tokens of a grant, for programs."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import step_page, token_page
from ckanext.scigov.application.pages import Shown, TokensPage
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_application.route("/applications/<id>/<part_id>/tokens", methods=["GET", "POST"])
def tokens(id: str, part_id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """List the tokens of a part's grant; make one, which is shown in the answer and never again."""
    filing = tk.get_action("scigov_application_show")(asked.context(), {"id": id})
    part = step_page.part_of(filing, part_id)
    if part is None or not part["grant_number"]:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    if tk.request.method == "GET":
        return _shown(token_page.gather(asked.context(), filing, part))
    act, _colon, about = asked.field("act").partition(":")
    if act == "revoke":
        return _revoked(filing, part, about)
    return _made(filing, part)


def _made(filing: Shown, part: Shown) -> Any:
    wish = {"number": part["grant_number"], **asked.fields("name", "user")}
    try:
        made = tk.get_action("scigov_access_grant_token_create")(asked.context(), wish)
    except tk.ValidationError as error:
        sent = (tk.request.form, asked.errors_of(error))
        return _shown(token_page.gather(asked.context(), filing, part, sent)), asked.REFUSED
    # No redirect: what leads there would have to keep the token somewhere.
    return _shown(token_page.gather(asked.context(), filing, part, made=made))


def _revoked(filing: Shown, part: Shown, token_id: str) -> Any:
    try:
        tk.get_action("scigov_access_grant_token_revoke")(asked.context(), {"id": token_id})
    except tk.ValidationError as error:
        sent = ({}, asked.errors_of(error))
        return _shown(token_page.gather(asked.context(), filing, part, sent)), asked.REFUSED
    tk.h.flash_success(tk._("The token is revoked. Programs that use it get nothing any more."))
    return tk.redirect_to("scigov_application.tokens", id=filing["id"], part_id=part["id"])


def _shown(page: TokensPage) -> str:
    return tk.render("scigov/application/tokens.html", {"page": page})
