"""``/applications/register``, for the authority and auditors; ``/applications/figures``, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import list_pages, words
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

AT_ONCE = 500
COLUMNS = (
    "number", "kind", "applicant", "dataset_title", "provider_title", "submitted_at", "received_on",
    "due_on", "provisional", "state", "overdue", "outcome", "ground", "decided_on", "took_days", "grant_number",
    "until_on", "owes_report",
)  # fmt: skip


@scigov_application.route("/applications/register")
def register() -> str:
    """Show the register of all applications."""
    found = list_pages.register(asked.context(), tk.request.args)
    return tk.render("scigov/application/register.html", {"list": found})


@scigov_application.route("/applications/register.csv")
def register_csv() -> flask.Response:
    """Send the register, narrowed as the page is, as a table."""
    tk.check_access("scigov_application_register_list", asked.context(), {})
    return toolkit_csv.answer(_lines(), "applications.csv")


def _lines() -> Iterator[list[str]]:
    yield [_heading(name) for name in COLUMNS]
    narrowed, offset = list_pages.wish(list_pages.kept_in(tk.request.args)), 0
    while True:
        wish = {**narrowed, "limit": AT_ONCE, "offset": offset}
        rows = tk.get_action("scigov_application_register_list")(asked.context(), wish)["results"]
        yield from ([_cell(row, name) for name in COLUMNS] for row in rows)
        offset += AT_ONCE
        if len(rows) < AT_ONCE:
            break


@scigov_application.route("/applications/figures")
def figures() -> str:
    """Show everybody how providers deal with applications."""
    found = tk.get_action("scigov_application_figures_show")(asked.context(), {})
    rows = [{**one, "reasons": _reasons(one["grounds"])} for one in found["providers"]]
    return tk.render("scigov/application/figures.html", {"rows": rows})


def _reasons(grounds: dict[str, int]) -> list[tuple[str, int]]:
    found = sorted(grounds.items(), key=lambda one: (-one[1], one[0]))
    return [(words.word("ground", code), count) for code, count in found]


def _heading(name: str) -> str:
    headings = {
        "number": tk._("Acceptance number"),
        "kind": tk._("Kind of application"),
        "applicant": tk._("Applicant"),
        "dataset_title": tk._("Dataset"),
        "provider_title": tk._("Provider"),
        "submitted_at": tk._("Submitted on"),
        "received_on": tk._("Received"),
        "due_on": tk._("Due on"),
        "provisional": tk._("Provisional"),
        "state": tk._("State"),
        "overdue": tk._("Overdue"),
        "outcome": tk._("The decision"),
        "ground": tk._("Ground of refusal"),
        "decided_on": tk._("Decided on"),
        "took_days": tk._("Working days until the decision"),
        "grant_number": tk._("Grant"),
        "until_on": tk._("Use until and including"),
        "owes_report": tk._("A report on the use is owed"),
    }
    return headings[name]


def _cell(row: Any, name: str) -> str:
    value = row.get(name)
    if name in ("kind", "state", "outcome", "ground"):
        text = words.word(name, value or "")
    elif name == "submitted_at":
        text = tk.h.scigov_time(value)
    elif name in ("provisional", "overdue", "owes_report"):
        text = tk._("Yes") if value else tk._("No")
    else:
        text = "" if value is None else str(value)
    return text
