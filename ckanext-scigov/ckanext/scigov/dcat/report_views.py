"""``/catalog/report``, ``/catalog/check`` and ``/catalog/score``: what is wrong with the feed, or with what somebody gives."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import answering, config
from ckanext.scigov.dcat.logic.schema import PER_REPORT
from ckanext.scigov.shared import toolkit_pages as asked

scigov_dcat_report = asked.blueprint("scigov_dcat_report")
scigov_dcat_checks = asked.kept_by_nobody(asked.blueprint("scigov_dcat_checks"))
LONGEST_PASTED = 400_000
"""Flask takes no form with more than half a million bytes of text; files may be larger."""


@scigov_dcat_report.route("/catalog/report")
@scigov_dcat_report.route("/catalog/validation-report")
def report() -> str:
    """Show what is wrong with the public's feed."""
    wish = {"limit": PER_REPORT, "offset": asked.offset(PER_REPORT)}
    found = tk.get_action("scigov_dcat_report_show")(asked.context(), wish)
    page = asked.page_of(found["results"], found["count"], PER_REPORT)
    return tk.render("scigov/dcat/report.html", {"report": found, "page": page})


@scigov_dcat_report.route("/catalog/report.json")
@scigov_dcat_report.route("/catalog/validation-report.json")
def report_in_json() -> flask.Response:
    """Show the same for programs; ``?page=`` for more of the datasets."""
    wish = {"limit": PER_REPORT, "offset": asked.offset(PER_REPORT)}
    found = tk.get_action("scigov_dcat_report_show")(asked.context(), wish)
    return answering.for_all(flask.jsonify(found))


@scigov_dcat_checks.route("/catalog/score")
def score() -> str:
    """Show how the catalogue scores, to who answers for the register."""
    found = tk.get_action("scigov_dcat_score_show")(asked.context(), {})
    return tk.render("scigov/dcat/score.html", {"score": found})


@scigov_dcat_checks.route("/catalog/check", methods=["GET", "POST"])
def check() -> Any:
    """Check what somebody pastes, uploads, or gives the address of."""
    if tk.request.method == "GET":
        return _check({}, {}, None)
    wish: dict[str, Any] = asked.fields("address", "form")
    text = tk.request.form.get("text", "")
    wish |= {"text": text} if text.strip() else {}
    shown = dict(wish)
    upload = tk.request.files.get("upload")
    wish |= {"upload": upload} if upload and upload.filename else {}
    if len(text.encode()) > LONGEST_PASTED:
        message = tk._(
            "This is too much for a form: paste at most %(most)s bytes, or give it as a file."
        )
        return _check(shown, {"text": [message % {"most": LONGEST_PASTED}]}, None), asked.REFUSED
    try:
        found = tk.get_action("scigov_dcat_check")(asked.context(), wish)
    except tk.ValidationError as error:
        return _check(shown, asked.errors_of(error), None), asked.REFUSED
    return _check(shown, {}, found)


def _check(values: dict[str, Any], errors: Any, found: dict[str, Any] | None) -> str:
    limits = config.limits()
    return tk.render(
        "scigov/dcat/check.html",
        {"values": values, "errors": errors, "found": found, "limits": limits},
    )
