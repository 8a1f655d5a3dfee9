"""``/outside``: what our departments ask of outside bodies, and hold from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.intake.outside import words
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

scigov_outside = asked.kept_by_nobody(asked.blueprint("scigov_outside"))
STATES = tuple(one.value for one in OutsideState)
FIELDS = (
    "title", "body", "body_code", "basis", "purpose", "terms", "contract_number", "asked_on", "received_on",
    "ends_on", "dataset", "note",
)  # fmt: skip
COLUMNS = (
    "title", "provider_title", "state", "body", "body_code", "basis", "purpose", "terms", "contract_number",
    "asked_on", "received_on", "ends_on", "dataset_title", "note",
)  # fmt: skip
STEPS = {
    "receive": ("received_on", "terms", "contract_number", "ends_on", "dataset"),
    "refuse": ("reason",),
    "end": ("reason",),
}
AT_ONCE = 1000


@scigov_outside.route("/outside")
def index() -> str:
    """List the lines that the reader may see, those that end soonest first."""
    wish = _narrowed()
    found = _listed({**wish, "limit": asked.PER_PAGE, "offset": asked.offset()})
    shown = {
        "page": asked.page_of(found["results"], found["count"]),
        "q": wish.get("q", ""),
        "state": wish.get("state", ""),
        "states": [(one, words.state(one)) for one in STATES],
        "may_write": bool(found["units"]),
    }
    return tk.render("scigov/outside/index.html", shown)


@scigov_outside.route("/outside.csv")
def table() -> flask.Response:
    """Send the lines, narrowed as the page is, as a table."""
    return toolkit_csv.answer(_rows(), "outside.csv")


@scigov_outside.route("/outside/new", methods=["GET", "POST"])
def new() -> Any:
    """Write down what a department asks for."""
    units = [(one["id"], one["title"]) for one in _listed({"limit": 1})["units"]]
    if not units:
        raise tk.ObjectNotFound
    errors: Mapping[str, Any] = {}
    if tk.request.method == "POST":
        given = asked.fields("unit", *FIELDS)
        try:
            made = tk.get_action("scigov_intake_outside_create")(asked.context(), given)
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("It is on the register."))
            return tk.redirect_to("scigov_outside.read", id=made["id"])
    shown = {"units": units, "values": tk.request.form, "errors": errors, "line": None}
    page = tk.render("scigov/outside/form.html", shown)
    return (page, asked.REFUSED) if errors else page


@scigov_outside.route("/outside/<id>")
def read(id: str) -> str:  # noqa: A002
    """Show a line, and the steps that the reader can take."""
    return _page(id, "", {})


@scigov_outside.route("/outside/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Any:  # noqa: A002
    """Correct a line, or give it another last day."""
    line = _line(id)
    if "update" not in line["steps"]:
        raise tk.ObjectNotFound
    values: Mapping[str, Any] = {**line, "dataset": line["dataset_name"] or line["dataset_id"]}
    errors: Mapping[str, Any] = {}
    if tk.request.method == "POST":
        values = {name: asked.field(name) for name in FIELDS if name in tk.request.form}
        given = {"id": id, "seen_at": asked.field("seen_at"), **values}
        try:
            tk.get_action("scigov_intake_outside_update")(asked.context(), given)
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("The change is saved."))
            return tk.redirect_to("scigov_outside.read", id=id)
    shown = {"units": [], "values": values, "errors": errors, "line": line}
    page = tk.render("scigov/outside/form.html", shown)
    return (page, asked.REFUSED) if errors else page


@scigov_outside.route("/outside/<id>/step", methods=["POST"])
def step(id: str) -> Any:  # noqa: A002
    """Take a step with a line."""
    name = asked.field("act")
    if name not in STEPS:
        raise tk.ObjectNotFound
    given = {"id": id, "seen_at": asked.field("seen_at"), **asked.fields(*STEPS[name])}
    try:
        tk.get_action(f"scigov_intake_outside_{name}")(asked.context(), given)
    except tk.ValidationError as error:
        return _page(id, name, asked.errors_of(error)), asked.REFUSED
    told = {
        "receive": tk._(
            "It is on the register as received. Its department is reminded before the last day."
        ),
        "refuse": tk._("It is on the register as not given."),
        "end": tk._("The use has ended. The line stays on the register."),
    }
    tk.h.flash_success(told[name])
    return tk.redirect_to("scigov_outside.read", id=id)


def _page(id_: str, act: str, errors: Mapping[str, Any]) -> str:
    shown = {"line": _line(id_), "act": act, "errors": errors, "values": tk.request.form}
    return tk.render("scigov/outside/read.html", shown)


def _line(id_: str) -> Mapping[str, Any]:
    return tk.get_action("scigov_intake_outside_show")(asked.context(), {"id": id_})


def _listed(wish: Mapping[str, Any]) -> Mapping[str, Any]:
    return tk.get_action("scigov_intake_outside_list")(asked.context(), dict(wish))


def _narrowed() -> dict[str, str]:
    given = {"q": tk.request.args.get("q", "").strip(), "state": tk.request.args.get("state", "")}
    return {name: text for name, text in given.items() if text and (name == "q" or text in STATES)}


def _rows() -> Iterator[list[str]]:
    yield [_heading(name) for name in COLUMNS]
    wish, offset = _narrowed(), 0
    while True:
        lines = _listed({**wish, "limit": AT_ONCE, "offset": offset})["results"]
        for line in lines:
            told = {**line, "state": words.state(line["state"])}
            yield [str(told[name] or "") for name in COLUMNS]
        offset += AT_ONCE
        if len(lines) < AT_ONCE:
            return


def _heading(name: str) -> str:
    return {
        "title": tk._("Data from outside"),
        "provider_title": tk._("Department"),
        "state": tk._("State"),
        "body": tk._("Body that is asked"),
        "body_code": tk._("Unified social credit code"),
        "basis": tk._("Ground on which it is asked"),
        "purpose": tk._("What it is needed for"),
        "terms": tk._("Terms of use"),
        "contract_number": tk._("Number of the agreement"),
        "asked_on": tk._("Asked on"),
        "received_on": tk._("Received on"),
        "ends_on": tk._("Last day of use"),
        "dataset_title": tk._("Entry of the catalogue"),
        "note": tk._("Note"),
    }[name]
