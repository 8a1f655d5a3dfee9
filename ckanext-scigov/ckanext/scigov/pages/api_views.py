"""``/help/api``: the actions of the portal for people; ``/api/3/scigov/openapi.json``: for programs.

Both say the same to everybody, and come from one reading of the actions (``api_actions``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import flask
import orjson
from flask import Blueprint
from werkzeug.wrappers import Response

import ckan.plugins.toolkit as tk

from ckanext.scigov.pages import api_actions
from ckanext.scigov.pages.public import public
from ckanext.scigov.shared.domain import docstrings, openapi, openapi_calls
from ckanext.scigov.shared.domain.openapi import Action, Site
from ckanext.scigov.shared.domain.openapi_calls import Input

scigov_api = Blueprint("scigov_api", __name__)

TITLES: Mapping[str, Callable[[], str]] = {
    "application": lambda: tk._("Applications for data"),
    "dispute": lambda: tk._("Disputes and corrections"),
    "intake": lambda: tk._("Sources, runs and imports"),
    "reporting": lambda: tk._("Reports to the national platform"),
    "dcat": lambda: tk._("The catalogue as linked data"),
    "access": lambda: tk._("Grades, agencies, roles and grants"),
    "tables": lambda: tk._("Tables, versions and figures of columns"),
    "search": lambda: tk._("Words for the search box"),
    "catalogue": lambda: tk._("Registers and tree of the providers"),
    "drafts": lambda: tk._("Drafts and templates of the form"),
    "notices": lambda: tk._("Notices"),
    "usage": lambda: tk._("Views and downloads"),
    "audit": lambda: tk._("Audit log"),
}
"""The features that have actions, in the order of the page; others follow by name."""
KINDS: Mapping[str, Callable[[], str]] = {
    "text": lambda: tk._("text"),
    "whole": lambda: tk._("whole number"),
    "truth": lambda: tk._("true or false"),
    "day": lambda: tk._("day"),
    "moment": lambda: tk._("day or moment"),
    "file": lambda: tk._("file"),
    "list": lambda: tk._("list"),
    "object": lambda: tk._("object"),
    "any": lambda: tk._("text or object"),
}
STATUS: Mapping[str, int] = {"NotAuthorized": 403, "NotFound": 404, "ValidationError": 409}


@dataclass(frozen=True, slots=True)
class Feature:
    """The actions of one feature, by name."""

    name: str
    title: str
    actions: Sequence[Action]


@scigov_api.route("/api/3/scigov/openapi.json")
def description() -> Response:
    """Answer with the description of all actions as OpenAPI 3.1."""
    told = openapi.document(api_actions.described(), api_actions.site())
    body = orjson.dumps(told)
    answer = flask.current_app.response_class(body, content_type="application/json")
    answer.add_etag()
    return answer.make_conditional(flask.request)


@scigov_api.route("/help/api")
@public
def index() -> str:
    """Show how actions are called, and the actions of each feature with a line about each."""
    page = {"features": _features(), "pieces": docstrings.pieces}
    return tk.render("scigov/pages/api/index.html", page)


@scigov_api.route("/help/api/<feature>")
@public
def feature(feature: str) -> str:
    """Show the actions of one feature with their inputs, answers, errors and a call to copy."""
    features = _features()
    found = next((one for one in features if one.name == feature), None)
    if found is None:
        return tk.abort(404, tk._("There is no help page of this name."))
    page = {
        "feature": found,
        "features": features,
        "shown": _shown(found, api_actions.site()),
        "kinds": {name: word() for name, word in KINDS.items()},
        "pieces": docstrings.pieces,
    }
    return tk.render("scigov/pages/api/feature.html", page)


@dataclass(frozen=True, slots=True)
class Shown:
    """An action with what is made for its place on the page."""

    action: Action
    inputs: Sequence[Input]
    errors: Sequence[tuple[int, str]]
    """Status and when; empty: as the beginning of the pages says."""
    call: str


def _shown(feature: Feature, site: Site) -> list[Shown]:
    return [
        Shown(
            action,
            list(openapi_calls.inputs(action.takes)),
            sorted((STATUS[name], when) for name, when in action.told.errors.items()),
            openapi_calls.curl(action, site),
        )
        for action in feature.actions
    ]


def _features() -> list[Feature]:
    order = list(TITLES)
    actions = sorted(api_actions.described(), key=lambda one: (one.feature, one.name))
    found = [
        Feature(name, TITLES[name]() if name in TITLES else name, list(some))
        for name, some in groupby(actions, key=lambda one: one.feature)
    ]
    return sorted(
        found, key=lambda one: order.index(one.name) if one.name in TITLES else len(order)
    )
