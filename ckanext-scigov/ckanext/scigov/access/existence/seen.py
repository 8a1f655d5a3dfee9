"""What an argument names, and whether the caller may know that it exists."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import flask
import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import gate, queries
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Decision, Operation, Reason, decide
from ckanext.scigov.access.domain.subjects import Capacity, Object, Principal
from ckanext.scigov.access.domain.surfaces import Kind, ObjectRef

_FOUND = "scigov.access.found"
_KEPT = "scigov_access_seen"
DATASET = "dataset"
PERMITTED = Decision(True, Reason.PERMITTED)


def _of_dataset(name: str) -> sa.ColumnElement[bool]:
    return sa.or_(model.Package.id == name, model.Package.name == name)


def _of_resource(resource_id: str) -> sa.ColumnElement[bool]:
    resource = model.Resource
    return model.Package.id.in_(
        sa.select(resource.package_id).where(
            resource.id == resource_id, resource.state != model.State.DELETED
        )
    )


def _of_view(view_id: str) -> sa.ColumnElement[bool]:
    view, resource = model.ResourceView, model.Resource
    return model.Package.id.in_(
        sa.select(resource.package_id)
        .join(view, view.resource_id == resource.id)
        .where(view.id == view_id, resource.state != model.State.DELETED)
    )


CONDITIONS: Mapping[Kind, Callable[[str], sa.ColumnElement[bool]]] = MappingProxyType(
    {
        Kind.DATASET: _of_dataset,
        Kind.HARVEST_SOURCE: _of_dataset,
        Kind.RESOURCE: _of_resource,
        Kind.TABLE: _of_resource,
        Kind.VIEW: _of_view,
    }
)
"""Arguments of these kinds name an entry, or a part of one."""


def object_of(ref: ObjectRef) -> tuple[str, Object] | None:
    """Return the type and the object of the package that is named, or that a part is of.

    A request that only reads looks for it once.
    """
    if not flask.has_request_context() or flask.request.method not in gate.SAFE_METHODS:
        return _object_of(ref)
    kept: dict[ObjectRef, Any] = flask.request.environ.setdefault(_FOUND, {})
    if ref not in kept:
        kept[ref] = _object_of(ref)
    return kept[ref]


def _object_of(ref: ObjectRef) -> tuple[str, Object] | None:
    found = queries.one_package(model.Session(), CONDITIONS[ref.kind](ref.value))
    return None if found is None else (found[0] or DATASET, found[1])


def may_discover(principal: Principal, kind: str, obj: Object) -> bool:
    """Say whether somebody may know that a package of this type exists."""
    if kind == DATASET:
        return decide(principal, Operation.DISCOVER, obj).allowed
    if principal.is_sysadmin or principal.purpose:
        return True
    editing = {(obj.provider_id, Capacity.EDITOR), (obj.provider_id, Capacity.ADMIN)}
    return bool(editing & principal.capacities)


def may(context: Any, ref: ObjectRef, operation: Operation = Operation.DISCOVER) -> Decision | None:
    """Return the decision about what is named; None where that is absent to the caller.

    What was permitted once is so to the calls inside of this one: they are made with the same context.
    """
    key = (context.get("user") or "", operation.value, ref.kind.value, ref.value)
    if key in context.get(_KEPT, ()):
        return PERMITTED
    found = look(context, ref)
    if found is None:
        return None
    principal = whoever_asks(context)
    decision = decide(principal, operation, found[1]) if found[0] == DATASET else PERMITTED
    if decision.allowed:
        dataset = (key[0], Operation.DISCOVER.value, Kind.DATASET.value, found[1].dataset_id)
        context[_KEPT] = {*context.get(_KEPT, ()), key, dataset}
    return decision


def look(context: Any, ref: ObjectRef) -> tuple[str, Object] | None:
    """Return the type and object of what is named; None where it is absent to the caller."""
    found = object_of(ref)
    principal = whoever_asks(context)  # Asked for in either case: nobody learns it from the time.
    return found if found is not None and may_discover(principal, *found) else None


def is_known(context: Any, dataset_id: str) -> bool:
    """Say whether this call has found already that its caller may know a dataset."""
    user = context.get("user") or ""
    key = (user, Operation.DISCOVER.value, Kind.DATASET.value, dataset_id)
    return key in context.get(_KEPT, ())


def nothing() -> str:
    """Return an id that nothing has, to ask for in the place of what is hidden."""
    return str(uuid.uuid4())
