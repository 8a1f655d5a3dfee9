"""Credentials of sources are kept, taken away and sealed anew; none is ever given to a person."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping

from ckanext.scigov.audit import service as audit
from ckanext.scigov.intake import credential_queries, credentials
from ckanext.scigov.intake.credentials import Secret
from ckanext.scigov.intake.model import Credential
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,62}")
LONGEST = 16_384
"""Characters of a secret: private keys are some thousands long."""
MOST = 50
"""Credentials of one source."""


class CredentialReason(enum.Enum):
    """Why a credential is not kept."""

    NAME = "credential_name"
    EMPTY = "credential_empty"
    TOO_LONG = "credential_too_long"
    TOO_MANY = "credential_too_many"


def keep(  # noqa: PLR0913  (who, when, where, what)
    session: Session, source_id: str, name: str, secret: str, *, actor: Actor, now: dt.datetime
) -> None:
    """Seal a secret and keep it under a name; one of that name before is gone.

    Raises:
        Refused: name or secret are none, or there are too many.
    """
    kept = {one.name: one for one in credential_queries.of_source(session, source_id)}
    _check(name, secret, kept)
    row = kept.get(name) or Credential(source_id=source_id, name=name)
    row.sealed = credentials.seal(source_id, name, secret)
    row.set_by, row.set_at = actor.user_id, now
    session.add(row)
    session.flush()
    _account(session, "credential.set", row, actor, now)


def remove(session: Session, source_id: str, name: str, actor: Actor, now: dt.datetime) -> None:
    """Forget a secret. Raises ``NotVisible`` where there is none of that name."""
    row = session.get(Credential, (source_id, name))
    if row is None:
        raise NotVisible
    session.delete(row)
    session.flush()
    _account(session, "credential.remove", row, actor, now)


def opened(session: Session, source_id: str) -> Mapping[str, Secret]:
    """Return the secrets of a source by name, for a connector.

    Raises:
        credentials.NotOpened: one was sealed with a key that the site does not know any more.
    """
    rows = credential_queries.of_source(session, source_id)
    return {one.name: credentials.unseal(source_id, one.name, one.sealed) for one in rows}


def reseal(session: Session, actor: Actor, now: dt.datetime) -> int:
    """Seal everything with the key of now, and return how many there were.

    Raises:
        credentials.NotOpened: nothing has been changed then.
    """
    rows = credential_queries.everything(session)
    secrets = [credentials.unseal(one.source_id, one.name, one.sealed) for one in rows]
    for row, secret in zip(rows, secrets, strict=True):
        row.sealed = credentials.seal(row.source_id, row.name, secret)
        _account(session, "credential.reseal", row, actor, now)
    return len(rows)


def _check(name: str, secret: str, kept: Mapping[str, Credential]) -> None:
    reasons = {
        CredentialReason.NAME: ("name", not NAME.fullmatch(name)),
        CredentialReason.EMPTY: ("secret", not secret),
        CredentialReason.TOO_LONG: ("secret", len(secret) > LONGEST),
        CredentialReason.TOO_MANY: ("name", name not in kept and len(kept) >= MOST),
    }
    values = {"most": MOST, "longest": LONGEST}
    refusals = [Refusal(why, where, values) for why, (where, is_so) in reasons.items() if is_so]
    if refusals:
        raise Refused(*refusals)


def _account(session: Session, event: str, row: Credential, actor: Actor, now: dt.datetime) -> None:
    audit.record(
        session,
        actor=actor,
        event=event,
        object_type="harvest_source",
        object_id=row.source_id,
        now=now,
        detail={"name": row.name},
    )
