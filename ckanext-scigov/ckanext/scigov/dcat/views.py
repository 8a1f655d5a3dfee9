"""Addresses of the feed (contracts: ``/catalog.*``, ``/dataset/ID.*``, ``/catalog/deleted``, the dump, ``/gov/catalog.*``)."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug.exceptions import RequestedRangeNotSatisfiable

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import answering, config, dumping, gone, sentences
from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.dcat.logic import schema
from ckanext.scigov.shared import toolkit_pages as asked

scigov_dcat = flask.Blueprint("scigov_dcat", __name__)
PAGE = ("page", "after", "modified_since")


def _wish(*names: str) -> dict[str, Any]:
    return {name: flask.request.args[name] for name in names if name in flask.request.args}


def _shown(action: str, wish: dict[str, Any]) -> Any:
    """Return what an action answers, or the answer that says why it does not."""
    try:
        return tk.get_action(action)(asked.context(), wish)
    except tk.ValidationError as error:
        return answering.refusal(error.error_dict)
    except tk.ObjectNotFound:
        return answering.not_found()


@scigov_dcat.route("/catalog")
def catalogue_by_header() -> Any:
    """Lead to the form that a reader accepts; a person to the page about the feed."""
    form = answering.accepted_form()
    about = tk.url_for("scigov_help.topic", topic="portals")
    answer = tk.redirect_to(f"/catalog.{form}" if form else about)
    answer.status_code = 303
    answer.vary.add("Accept")
    return answer


@scigov_dcat.route("/catalog.<any(ttl,rdf,xml,n3,jsonld,nt):name>")
def catalogue(name: str) -> Any:
    """Show a page of the public's feed, the same to everybody."""
    form = answering.form_of(name) or ""
    wish = _wish(*PAGE)
    _known, errors = (
        tk.navl_validate(dict(wish), schema.page(), asked.context()) if wish else ({}, {})
    )
    if errors:
        return answering.refusal(errors)
    known = answering.unchanged()
    if known is not None:
        return known
    found = _shown("scigov_dcat_catalogue_show", {"form": form, **wish})
    if isinstance(found, flask.Response):
        return found
    return answering.document(found["document"], form, following=found["next"])


@scigov_dcat.route("/gov/catalog.<any(ttl,rdf,xml,n3,jsonld,nt):name>")
def government(name: str) -> Any:
    """Show a page of the feed for the government network, to who brings a token."""
    form = answering.form_of(name) or ""
    if not tk.current_user.is_authenticated:
        answer = flask.Response(sentences.for_signed_in() + "\n", status=401, mimetype="text/plain")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answering.kept_by_nobody(answer)
    found = _shown("scigov_dcat_government_show", {"form": form, **_wish(*PAGE[1:])})
    if isinstance(found, flask.Response):
        return found
    return answering.for_one(found["document"], form, following=found["next"])


@scigov_dcat.route("/dataset/<dataset_id>.<any(ttl,rdf,xml,n3,jsonld,nt):name>")
def dataset(dataset_id: str, name: str) -> Any:
    """Show a dataset as its reader sees it."""
    form = answering.form_of(name) or ""
    answering.begin()
    found = _shown("scigov_dcat_dataset_show", {"id": dataset_id, "form": form})
    if isinstance(found, flask.Response):
        return found
    if tk.current_user.is_authenticated:
        return answering.for_one(found["document"], form)
    return answering.document(found["document"], form)


@scigov_dcat.errorhandler(410)
def is_gone(error: Any) -> flask.Response:
    """Answer for a dataset that is gone for good with a document too, which says what its page says."""
    asked_for = flask.request.view_args or {}
    form = answering.form_of(str(asked_for.get("name"))) or "ttl"
    text = gone.document(str(asked_for.get("dataset_id")), str(error.description), form)
    return answering.document(text, form, status=410)


@scigov_dcat.route("/catalog/deleted")
@scigov_dcat.route("/catalog/deleted.<any(ttl,rdf,xml,n3,jsonld,nt,json):name>")
def deleted(name: str = "") -> Any:
    """List what the public's feed holds no more, in JSON or as records of the catalogue."""
    form = answering.form_of(name) if name else answering.accepted_form()
    if form is None:
        return _deleted_in_json()
    wish, errors = tk.navl_validate(_wish("since", "after"), schema.deleted(), asked.context())
    if errors:
        return answering.refusal(errors)
    text, following = gone.listed_in(form, wish.get("since"), wish.get("after") or "")
    answer = answering.document(text, form, following=following)
    answer.vary.add("Accept")
    return answer


def _deleted_in_json() -> Any:
    found = _shown("scigov_dcat_deletion_list", _wish("since", "after"))
    if isinstance(found, flask.Response):
        return found
    answer = answering.for_all(flask.jsonify(found))
    answer.vary.add("Accept")
    return answer


@scigov_dcat.route("/catalog/dump.nt.gz")
def dump() -> Any:
    """Send the whole public feed as one file."""
    found = dumping.current()
    if found is None:
        return answering.not_found()
    answering.whole_or_one_range(found.sha256)
    try:
        answer = flask.send_file(
            found.path, mimetype="application/gzip", download_name=dumping.NAME, etag=found.sha256, conditional=True
        )  # fmt: skip
    except RequestedRangeNotSatisfiable as error:
        size = {"Content-Range": f"bytes */{error.length}"}
        return flask.Response(status=error.code, headers=size, mimetype="text/plain")
    return answering.for_all(answer)


@scigov_dcat.route("/catalog/dump.nt.gz.sha256")
@scigov_dcat.route("/catalog/dump.sha256")
def checksum() -> Any:
    """Send the checksum of the file, as ``sha256sum -c`` reads it."""
    found = dumping.current()
    if found is None:
        return answering.not_found()
    return flask.Response(f"{found.sha256}  {dumping.NAME}\n", mimetype="text/plain")


@scigov_dcat.route("/def/stgov")
@scigov_dcat.route("/def/stgov.<any(ttl,rdf,xml,n3,jsonld,nt):name>")
def vocabulary(name: str = "") -> Any:
    """Show the portal's own vocabulary: a page for people, a document for programs."""
    form = answering.form_of(name) if name else answering.accepted_form()
    if form is None:
        answer = flask.make_response(tk.render("scigov/dcat/vocabulary.html", _lists()))
        answer.vary.add("Accept")
        return answer
    found = tk.get_action("scigov_dcat_vocabulary_show")(asked.context(), {"form": form})
    answer = answering.document(found["document"], form)
    answer.vary.add("Accept")
    return answer


def _their_catalogue(_format: str = "", package_type: str = "") -> Any:
    return catalogue(_format) if answering.form_of(_format) else answering.not_found()


def _their_dataset(_id: str, _format: str = "", package_type: str = "") -> Any:
    return dataset(_id, _format) if answering.form_of(_format) else answering.not_found()


IN_PLACE = {
    "dcat.read_catalog": _their_catalogue,
    "dcat.read_dataset": _their_dataset,
    "dcat.read_dataset_series": _their_dataset,
}
"""Views of ckanext-dcat → what answers in their place."""


def _lists() -> dict[str, Any]:
    return {
        "lists": config.concepts().lists(),
        "forms": FORMS,
        "address": config.portal().standard.value,
    }
