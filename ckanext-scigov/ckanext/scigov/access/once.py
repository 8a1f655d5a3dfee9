"""What a request has found already of entries and their resources: one that only reads looks once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

from ckan import model

from ckanext.scigov.access import gate, queries
from ckanext.scigov.access.domain.subjects import Object

_FOUND = "scigov.access.found"


def begin() -> None:
    """Keep what is found from here on until the request ends; nothing where the request may write."""
    if flask.request.method in gate.SAFE_METHODS:
        flask.request.environ[_FOUND] = {}


def kept() -> dict[Any, Any] | None:
    """Return what is kept for this request; None where everything has to be looked for anew."""
    return flask.request.environ.get(_FOUND) if flask.has_request_context() else None


def keep(obj: Object) -> None:
    """Keep a dataset as the policy sees it."""
    known = kept()
    if known is not None:
        known["dataset", obj.dataset_id] = obj


def dataset(dataset_id: str) -> Object | None:
    """Return a dataset as the policy sees it, or None."""
    known = kept()
    if known is not None and ("dataset", dataset_id) in known:
        return known["dataset", dataset_id]
    obj = queries.objects(model.Session, [dataset_id]).get(dataset_id)
    if obj is not None:
        keep(obj)
    return obj


def resources(dataset_id: str) -> Mapping[str, Object]:
    """Return a dataset's resources as the policy sees them, by id."""
    known = kept()
    if known is not None and ("resources", dataset_id) in known:
        return known["resources", dataset_id]
    home = dataset(dataset_id)
    above = {dataset_id: home} if home else {}
    objects = queries.resource_objects(model.Session, above) if above else {}
    if known is not None:
        known["resources", dataset_id] = objects
    return objects
