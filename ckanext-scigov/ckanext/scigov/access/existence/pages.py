"""Pages of what is gone and of harvest sources; what else is hidden is kept out at the entrance."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import gate, once
from ckanext.scigov.access.domain.subjects import State
from ckanext.scigov.access.domain.surfaces import Kind
from ckanext.scigov.access.existence import gone, seen


def before_request() -> None:
    """End a request for an entry that is gone, or for a source that the visitor may not know of.

    For ``before_app_request``, between the gate and the entrance.
    """
    once.begin()
    request = flask.request
    if request.endpoint is None or not request.view_args:
        return
    for ref in gate.objects_of(request.endpoint, request.view_args, request.args):
        if ref.kind not in seen.WHOLE:
            continue
        context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
        named = seen.look(context, ref)
        if named is None:
            gone.abort_if_gone(ref)
            if ref.kind is Kind.HARVEST_SOURCE:
                flask.abort(404, tk._("This was not found, or it is not visible to you."))
        elif named[1].state is State.DESTROYED:
            package = model.Session.get(model.Package, named[1].dataset_id)
            flask.abort(gone.STATUS, gone.sentence_of(package) if package else None)


def after_request(response: Any) -> Any:
    return gone.after_request(response)
