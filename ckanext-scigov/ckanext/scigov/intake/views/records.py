"""``/sources/ID/records``: what became of each record; ``/sources/ID/preview``: what would become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import source_pages, source_words
from ckanext.scigov.intake.views.blueprint import scigov_sources
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_sources.route("/sources/<id>/records")
def records(id: str) -> str:  # noqa: A002
    """List what became of each record of a source."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    found = source_pages.records(asked.context(), id, tk.request.args)
    return tk.render("scigov/intake/sources/records.html", {"source": source, "list": found})


@scigov_sources.route("/sources/<id>/records.csv")
def records_csv(id: str) -> flask.Response:  # noqa: A002
    """Send it as a table, narrowed as the page is."""
    kept = source_pages.kept_in(tk.request.args, source_pages.OF_RECORDS)
    wish = {"id": id, **kept}
    tk.get_action("scigov_intake_record_list")(asked.context(), {**wish, "limit": 1})
    return toolkit_csv.answer(_lines(wish), "records.csv")


@scigov_sources.route("/sources/<id>/preview")
def preview(id: str) -> Any:  # noqa: A002
    """Show what the first records of a source would become; nothing is written."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    shown: dict[str, Any] = {"source": source, "preview": None, "errors": {}}
    try:
        found = tk.get_action("scigov_intake_source_preview")(asked.context(), {"id": id})
    except tk.ValidationError as error:
        shown["errors"] = asked.errors_of(error)
        return tk.render("scigov/intake/sources/preview.html", shown), asked.REFUSED
    shown["preview"] = source_pages.previewed(found)
    return tk.render("scigov/intake/sources/preview.html", shown)


@scigov_sources.route("/sources/<id>/standing")
def standing(id: str) -> str:  # noqa: A002
    """List what is still wrong with the records of a source, by cause and one by one."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    kept = source_pages.like_in(tk.request.args)
    wish = {"id": id, **kept, "limit": asked.PER_PAGE, "offset": asked.offset()}
    found = tk.get_action("scigov_intake_standing_list")(asked.context(), wish)
    page = asked.page_of(found["results"], found["count"])
    shown = {
        "source": source,
        "kept": kept,
        "page": page,
        # Who has turned a page or chosen a cause reads the list.
        "groups": [] if kept or page.page > 1 else source_pages.by_severity(found["causes"]),
    }
    return tk.render("scigov/intake/sources/standing.html", shown)


@scigov_sources.route("/sources/<id>/standing.csv")
def standing_csv(id: str) -> flask.Response:  # noqa: A002
    """Send it as a table, narrowed as the page is."""
    wish = {"id": id, **source_pages.like_in(tk.request.args)}
    tk.get_action("scigov_intake_standing_list")(asked.context(), {**wish, "limit": 1})
    lines = source_pages.problem_lines("scigov_intake_standing_list", wish)
    return toolkit_csv.answer(lines, "standing.csv")


def _lines(wish: Mapping[str, str]) -> Iterator[list[str]]:
    yield [
        tk._("Identity of the record"), tk._("Title of the record"), tk._("What became of it"),
        tk._("Code of the cause"), tk._("What it means"), tk._("Entry"), tk._("Written last"),
    ]  # fmt: skip
    for one in source_pages.each("scigov_intake_record_list", wish):
        yield [
            one["key"],
            one["title"],
            source_words.word("fate", one["fate"]),
            one["reason"],
            source_words.word("cause", one["reason"]),
            one["dataset_name"],
            str(tk.h.scigov_time(one["changed_at"])),
        ]
