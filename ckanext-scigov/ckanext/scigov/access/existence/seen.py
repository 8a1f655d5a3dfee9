"""What an argument names, and whether the caller may know that it exists."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import once, queries
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Decision, Operation, Reason, decide
from ckanext.scigov.access.domain.subjects import Capacity, Object, Principal
from ckanext.scigov.access.domain.surfaces import Kind, ObjectRef

_KEPT = "scigov_access_seen"
DATASET = "dataset"
NOTHING = (DATASET, Object(dataset_id="", provider_id="", grade=None))
PERMITTED = Decision(True, Reason.PERMITTED)
WHOLE = frozenset({Kind.DATASET, Kind.HARVEST_SOURCE})


def _with_resource() -> sa.ColumnElement[bool]:
    resource = model.Resource
    return model.Package.id.in_(
        sa.select(resource.package_id).where(
            resource.id == queries.NAME, resource.state != model.State.DELETED
        )
    )


def _with_view() -> sa.ColumnElement[bool]:
    view, resource = model.ResourceView, model.Resource
    return model.Package.id.in_(
        sa.select(resource.package_id)
        .join(view, view.resource_id == resource.id)
        .where(view.id == queries.NAME, resource.state != model.State.DELETED)
    )


CALLED = queries.package_where(queries.is_called(queries.NAME))
_WITH_RESOURCE = queries.package_where(_with_resource())
STATEMENTS: Mapping[Kind, sa.Select[Any]] = MappingProxyType(
    {
        Kind.DATASET: CALLED,
        Kind.HARVEST_SOURCE: CALLED,
        Kind.RESOURCE: _WITH_RESOURCE,
        Kind.TABLE: _WITH_RESOURCE,
        Kind.VIEW: queries.package_where(_with_view()),
    }
)
"""Arguments of these kinds name an entry, or a part of one."""


def object_of(ref: ObjectRef) -> tuple[str, Object] | None:
    """Return the type and the object of the package that is named, or that a part is of.

    A request that only reads looks for it once.
    """
    kept = once.kept()
    if kept is None:
        return _object_of(ref)
    if ref not in kept:
        found = kept[ref] = _object_of(ref)
        if found is not None and ref.kind in WHOLE:
            # What was found by its name may be named by its id next.
            kept[ObjectRef(ref.kind, found[1].dataset_id)] = found
    return kept[ref]


def _object_of(ref: ObjectRef) -> tuple[str, Object] | None:
    package = queries.one_package(model.Session(), STATEMENTS[ref.kind], ref.value)
    if package is None:
        return None
    once.keep(package[1])
    return package[0] or DATASET, package[1]


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
    # Asked in either case: nobody learns from the time whether there was something to decide.
    is_known = may_discover(whoever_asks(context), *(found or NOTHING))
    return found if is_known else None


def is_known(context: Any, dataset_id: str) -> bool:
    """Say whether this call has found already that its caller may know a dataset."""
    user = context.get("user") or ""
    key = (user, Operation.DISCOVER.value, Kind.DATASET.value, dataset_id)
    return key in context.get(_KEPT, ())


def nothing() -> str:
    """Return an id that nothing has, to ask for in the place of what is hidden."""
    return str(uuid.uuid4())
