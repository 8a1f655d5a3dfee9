"""At the entrance of every page: may this visitor have what its address names?

The surfaces say what an address gives and which of its arguments name the object; the policy says who
gets it. Whatever is named and cannot be seen is answered in one way, here, so that an id that exists
answers as one that does not. What is decided is kept for the request: whoever sends bytes looks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import flask
import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import current_user

from ckanext.scigov.access import gate, queries, sentences_reasons, surfaces
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import GETTING, Decision, Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal
from ckanext.scigov.access.domain.surfaces import Kind, ObjectRef
from ckanext.scigov.access.existence import seen

_PERMITTED = "scigov_access_permitted"
API = "api.action"
ENTRY = "dataset"
PARTS = frozenset({Kind.RESOURCE, Kind.TABLE, Kind.VIEW})


@dataclass(frozen=True, slots=True)
class Permitted:
    """An object this request may get data of."""

    obj: Object
    decision: Decision


def before_request() -> None:
    """End a request for what the visitor may not have; for ``before_app_request``, after the gate."""
    endpoint = flask.request.endpoint or ""
    surface = surfaces.known().endpoints.get(endpoint)
    if surface is None or surface.operation is None or endpoint == API:
        return
    named = gate.objects_of(endpoint, flask.request.view_args, flask.request.args)
    objects = list(_objects(named))
    if not objects:
        return
    _do_not_keep()
    principal = whoever_asks({"user": current_user.name, "auth_user_obj": current_user})
    for obj in objects:
        _let_in(principal, surface.operation, obj)


def permitted(resource_id: str) -> Permitted | None:
    """Return the decision by which this request may have a resource's data, if there is one."""
    if not flask.has_request_context():
        return None
    return flask.g.get(_PERMITTED, {}).get(resource_id)


def gives_original(resource_id: str) -> bool:
    """Say whether this request may have a resource's file as it is.

    For some data items the gateway makes one; the original has the others too.
    """
    found = permitted(resource_id)
    return found is not None and not found.decision.items


def _let_in(principal: Principal, operation: Operation, obj: Object | None) -> None:
    if obj is None or not decide(principal, Operation.DISCOVER, obj).allowed:
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    decision = decide(principal, operation, obj)
    if decision.allowed and operation in GETTING and obj.resource_id:
        flask.g.setdefault(_PERMITTED, {})[obj.resource_id] = Permitted(obj, decision)
    if not decision.allowed:
        flask.abort(403, sentences_reasons.why_not(decision))


def _do_not_keep() -> None:
    """What a page with an object shows depends on who asks."""
    if not current_user.is_authenticated:
        return
    flask.request.environ["__no_cache__"] = True

    @flask.after_this_request
    def private(response: Any) -> Any:
        if "Cache-Control" not in response.headers:
            response.cache_control.no_store = True
        response.vary.update(("Authorization", "Cookie"))
        return response


def _objects(named: tuple[ObjectRef, ...]) -> Iterator[Object | None]:
    """Yield what is named as the policy knows it, None for what does not exist.

    A dataset that stands beside its resource adds nothing. One that is not the resource's is as
    absent as one that does not exist: CKAN itself never compares the two.
    """
    parts = [_part(ref) for ref in named if ref.kind in PARTS]
    yield from parts
    homes = {part.dataset_id for part in parts if part}
    for ref in named:
        if ref.kind is not Kind.DATASET:
            continue
        if parts:
            if _id_of(ref.value) not in homes:
                yield None
        elif (found := seen.object_of(ref)) is None or found[0] == ENTRY:
            yield found and found[1]


def _part(ref: ObjectRef) -> Object | None:
    """Return a resource; what leads to none is looked for all the same, in as many statements."""
    resource_id = ref.value
    if ref.kind is Kind.TABLE:
        resource_id = _table(ref.value)
    elif ref.kind is Kind.VIEW:
        view = model.Session.get(model.ResourceView, ref.value)
        resource_id = view.resource_id if view else ""
    return queries.resource_object(model.Session, resource_id)


def _id_of(name: str) -> str:
    package = model.package_table.c
    is_meant = sa.or_(package.id == name, package.name == name)
    return model.Session.scalar(sa.select(package.id).where(is_meant)) or ""


def _table(name: str) -> str:
    """Return the resource behind the name of a table: its id, or an alias."""
    if not p.plugin_loaded("datastore"):
        return name
    from ckanext.datastore.backend import DatastoreBackend

    _found, resource_id = DatastoreBackend.get_active_backend().resource_id_from_alias(name)
    return resource_id or name
