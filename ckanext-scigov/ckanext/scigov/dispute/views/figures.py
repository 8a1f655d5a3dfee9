"""``/disputes/figures``: how disputes are dealt with, for everybody; as a table and for programs too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

NUMBERS = ("number", "accepted", "corrected_in_time", "median_days")


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
    return toolkit_csv.answer(_lines(_figures()), "dispute-figures.csv")


def _figures() -> Any:
    wish = {"unit": unit} if (unit := tk.request.args.get("unit", "").strip()) else {}
    return tk.get_action("scigov_dispute_figures_show")(asked.context(), wish)


def _lines(found: Any) -> Iterator[list[str]]:
    """Yield names of columns that stay the same in every language: programs read them."""
    yield ["unit_id", "unit_title", *NUMBERS]
    for one in found["units"]:
        yield [one["unit_id"], one["unit_title"], *(_number(one[name]) for name in NUMBERS)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
