"""Ask the policy about one object and end the call where it says no.

What somebody may not discover is absent to him: the error carries nothing that an object which does
not exist would not carry.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries, sentences_reasons
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.policy import Decision, Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal, system

_acting: ContextVar[Principal | None] = ContextVar("scigov_access_acting", default=None)


@contextmanager
def acting_for(purpose: str) -> Iterator[None]:
    """Let what is inside be done by the system, for a purpose that the policy lists."""
    token = _acting.set(system(purpose))
    try:
        yield
    finally:
        _acting.reset(token)


def acting() -> Principal | None:
    """Return the system where it acts."""
    return _acting.get()


def whoever_asks(context: Any) -> Principal:
    """Return the system where it acts, else the user of the context."""
    return acting() or principal_from(context)


def require(context: Any, operation: Operation, obj: Object | None) -> Decision:
    """Return the decision that permits it.

    Raises:
        tk.ObjectNotFound: there is no such object, or it is not visible.
        tk.NotAuthorized: it is visible, and this is not permitted.
    """
    principal = whoever_asks(context)
    if obj is None or not decide(principal, Operation.DISCOVER, obj).allowed:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    decision = decide(principal, operation, obj)
    if not decision.allowed:
        raise tk.NotAuthorized(sentences_reasons.why_not(decision))
    return decision


def require_of_resource(context: Any, operation: Operation, resource_id: str) -> Decision:
    """As ``require``, of the resource with this id."""
    return require(context, operation, queries.resource_object(model.Session, resource_id))
