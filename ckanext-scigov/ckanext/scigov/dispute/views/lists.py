"""``/disputes``: what everybody sees; one's own, the desk of a unit, and the register with its table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import list_pages, words
from ckanext.scigov.dispute.lists import Of
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

AT_ONCE = 1000
COLUMNS = (
    "number", "kind", "target", "dataset_title", "provider_title", "unit_title", "reporter", "filed_at",
    "state", "due_on", "late", "result", "ground", "answered_on", "took_days", "was_late", "level",
)  # fmt: skip
WORDS = {"kind": "kind", "state": "state", "result": "state", "ground": "ground", "level": "level"}
FLAGS = ("late", "was_late")


@scigov_dispute.route("/disputes")
def index() -> str:
    """List what everybody sees, whoever reads."""
    found = list_pages.public(asked.context(), tk.request.args)
    return tk.render("scigov/dispute/index.html", {"list": found})


@scigov_dispute.route("/disputes/mine")
def mine() -> str:
    """List what the reader has reported."""
    found = list_pages.own(asked.context(), tk.request.args)
    return tk.render("scigov/dispute/mine.html", {"list": found})


@scigov_dispute.route("/disputes/desk")
def desk() -> str:
    """List what the reader handles or decides for his unit, due soonest first."""
    found = list_pages.desk(asked.context(), tk.request.args)
    return tk.render("scigov/dispute/desk.html", {"list": found})


@scigov_dispute.route("/disputes/register")
def register() -> str:
    """Show the register of all disputes to the data authority and auditors."""
    found = list_pages.register(asked.context(), tk.request.args)
    return tk.render("scigov/dispute/register.html", {"list": found})


@scigov_dispute.route("/disputes/register.csv")
def register_csv() -> flask.Response:
    """Send the register, narrowed as the page is, as a table."""
    return toolkit_csv.answer(_lines(), "disputes.csv")


def _lines() -> Iterator[list[str]]:
    yield [_heading(name) for name in COLUMNS]
    narrowed = list_pages.wish(Of.AUTHORITY, list_pages.kept_in(tk.request.args))
    offset = 0
    while True:
        wish = {**narrowed, "limit": AT_ONCE, "offset": offset}
        rows = tk.get_action("scigov_dispute_list")(asked.context(), wish)["results"]
        yield from (_line({**row, **list_pages.of_row(row)}) for row in rows)
        offset += AT_ONCE
        if len(rows) < AT_ONCE:
            break


def _line(row: Any) -> list[str]:
    row["due_on"] = row["due_on"] if row["waits"] else None
    return [_cell(row, name) for name in COLUMNS]


def _heading(name: str) -> str:
    headings = {
        "number": tk._("Number of the dispute"),
        "kind": tk._("What is wrong"),
        "target": tk._("What it is about"),
        "dataset_title": tk._("Dataset"),
        "provider_title": tk._("Provider"),
        "unit_title": tk._("Responsible unit"),
        "reporter": tk._("Reported by"),
        "filed_at": tk._("Reported on"),
        "state": tk._("State"),
        "due_on": tk._("Due on"),
        "late": tk._("Overdue"),
        "result": tk._("Result of the dispute"),
        "ground": tk._("Ground of the answer"),
        "answered_on": tk._("Answered on"),
        "took_days": tk._("Working days until the answer"),
        "was_late": tk._("Answered late"),
        "level": tk._("Escalated to"),
    }
    return headings[name]


def _cell(row: Any, name: str) -> str:
    value = row.get(name)
    if name in WORDS:
        return words.word(WORDS[name], value)
    if name == "target":
        return words.word("target", value["kind"])
    if name == "reporter":
        return words.word("reporter", value["kind"])
    if name == "filed_at":
        return str(tk.h.scigov_time(value))
    if name in FLAGS:
        return "" if value is None else tk._("Yes") if value else tk._("No")
    return "" if value is None else str(value)
