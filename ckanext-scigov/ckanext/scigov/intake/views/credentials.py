"""``/sources/credentials``: which passwords and tokens are kept, where they are used; set and removed, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import source_pages
from ckanext.scigov.intake.views.blueprint import scigov_sources
from ckanext.scigov.shared import toolkit_pages as asked

LARGEST_KEY = 64 * 1024
"""Bytes of a file with a key; what is longer than a secret may be is refused by the action."""


@scigov_sources.route("/sources/credentials", methods=["GET", "POST"])
def credentials() -> Any:
    """List the credentials of all sources of the reader; set, replace or remove one."""
    if tk.request.method == "GET":
        return _shown(tk.request.args, {})
    try:
        _act()
    except tk.ValidationError as error:
        return _shown(tk.request.form, asked.errors_of(error)), asked.REFUSED
    return tk.redirect_to("scigov_sources.credentials")


def _act() -> None:
    """Do what a form says, and tell it."""
    act, wish = asked.field("act"), asked.fields("source", "name")
    if "source" not in wish:
        # A source that is none is refused like one that is not the reader's; nothing chosen is a slip.
        raise tk.ValidationError({"source": [tk._("Choose a source.")]})
    if act == "set":
        tk.get_action("scigov_intake_credential_set")(
            asked.context(), {**wish, "secret": _secret()}
        )
        tk.h.flash_success(tk._("The credential is kept, sealed. Nobody is shown it."))
    elif act == "remove":
        tk.get_action("scigov_intake_credential_remove")(asked.context(), wish)
        tk.h.flash_success(
            tk._("The credential is gone. Runs that need it fail until it is set again.")
        )
    else:
        raise tk.ValidationError({"state": [tk._("There is no such step.")]})


def _secret() -> str:
    """Return what was typed, as it is; a file counts before it: a key has several lines."""
    upload = tk.request.files.get("secret_file")
    if upload is not None and upload.filename:
        return upload.stream.read(LARGEST_KEY).decode("utf-8", errors="replace")
    return str(tk.request.form.get("secret", ""))


def _shown(values: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    only = tk.request.args.get("source", "").strip()
    wish = {"source": only, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_credential_overview")(asked.context(), wish)
    shown = {
        "page": asked.page_of(found["results"], found["count"]),
        "sources": source_pages.operated(asked.context()),
        "only": only,
        # What was typed as a secret goes back to nobody, the one who has typed it included.
        "values": {name: values.get(name, "") for name in ("source", "name")},
        "errors": errors,
    }
    return tk.render("scigov/intake/sources/credentials.html", shown)
