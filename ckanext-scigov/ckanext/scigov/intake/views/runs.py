"""``/sources/ID/runs``: how far a run is, what it has counted, what was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import source_pages, source_words
from ckanext.scigov.intake.views.blueprint import scigov_sources
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked

STEPS = frozenset({"pause", "resume", "cancel", "confirm", "decline"})


@scigov_sources.route("/sources/<id>/runs")
def runs(id: str) -> str:  # noqa: A002
    """List the runs of a source, the newest first."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    wish = {"id": id, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_run_list")(asked.context(), wish)
    page = asked.page_of(found["results"], found["count"])
    return tk.render("scigov/intake/sources/runs.html", {"source": source, "page": page})


@scigov_sources.route("/sources/<id>/runs/<run>", methods=["GET", "POST"])
def run(id: str, run: str) -> Any:  # noqa: A002
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
def problems(id: str, run: str) -> str:  # noqa: A002
    """List what was wrong in a run, narrowed to one cause."""
    found = _run(id, run)
    kept = source_pages.like_in(tk.request.args)
    wish = {"run": run, **kept, "limit": asked.PER_PAGE, "offset": asked.offset()}
    listed = tk.get_action("scigov_intake_problem_list")(asked.context(), wish)
    page = asked.page_of(listed["results"], listed["count"])
    shown = {"run": found, "kept": kept, "page": page}
    return tk.render("scigov/intake/sources/problems.html", shown)


@scigov_sources.route("/sources/<id>/runs/<run>/problems.csv")
def problems_csv(id: str, run: str) -> flask.Response:  # noqa: A002
    """Send what was wrong in a run as a table, narrowed as the page is; without that all of it."""
    _run(id, run)
    wish = {"run": run, **source_pages.like_in(tk.request.args)}
    lines = source_pages.problem_lines("scigov_intake_problem_list", wish)
    return toolkit_csv.answer(lines, "problems.csv")


def _run(source_id: str, run_id: str) -> Mapping[str, Any]:
    """Return a run of this source."""
    found = tk.get_action("scigov_intake_run_show")(asked.context(), {"id": run_id})
    if source_id not in (found["source"]["id"], found["source"]["name"]):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return found


def _shown(source_id: str, run_id: str, errors: Mapping[str, Any]) -> str:
    found = _run(source_id, run_id)
    counts = found["counts"]
    shown = {
        "run": found,
        "errors": errors,
        "why": source_words.stopped(found["stop_reason"], found["stop_detail"]),
        "detail": source_words.beside(found["stop_reason"], found["stop_detail"]),
        "groups": source_pages.by_severity(found["causes"]),
        "counts": [(name, counts[name]) for name in source_words.COUNTS if name in counts],
    }
    return tk.render("scigov/intake/sources/run.html", shown)
