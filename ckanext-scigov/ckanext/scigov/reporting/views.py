"""``/reporting``: exports for everybody; packages and receipts for the data authority and providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.reporting import files, pages
from ckanext.scigov.reporting.logic.schema import FORMATS
from ckanext.scigov.shared import clock
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.evidence import toolkit_sending

__all__ = ["scigov_reporting"]

scigov_reporting = asked.kept_by_nobody(asked.blueprint("scigov_reporting"))
FILTERS = ("q", "organization", "share_type", "open_type", "data_kind", "sight")


@scigov_reporting.route("/reporting")
def index() -> str:
    """Show the form of an export, the table of the elements, and what concerns the reader."""
    return _index({}, {})


def _index(values: Mapping[str, str], errors: Mapping[str, Any]) -> str:
    page = pages.index_page(asked.context(), principal_from(asked.context()), values, errors)
    return tk.render("scigov/reporting/index.html", {"page": page})


@scigov_reporting.route("/reporting/export", methods=["POST"])
def export() -> Any:
    """Send the entries of a wish as a file."""
    wish = {**asked.fields(*FILTERS), "format": asked.field("format") or FORMATS[0]}
    try:
        made = tk.get_action("scigov_reporting_export")(asked.context(), wish)
    except tk.ValidationError as error:
        return _index(wish, asked.errors_of(error)), asked.REFUSED
    day = local_day(clock.now()).isoformat()
    response = flask.send_file(
        made["file"],
        mimetype=files.MEDIA_TYPES[wish["format"]],
        as_attachment=True,
        download_name=f"catalogue-1272-{day}.{wish['format']}",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@scigov_reporting.route("/reporting/packages", methods=["GET", "POST"])
def packages() -> Any:
    """List packages, or make the next one."""
    if tk.request.method == "GET":
        return _packages({})
    try:
        made = tk.get_action("scigov_reporting_package_create")(asked.context(), {})
    except tk.ValidationError as error:
        return _packages(asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("The package was made."))
    return tk.redirect_to("scigov_reporting.read", sequence=made["sequence"])


def _packages(errors: Mapping[str, Any]) -> str:
    page = pages.packages_page(asked.context(), principal_from(asked.context()), errors)
    return tk.render("scigov/reporting/packages.html", {"page": page})


@scigov_reporting.route("/reporting/packages/<number:sequence>", methods=["GET", "POST"])
def read(sequence: int) -> Any:
    """Show a package; take its receipt."""
    if tk.request.method == "GET":
        return _read(sequence, {}, ())
    wish = {"sequence": sequence, "upload": tk.request.files.get("upload")}
    try:
        told = tk.get_action("scigov_reporting_receipt_import")(asked.context(), wish)
    except tk.ValidationError as error:
        return _read(sequence, asked.errors_of(error), ()), asked.REFUSED
    if told["problems"]:
        return _read(sequence, {}, told["problems"]), asked.REFUSED
    message = tk._("The receipt was taken: %(accepted)s accepted, %(refused)s refused.")
    tk.h.flash_success(message % told)
    return tk.redirect_to("scigov_reporting.read", sequence=sequence)


def _read(sequence: int, errors: Mapping[str, Any], problems: Any) -> str:
    principal = principal_from(asked.context())
    page = pages.package_page(asked.context(), principal, sequence, errors, problems)
    return tk.render("scigov/reporting/read.html", {"page": page})


@scigov_reporting.route("/reporting/packages/<number:sequence>/file")
def file(sequence: int) -> flask.Response:
    """Send the file of a package."""
    wish = {"sequence": sequence}
    found = tk.get_action("scigov_reporting_package_file")(asked.context(), wish)
    return toolkit_sending.send(found["path"], found["name"], "application/zip")


@scigov_reporting.route("/reporting/refused")
def refused() -> str:
    """List what the receiver refused and why, by provider."""
    page = pages.refused_page(asked.context(), tk.request.args.get("provider", ""))
    return tk.render("scigov/reporting/refused.html", {"page": page})


@scigov_reporting.route("/reporting/lacking")
def lacking() -> str:
    """List what the last package could not tell of, and why not."""
    wish = {"limit": pages.PER_PAGE, "offset": asked.offset(pages.PER_PAGE)}
    found = tk.get_action("scigov_reporting_lacking_list")(asked.context(), wish)
    page = asked.page_of(found["results"], found["count"], pages.PER_PAGE)
    return tk.render("scigov/reporting/lacking.html", {"page": page})


@scigov_reporting.route("/reporting/import", methods=["GET", "POST"])
def take() -> Any:
    """Take in entries from a file of the 13 elements."""
    tk.check_access("scigov_reporting_catalogue_import", asked.context(), {})
    if tk.request.method == "GET":
        return _take({}, ())
    wish = {"upload": tk.request.files.get("upload")}
    try:
        told = tk.get_action("scigov_reporting_catalogue_import")(asked.context(), wish)
    except tk.ValidationError as error:
        return _take(asked.errors_of(error), ()), asked.REFUSED
    if told["problems"]:
        return _take({}, told["problems"]), asked.REFUSED
    message = tk._("The file was taken in: %(created)s entries made, %(changed)s changed.")
    tk.h.flash_success(message % told)
    return tk.redirect_to("scigov_reporting.take")


def _take(errors: Mapping[str, Any], problems: Any) -> str:
    page = pages.TakePage(errors=errors, problems=tuple(problems))
    return tk.render("scigov/reporting/take.html", {"page": page})
