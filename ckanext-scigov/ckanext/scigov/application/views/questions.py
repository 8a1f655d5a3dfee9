"""``/provider/ID/questions`` and ``/applications/questions/DATASET``: what a provider asks besides."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import question_page
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked

MOVES = frozenset({"up", "down", "remove"})


@scigov_application.route("/applications/questions")
def question_providers() -> Any:
    """Lead to the questions of one's provider; where there are several, list them."""
    found = question_page.providers()
    if not found:
        raise tk.NotAuthorized
    if len(found) == 1:
        return tk.redirect_to("scigov_application.questions", id=found[0][0])
    return tk.render("scigov/application/question_providers.html", {"providers": found})


@scigov_application.route("/provider/<id>/questions")
def questions(id: str) -> str:  # noqa: A002  (the word of CKAN's addresses)
    """List the datasets of a provider that are applied for, with how much each asks."""
    provider_id, name, title = question_page.provider_named(id)
    words = tk.request.args.get("q", "").strip()
    page = question_page.datasets(asked.context(), name, words)
    shown = {"page": page, "q": words, "provider_id": provider_id, "title": title}
    return tk.render("scigov/application/questions.html", shown)


@scigov_application.route("/applications/questions/<dataset>", methods=["GET", "POST"])
def dataset_questions(dataset: str) -> Any:
    """Write, order, change and remove the questions of a dataset."""
    kept = question_page.stored(asked.context(), dataset)
    if tk.request.method == "GET":
        return _form(dataset, kept)
    act, _colon, place = asked.field("act").partition(":")
    rows = question_page.sent(tk.request.form)
    if act in MOVES:
        number = int(place) if place.isdecimal() else -1
        return _form(dataset, question_page.filled(question_page.moved(rows, act, number)))
    rows = question_page.filled(rows)
    if act == "add":
        return _form(dataset, rows)
    wish = {"dataset_id": dataset, "questions": rows}
    try:
        tk.get_action("scigov_application_question_set")(asked.context(), wish)
    except tk.ValidationError as error:
        return _form(dataset, rows, asked.errors_of(error)), asked.REFUSED
    tk.h.flash_success(tk._("The questions are saved. Whoever applies from now on answers them."))
    return tk.redirect_to("scigov_application.dataset_questions", dataset=dataset)


def _form(dataset: str, rows: Any, errors: Any = None) -> str:
    page = question_page.gather(dataset, rows, errors)
    return tk.render("scigov/application/dataset_questions.html", {"page": page})
