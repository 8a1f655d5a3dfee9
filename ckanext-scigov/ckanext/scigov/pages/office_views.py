"""``/office``: the five steps for who is signed in; ``/help``: a page for each kind of user."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.pages import office
from ckanext.scigov.pages.public import public
from ckanext.scigov.shared import toolkit_pages as asked

scigov_office = asked.blueprint("scigov_office")
scigov_help = Blueprint("scigov_help", __name__)


@scigov_office.route("/office")
def index() -> Any:
    """Show what the reader may do in each step, and what waits for him."""
    if not tk.current_user.is_authenticated:
        return tk.redirect_to("user.login", came_from=tk.url_for("scigov_office.index"))
    found = office.gather(asked.context(), reader())
    return tk.render("scigov/pages/office.html", {"office": found})


@scigov_help.route("/help", endpoint="index")
@public
def index_of_help() -> str:
    """Show for whom there is help."""
    return tk.render("scigov/pages/help/index.html", {})


@scigov_help.route("/help/<topic>")
@public
def topic(topic: str) -> str:
    """Show the help for one kind of user."""
    if topic not in {name for name, _title, _about in tk.h.scigov_help_topics()}:
        return tk.abort(404, tk._("There is no help page of this name."))
    page = f"scigov/pages/help/{topic}.html"
    return tk.render(page, {"topic": topic})
