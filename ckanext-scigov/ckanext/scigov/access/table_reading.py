"""Reading the DataStore's tables: whether somebody may, which columns he gets, and on what terms.

Whoever calls and whatever ``ignore_auth`` says, the policy is asked about the resource whose table it
is. A table without a resource is nobody's, and therefore absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NoReturn

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import checking, queries, sentences_reasons
from ckanext.scigov.access.asking import principal_of_user
from ckanext.scigov.access.domain.policy import Decision, Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object, Principal

DUMP = "datastore.dump"


@dataclass(frozen=True, slots=True)
class Reading:
    """A table that somebody may read."""

    principal: Principal
    table: Object
    decision: Decision

    @property
    def resource_id(self) -> str:
        return self.table.resource_id


@dataclass(frozen=True, slots=True)
class _Asking:
    """One call of an action: who asks, and what has been loaded for it."""

    principal: Principal
    tables: dict[str, Object | None] = field(default_factory=dict[str, "Object | None"])


_asking: ContextVar[_Asking | None] = ContextVar("scigov_access_asking", default=None)


@contextmanager
def asked_by(principal: Principal) -> Iterator[None]:
    """Let the backend's methods that are given no context know who asks."""
    token = _asking.set(_Asking(principal))
    try:
        yield
    finally:
        _asking.reset(token)


def asker() -> Principal | None:
    """Return who asks within ``asked_by``; None outside of it."""
    asking = _asking.get()
    return asking.principal if asking else None


def whoever_is_there() -> Principal:
    """Return who asks where there is no context: of an action, else of the request, else nobody."""
    principal = asker() or checking.acting()
    if principal is not None:
        return principal
    if not flask.has_request_context():
        return ANONYMOUS
    user: Any = tk.current_user
    return principal_of_user(user)


def table_object(resource_id: str) -> Object | None:
    """Return the resource whose table bears this name; it is loaded once in a call."""
    asking = _asking.get()
    if asking is None:
        return queries.resource_object(model.Session, resource_id)
    if resource_id not in asking.tables:
        asking.tables[resource_id] = queries.resource_object(model.Session, resource_id)
    return asking.tables[resource_id]


def may_know(principal: Principal, resource_id: str) -> bool:
    """Say whether somebody may learn that there is such a table."""
    obj = table_object(resource_id)
    return obj is not None and decide(principal, Operation.DISCOVER, obj).allowed


def read(principal: Principal, resource_id: str) -> Reading:
    """Return the permission to read a table.

    Raises:
        tk.ObjectNotFound: as the DataStore says it of a table that is not there.
        tk.NotAuthorized: it is visible, and its rows are not given out to him.
    """
    obj = table_object(resource_id)
    if obj is None or not decide(principal, Operation.DISCOVER, obj).allowed:
        raise absent(resource_id)
    decision = decide(principal, Operation.DATA, obj)
    if not decision.allowed:
        refuse(sentences_reasons.why_not(decision))
    return Reading(principal, obj, decision)


def absent(resource_id: str) -> tk.ObjectNotFound:
    """Return CKAN's own error for a table that is not there."""
    return tk.ObjectNotFound(tk._('Resource "{0}" was not found.').format(resource_id))


def refuse(sentence: str) -> NoReturn:
    """End the call; CKAN's dump would make an error 500 of what its action says.

    Raises:
        tk.NotAuthorized: always, but in the dump an answer of 403.
    """
    if is_dump():
        tk.abort(403, sentence)
    raise tk.NotAuthorized(sentence)


def is_dump() -> bool:
    return flask.has_request_context() and flask.request.endpoint == DUMP


def ids_in(data_dict: dict[str, Any]) -> list[str]:
    """Return all tables that raw input names: CKAN lets ``id`` win over ``resource_id``."""
    names = (data_dict.get("id"), data_dict.get("resource_id"))
    return list(dict.fromkeys(str(name) for name in names if name))
