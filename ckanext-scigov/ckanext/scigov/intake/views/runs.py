"""``/sources/ID/runs``: how far a run is, what it has counted, what was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import source_pages, source_words
from ckanext.scigov.intake.views.blueprint import scigov_sources
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

STEPS = frozenset({"pause", "resume", "cancel", "confirm", "decline"})
COLUMNS = ("severity", "cause", "field", "value", "detail", "key", "title")


@scigov_sources.route("/sources/<id>/runs")
def runs(id: str) -> str:
    """List the runs of a source, the newest first."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    wish = {"id": id, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_run_list")(asked.context(), wish)
    page = asked.page_of(found["results"], found["count"])
    return tk.render("scigov/intake/sources/runs.html", {"source": source, "page": page})


@scigov_sources.route("/sources/<id>/runs/<run>", methods=["GET", "POST"])
def run(id: str, run: str) -> Any:
    """Show a run; pause, resume, cancel it, or answer what it asks."""
    if tk.request.method == "GET":
        return _shown(id, run, {})
    act = asked.field("act")
    if act not in STEPS:
        return _shown(id, run, {"state": [tk._("There is no such step.")]}), asked.REFUSED
    try:
        tk.get_action(f"scigov_intake_run_{act}")(asked.context(), {"id": run})
    except tk.ValidationError as error:
        return _shown(id, run, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(source_words.word("done", act))
    return tk.redirect_to("scigov_sources.run", id=id, run=run)


@scigov_sources.route("/sources/<id>/runs/<run>/problems")
def problems(id: str, run: str) -> str:
    """List what was wrong in a run, narrowed to one cause."""
    found = _run(id, run)
    kept = _kept()
    wish = {"run": run, **kept, "limit": asked.PER_PAGE, "offset": asked.offset()}
    listed = tk.get_action("scigov_intake_problem_list")(asked.context(), wish)
    page = asked.page_of(listed["results"], listed["count"])
    shown = {"run": found, "kept": kept, "page": page}
    return tk.render("scigov/intake/sources/problems.html", shown)


@scigov_sources.route("/sources/<id>/runs/<run>/problems.csv")
def problems_csv(id: str, run: str) -> flask.Response:
    """Send what was wrong in a run as a table, narrowed as the page is; without that all of it."""
    _run(id, run)
    return toolkit_csv.answer(_lines({"run": run, **_kept()}), "problems.csv")


def _lines(wish: Mapping[str, str]) -> Iterator[list[str]]:
    yield [
        tk._("Error or warning"), tk._("Code of the cause"), tk._("What it means"), tk._("Field"),
        tk._("Value"), tk._("Details"), tk._("Identity of the record"), tk._("Title of the record"),
    ]  # fmt: skip
    for one in source_pages.each("scigov_intake_problem_list", wish):
        severity, cause, *rest = (str(one[name]) for name in COLUMNS)
        said = source_words.word("severity", severity), cause, source_words.word("cause", cause)
        yield [*said, *rest]


def _kept() -> dict[str, str]:
    """Return what the address narrows problems to; the empty field is a field, too."""
    given = {name: tk.request.args.get(name) for name in ("severity", "cause", "field")}
    kept = {name: value for name, value in given.items() if value is not None}
    if kept.get("severity") not in source_words.SEVERITIES:
        kept.pop("severity", None)
    return kept


def _run(source_id: str, run_id: str) -> Mapping[str, Any]:
    """Return a run of this source."""
    found = tk.get_action("scigov_intake_run_show")(asked.context(), {"id": run_id})
    if source_id not in (found["source"]["id"], found["source"]["name"]):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return found


def _shown(source_id: str, run_id: str, errors: Mapping[str, Any]) -> str:
    found = _run(source_id, run_id)
    counts, causes = found["counts"], found["causes"]
    shown = {
        "run": found,
        "errors": errors,
        "detail": sorted(found["stop_detail"].items(), key=_place_of_detail),
        "groups": [
            (code, [one for one in causes if one["severity"] == code])
            for code in source_words.SEVERITIES
        ],
        "counts": [(name, counts[name]) for name in source_words.COUNTS if name in counts],
    }
    return tk.render("scigov/intake/sources/run.html", shown)


def _place_of_detail(pair: tuple[str, Any]) -> tuple[int, str]:
    """Return where a value stands: in the order of its words, what has none last."""
    order = list(source_words.DETAILS)
    return (order.index(pair[0]) if pair[0] in order else len(order), pair[0])
