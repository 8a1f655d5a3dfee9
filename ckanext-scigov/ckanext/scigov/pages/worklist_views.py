"""The worklist of entries that lack something."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.pages import worklist
from ckanext.scigov.shared.toolkit_pages import context, errors_of

blueprint = Blueprint("scigov_worklist", __name__)


@blueprint.route("/worklist", methods=["GET"])
def index() -> str | Response:
    """Show what entries lack, and the entries that lack it."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.url_for("scigov_worklist.index"))
    return _shown(_argument("gap"), {}, ())


@blueprint.route("/worklist", methods=["POST"])
def fill() -> str | Response:
    """Give the ticked entries what they lack."""
    if not tk.current_user.is_authenticated:
        return tk.abort(403, tk._("The worklist is for those who edit entries of a provider."))
    gap, typed = tk.request.form.get("gap", ""), _typed()
    ids = tk.request.form.getlist("entry")[: worklist.PER_PAGE]
    if not ids:
        tk.h.flash_error(tk._("Tick the entries that are to be filled in."))
        return _shown(gap, typed, ())
    try:
        changed, refused = worklist.fill(context(), ids, gap, typed)
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(errors_of(error)[gap]))
        return _shown(gap, typed, ())
    if changed:
        message = tk.ungettext(
            "{num} entry was filled in.", "{num} entries were filled in.", changed
        )
        tk.h.flash_success(message.format(num=changed))
    if refused:
        return _shown(gap, typed, refused)
    return tk.redirect_to("scigov_worklist.index", gap=gap, provider=_argument("provider"))


def _shown(gap: str, typed: Any, refused: Any) -> str:
    number = tk.h.get_page_number(tk.request.args)
    provider = _argument("provider")
    try:
        found = worklist.gather(context(), provider=provider, gap=gap, number=number)
    except tk.NotAuthorized as error:
        return tk.abort(403, str(error.message))
    return tk.render(
        "scigov/pages/worklist.html",
        {
            "found": found,
            "links": worklist.failing_links(context()),
            "gap": gap,
            "provider": provider,
            "data": typed,
            "refused": refused,
        },
    )


def _argument(name: str) -> str:
    return tk.request.args.get(name, "")


def _typed() -> dict[str, Any]:
    """Return the form's fields; one that is sent several times is a list."""
    sent = tk.request.form.to_dict(flat=False)
    return {name: values if len(values) > 1 else values[0] for name, values in sent.items()}
