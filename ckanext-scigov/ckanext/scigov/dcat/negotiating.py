"""One address for people and programs: who accepts RDF only is led from a dataset's page to its description."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import answering

View = Callable[..., Any]


def negotiated(view: View) -> View:
    """Return the view of ``/dataset/<id>``, which shows a page to whoever takes one."""

    @functools.wraps(view)
    def shown(*arguments: Any, **named: Any) -> Any:
        form = answering.accepted_form() if "Accept" in flask.request.headers else None
        if form is None:
            answer = flask.make_response(view(*arguments, **named))
        else:
            place = tk.h.url_for("scigov_dcat.dataset", dataset_id=named["id"], name=form, locale="default")  # fmt: skip
            answer = tk.redirect_to(place)
            answer.status_code = 303
        answer.vary.add("Accept")
        return answer

    return shown
