"""``/disputes/figures``: how disputes are dealt with, for everybody; as a table and for programs too."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import figure_table
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_dispute.route("/disputes/figures")
def figures() -> str:
    """Show how each unit deals with disputes, and all together."""
    return tk.render("scigov/dispute/figures.html", {"figures": _figures()})


@scigov_dispute.route("/disputes/figures.json")
def figures_json() -> flask.Response:
    """Send the figures as the action answers them."""
    return flask.jsonify(_figures())


@scigov_dispute.route("/disputes/figures.csv")
def figures_csv() -> flask.Response:
    """Send a line for each unit; which items recur is in the JSON."""
    return toolkit_csv.answer(figure_table.lines(_figures()), figure_table.FILE_NAME)


def _figures() -> Any:
    wish = {"unit": unit} if (unit := tk.request.args.get("unit", "").strip()) else {}
    return tk.get_action("scigov_dispute_figures_show")(asked.context(), wish)
