"""Who asks, of a call of CKAN's: from its context only, and once in a request."""

from __future__ import annotations

from typing import Any

import flask

from ckan import model

from ckanext.scigov.access import bearers, config
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal
from ckanext.scigov.access.principals import principal_of
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from

_KEPT = "scigov_access_principals"


def principal_from(context: Any) -> Principal:
    """Return who calls. ``ignore_auth`` makes nobody of him that he is not."""
    name = context.get("user") or ""
    if not name:
        return ANONYMOUS
    user = context.get("auth_user_obj")
    if user is None or user.name != name:
        user = model.User.get(name)
    return principal_of_user(user)


def principal_of_user(user: model.User | None) -> Principal:
    """Return what a user is and holds at this moment."""
    if user is None or getattr(user, "is_anonymous", False):
        return ANONYMOUS
    if not flask.has_request_context():
        return principal_of(model.Session, user, clock.now())
    kept: dict[str, Principal] = flask.g.setdefault(_KEPT, {})
    if user.id not in kept:
        kept[user.id] = bearers.narrowed(principal_of(model.Session, user, clock.now()))
    return kept[user.id]


def forget() -> None:
    """Ask the database again: somebody's standing has changed within this request."""
    if flask.has_request_context():
        flask.g.pop(_KEPT, None)


def act_of(context: Any) -> Act:
    """Return the circumstances of an act: who, when, and who else is needed."""
    return Act(actor_from(context), clock.now(), config.second_person())
