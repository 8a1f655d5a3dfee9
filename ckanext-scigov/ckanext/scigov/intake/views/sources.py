"""``/sources``: from where entries come, what is done with each record, and who has let it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.intake import source_pages, source_words
from ckanext.scigov.intake.domain.parties import looks_after_sources
from ckanext.scigov.intake.views.blueprint import scigov_sources
from ckanext.scigov.shared import toolkit_pages as asked

FIELDS = ("title", "organization", "address", "mapping", "shipped")
OPTIONS = ("schedule", "mail_policy", "grace_days", "most_vanished_percent")
RUNS_SHOWN = 5
LARGEST_FILE = 512 * 1024


@scigov_sources.route("/sources")
def index() -> str:
    """List the sources that the reader looks after; to others those whose entries they see."""
    context = asked.context()
    if looks_after_sources(principal_from(context)):
        found = source_pages.sources(context, tk.request.args)
        shown = {"list": found, "makes": source_pages.makes()}
        return tk.render("scigov/intake/sources/index.html", shown)
    return tk.render("scigov/intake/sources/reports.html", {"list": source_pages.reports(context)})


@scigov_sources.route("/sources/new", methods=["GET", "POST"])
def new() -> Any:
    """Make a source."""
    if tk.request.method == "GET":
        return _form({}, {})
    typed = _typed()
    try:
        made = tk.get_action("scigov_intake_source_create")(asked.context(), dict(typed))
    except tk.ValidationError as error:
        return _form(typed, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("The source is made. It runs after an approver has approved it."))
    return tk.redirect_to("scigov_sources.read", id=made["id"])


@scigov_sources.route("/sources/<id>", methods=["GET", "POST"])
def read(id: str) -> Any:  # noqa: A002
    """Show a source with its value table; let it be decided, run and set."""
    if tk.request.method == "GET":
        return _shown(id, {}, {})
    act = asked.field("act")
    try:
        run = _act(id, act)
    except tk.ValidationError as error:
        return _shown(id, tk.request.form, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(_done(act))
    if run is not None:
        return tk.redirect_to("scigov_sources.run", id=id, run=run["id"])
    return tk.redirect_to("scigov_sources.read", id=id)


@scigov_sources.route("/sources/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Any:  # noqa: A002
    """Give a source another mapping, address or title."""
    source = tk.get_action("scigov_intake_source_show")(asked.context(), {"id": id})
    if "update" not in source["possible"]:
        raise tk.NotAuthorized
    if tk.request.method == "GET":
        return _form(source, {}, source)
    typed = _typed()
    try:
        tk.get_action("scigov_intake_source_update")(asked.context(), {"id": id, **typed})
    except tk.ValidationError as error:
        return _form(typed, asked.errors_of(error), source), asked.REFUSED
    tk.h.flash_success(
        tk._("The source is saved. With another mapping or address it waits for an approval.")
    )
    return tk.redirect_to("scigov_sources.read", id=id)


@scigov_sources.route("/sources/<id>/report")
def report(id: str) -> str:  # noqa: A002
    """Show everybody who sees entries of a source how its gathering goes."""
    found = tk.get_action("scigov_intake_report_show")(asked.context(), {"id": id})
    return tk.render("scigov/intake/sources/report.html", {"report": found})


def _act(source_id: str, act: str) -> dict[str, Any] | None:
    """Call the action that a button of the page stands for; return the run that it has begun."""
    context = asked.context()
    if act in ("approve", "refuse"):
        wish = {"id": source_id, **asked.fields("reason")}
        tk.get_action(f"scigov_intake_source_{act}")(context, wish)
    elif act == "options":
        wish = {"id": source_id, **asked.fields(*OPTIONS)}
        if asked.field("internal_shown"):
            wish["is_internal"] = asked.field("is_internal") or "false"
        tk.get_action("scigov_intake_source_options_set")(context, wish)
    elif act == "request":
        wish = {"id": source_id, **asked.fields("kind")}
        return tk.get_action("scigov_intake_run_request")(context, wish)
    else:
        raise tk.ValidationError({"state": [tk._("There is no such step.")]})
    return None


def _done(act: str) -> str:
    return tk._("The options are saved.") if act == "options" else source_words.word("done", act)


def _typed() -> dict[str, str]:
    """Return what was typed; a mapping file that was uploaded counts before one that was pasted.

    It is read here, once: what is refused goes back to the form as text.
    """
    typed = asked.fields(*FIELDS)
    upload = tk.request.files.get("mapping_file")
    if upload is not None and upload.filename:
        content = upload.stream.read(LARGEST_FILE + 1)
        typed["mapping"] = content.decode("utf-8-sig", errors="replace")
        typed.pop("shipped", None)
    return typed


def _form(
    values: Mapping[str, Any], errors: Mapping[str, Any], source: Mapping[str, Any] | None = None
) -> str:
    context = asked.context()
    if source is None:
        tk.check_access("scigov_intake_source_create", context, {})
    providers = source_pages.providers(context)
    if source is None and not providers:
        raise tk.NotAuthorized
    shown = {
        "values": values,
        "errors": errors,
        "source": source,
        "providers": providers,
        "shipped": source_pages.shipped(),
    }
    return tk.render("scigov/intake/sources/edit.html", shown)


def _shown(source_id: str, values: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    context = asked.context()
    source = tk.get_action("scigov_intake_source_show")(context, {"id": source_id})
    wish = {"id": source_id, "limit": RUNS_SHOWN}
    shown = {
        "source": source,
        "mapping": source_pages.readable(source["mapping"]),
        "runs": tk.get_action("scigov_intake_run_list")(asked.context(), wish),
        "rules": principal_from(context).is_sysadmin,
        "schedules": source_words.choices("schedule"),
        "mails": source_words.choices("mail"),
        "kinds": source_words.choices("kind"),
        "values": values,
        "errors": errors,
    }
    return tk.render("scigov/intake/sources/read.html", shown)
