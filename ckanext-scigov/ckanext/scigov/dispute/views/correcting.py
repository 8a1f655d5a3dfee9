"""``/disputes/ID/correct``: the data are corrected right there: typed, seen before and after, then answered."""

from __future__ import annotations

import dataclasses
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import correct_page
from ckanext.scigov.dispute.correct_page import CorrectPage
from ckanext.scigov.dispute.views.blueprint import scigov_dispute
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.tables.domain.row_changes import ChangeReason
from ckanext.scigov.tables.sentences_changes import SENTENCES

LOOKED_AT = ("preview", "delete")
SAVED = ("save", "save-delete")
ANSWERS = frozenset({"correct", "correct_in_part"})


@scigov_dispute.route("/disputes/<id>/correct", methods=["GET", "POST"])
def correct(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show the disputed row as it is now; show what would change; correct it."""
    dispute = tk.get_action("scigov_dispute_show")(asked.context(), {"id": id})
    if ANSWERS.isdisjoint(dispute["possible"]):
        tk.h.flash_error(
            tk._("This step cannot be taken any more, or not by you. Here is how it stands now.")
        )
        return _back(dispute)
    if tk.request.method == "GET":
        chosen = tk.request.args.get("template", "")
        return _shown(correct_page.gather(asked.context(), dispute, {}, chosen))
    page = correct_page.gather(asked.context(), dispute, tk.request.form)
    # A form that only answers names no step of this page.
    step = tk.request.form.get("step", "elsewhere")
    if step in (*LOOKED_AT, *SAVED) and _is_other_row(page):
        return _afresh(page)
    if step in LOOKED_AT:
        return _looked_at(page, step)
    if step in (*SAVED, "upload", "elsewhere"):
        return _answered(page, step)
    return _shown(page)


def _is_other_row(page: CorrectPage) -> bool:
    """Say whether the row is not the one that was seen when the form was sent."""
    if page.form is None:
        return True
    seen = (page.values.get("table_version"), page.values.get("fingerprint"))
    return seen != (str(page.form.version), page.form.fingerprint)


def _afresh(page: CorrectPage) -> Any:
    row = page.form.row if page.form else 0
    errors = {"changes": [SENTENCES[ChangeReason.ROW_DIFFERS]() % {"row": row}]}
    form = page.form.afresh() if page.form else None
    return _shown(dataclasses.replace(page, form=form, errors=errors)), asked.REFUSED


def _looked_at(page: CorrectPage, step: str) -> Any:
    """Show before and after, or what does not fit."""
    if not page.values.get("reason", "").strip():
        errors = {"reason": [tk._("Say what is corrected: the reporter and the public read it.")]}
        return _shown(dataclasses.replace(page, errors=errors)), asked.REFUSED
    try:
        wish = correct_page.wish_of(page, step)
        look = tk.get_action("scigov_dispute_correction_show")(asked.context(), wish)
    except tk.ValidationError as error:
        return _shown(dataclasses.replace(page, errors=asked.errors_of(error))), asked.REFUSED
    if look["preview"]["problems"]:
        unfit = correct_page.with_problems(page, look["preview"]["problems"])
        return _shown(unfit), asked.REFUSED
    return _shown(dataclasses.replace(page, answer=look["preview"]))


def _answered(page: CorrectPage, step: str) -> Any:
    """Correct the data, and answer with it."""
    wish = {"id": page.dispute["id"], **correct_page.answer_of(page)}
    if step in SAVED:
        wish |= correct_page.wish_of(page, step)
    if step == "upload":
        upload = tk.request.files.get("upload")
        if upload is None or not upload.filename:
            errors = {"upload": [tk._("Choose the file that takes the place of the present one.")]}
            return _shown(dataclasses.replace(page, errors=errors)), asked.REFUSED
        wish["upload"] = upload
    try:
        tk.get_action("scigov_dispute_correct")(asked.context(), wish)
    except tk.ValidationError as error:
        return _shown(dataclasses.replace(page, errors=asked.errors_of(error))), asked.REFUSED
    told = tk._("The dispute is answered. Its reporter is told what was corrected.")
    if step != "elsewhere":
        told = tk._("Corrected. The table is loaded again, and this is its next version.")
    tk.h.flash_success(told)
    return _back(page.dispute)


def _back(dispute: Any) -> Any:
    return tk.redirect_to("scigov_dispute.read", id=dispute["id"])


def _shown(page: CorrectPage) -> str:
    return tk.render("scigov/dispute/correct.html", {"page": page})
