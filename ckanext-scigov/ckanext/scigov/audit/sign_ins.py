"""Sign-ins, sign-outs and sign-ins that failed, each in a transaction of its own.

The request's transaction is not theirs: a failed sign-in changes nothing that would be committed.
Requests with an API token sign nobody in and send none of these signals.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import orm

from ckan import model

from ckanext.scigov.audit import service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

MOST_CHARACTERS = 100


def signed_in(_: Any, *, user: Any, **__: Any) -> None:
    _record_user("user.sign_in", user)


def signed_out(_: Any, *, user: Any, **__: Any) -> None:
    # CKAN sends it for visitors too who were not signed in.
    if user.is_authenticated:
        _record_user("user.sign_out", user)


def sign_in_failed(typed_name: Any, **_: Any) -> None:
    """Record the name as typed; what was typed as the password is never looked at."""
    # PostgreSQL can keep neither zeros nor halves of characters.
    name = str(typed_name or "")[:MOST_CHARACTERS].replace("\x00", "")
    name = name.encode("utf-8", errors="replace").decode()
    _record(Actor.anonymous(), "user.sign_in_failed", "", {"name": name})


def _record_user(event: str, user: Any) -> None:
    actor = Actor(user_id=user.id, name=user.name, is_sysadmin=bool(user.sysadmin))
    _record(actor, event, user.id, {})


def _record(actor: Actor, event: str, object_id: str, detail: dict[str, str]) -> None:
    with orm.Session(model.ensure_engine()) as session:
        service.record(
            session,
            actor=actor,
            event=event,
            object_type="user",
            object_id=object_id,
            now=clock.now(),
            detail=detail,
        )
        session.commit()
