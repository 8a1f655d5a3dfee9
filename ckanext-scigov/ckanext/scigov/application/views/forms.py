"""``/applications/new`` and ``/applications/ID/edit``: one form, kept as a draft, checked when submitted."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import entries, form_files, form_page, form_values
from ckanext.scigov.application.form_values import Values
from ckanext.scigov.application.pages import Shown
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked

Errors = dict[str, list[str]]


@scigov_application.route("/applications/new", methods=["GET", "POST"])
def new() -> Any:
    """Begin an application for the datasets that the address names."""
    if tk.request.method == "POST":
        return _posted(None)
    names = tk.request.args.getlist("dataset")[: entries.MOST]
    known = entries.of(asked.context(), names)
    kind = form_page.kind_for(known.values(), tk.request.args.get("kind", ""))
    return _shown(form_values.begun(kind, known, reader().user_id), {}, None)


@scigov_application.route("/applications/<id>/edit", methods=["GET", "POST"])
def edit(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Go on with a draft, or supplement what was returned."""
    filing = tk.get_action("scigov_application_show")(asked.context(), {"id": id})
    if not any("submit" in part["steps"] for part in filing["parts"]) and not _is_empty(filing):
        tk.h.flash_error(tk._("This application cannot be changed any more, or not by you."))
        return tk.redirect_to("scigov_application.read", id=id)
    if tk.request.method == "POST":
        return _posted(filing)
    return _shown(form_values.stored(filing), {}, filing)


def _is_empty(filing: Shown) -> bool:
    return filing["state"] == "draft" and not filing["parts"]


def _posted(filing: Shown | None) -> Any:
    values = form_values.sent()
    act, _colon, about = tk.request.form.get("act", "").partition(":")
    if act in _CHANGES:
        return _CHANGES[act](values, about, filing)
    if act not in ("save", "submit", "upload", "drop"):
        return tk.abort(400, tk._("Choose what is to be done."))
    if act == "submit" and filing is None and _is_instant(values):
        return _obtained(values)
    dropped = about if act == "drop" else ""
    try:
        filing = _kept(values, filing)
    except tk.ValidationError as error:
        errors = dict(asked.errors_of(error))
        return _refused(values, {**_files_of(filing, dropped), **errors}, _again_shown(filing))
    return _answered(act, values, filing, _files_of(filing, dropped))


def _files_of(filing: Shown | None, dropped: str) -> Errors:
    """Store the files that came, and say of each that was not kept why."""
    if filing is None:
        return form_files.homeless()
    return form_files.settle(asked.context(), filing, dropped=dropped)


def _answered(act: str, values: Values, filing: Shown, errors: Errors) -> Any:
    if act == "submit":
        errors = {**form_values.unticked(values), **errors}
        # What is wrong with the rest is said together with it; a field's own sentence comes first.
        errors = {**_submit(filing, is_tried=bool(errors)), **errors}
    if errors:
        return _refused(values, errors, _again_shown(filing))
    if act == "submit":
        tk.h.flash_success(tk._("The application has been submitted. Its number stands below."))
        return tk.redirect_to("scigov_application.read", id=filing["id"])
    if tk.request.accept_mimetypes.best == "application/json":
        return flask.jsonify(_for_script(filing))
    tk.h.flash_success(tk._("The draft is saved."))
    return tk.redirect_to("scigov_application.edit", id=filing["id"])


def _again_shown(filing: Shown | None) -> Shown | None:
    """Return an application as it is now, with the files that were kept."""
    if filing is None:
        return None
    return tk.get_action("scigov_application_show")(asked.context(), {"id": filing["id"]})


def _for_script(filing: Shown) -> dict[str, Any]:
    url = tk.h.url_for("scigov_application.edit", id=filing["id"], _external=True)
    return {"version": filing["version"], "saved_at": filing["saved_at"], "url": url}


def _kept(values: Values, filing: Shown | None) -> Shown:
    """Store the form: as a new draft, or in place of what it was."""
    told = form_values.wish(values)
    if filing is None:
        return tk.get_action("scigov_application_create")(asked.context(), told)
    told.update(id=filing["id"], version=values["version"])
    return tk.get_action("scigov_application_update")(asked.context(), told)


def _submit(filing: Shown, *, is_tried: bool) -> Errors:
    """Submit what is complete, else say all that is wrong with it; where it is only tried, leave it."""
    context: Any = {**asked.context(), "defer_commit": is_tried}
    try:
        tk.get_action("scigov_application_submit")(context, {"id": filing["id"]})
    except tk.ValidationError as error:
        return dict(asked.errors_of(error))
    finally:
        if is_tried:
            model.Session.rollback()
    return {}


def _obtained(values: Values) -> Any:
    told = {**form_values.wish(values), "terms_version": values["terms_version"]}
    try:
        filing = tk.get_action("scigov_application_obtain")(asked.context(), told)
    except tk.ValidationError as error:
        errors = {**form_values.unticked(values), **asked.errors_of(error)}
        return _refused(values, errors, None)
    tk.h.flash_success(tk._("The data are open to you from this moment. The grant stands below."))
    return tk.redirect_to("scigov_application.read", id=filing["id"])


def _is_instant(values: Values) -> bool:
    page = form_page.gather(asked.context(), values, {})
    return page.is_instant


def _found(values: Values, _about: str, filing: Shown | None) -> str:
    """Search for datasets to be added."""
    words = values["find"]
    found = entries.search(asked.context(), words) if words else []
    return _shown(values, {}, filing, found)


def _added(values: Values, about: str, filing: Shown | None) -> str:
    known = entries.of(asked.context(), [about])
    there = {one["dataset_id"] for one in values["datasets"]}
    values["datasets"] += [form_values.begun_dataset(one) for one in known if one not in there]
    values["find"] = ""
    return _shown(values, {}, filing)


def _removed(values: Values, about: str, filing: Shown | None) -> str:
    values["datasets"] = [one for one in values["datasets"] if one["dataset_id"] != about]
    return _shown(values, {}, filing)


def _again(values: Values, _about: str, filing: Shown | None) -> str:
    """Show the form as it was sent: what Enter does where nothing is to be sent yet."""
    return _shown(values, {}, filing)


def _refused(values: Values, errors: Errors, filing: Shown | None) -> Any:
    if tk.request.accept_mimetypes.best == "application/json":
        return flask.jsonify(errors), asked.REFUSED
    return _shown(values, errors, filing), asked.REFUSED


def _shown(values: Values, errors: Errors, filing: Shown | None, found: Any = None) -> str:
    page = form_page.gather(asked.context(), values, errors, filing, found)
    return tk.render("scigov/application/form.html", {"page": page})


_CHANGES = {"find": _found, "add": _added, "remove": _removed, "refresh": _again}
