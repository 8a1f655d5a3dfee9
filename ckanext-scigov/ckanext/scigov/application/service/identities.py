"""Who a user is outside the portal: seen by an official, and put on record."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.scigov.access.domain import agencies
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain.acting import ActReason, IdentityKind
from ckanext.scigov.application.model import Identity
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Denied, Refusal, Refused
from ckanext.scigov.shared.session import Session

SHOWN = 4
"""Characters of a person's document that are kept: enough to compare, too few to use."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an official has seen of somebody's papers."""

    user: str
    kind: IdentityKind
    name: str
    code: str


def verify(session: Session, seen: Seen, doer: Doer) -> Identity:
    """Put on record who somebody is; an earlier identity of his ends. Nobody vouches for himself."""
    _check_keeper(doer)
    user_id = reading.user_named(session, seen.user)
    if user_id is None:
        raise Refused(Refusal(ActReason.USER_UNKNOWN, "user"))
    if user_id == doer.user_id:
        raise Refused(Refusal(ActReason.ONESELF, "user"))
    code = _code(seen)
    _end(session, user_id, doer)
    row = Identity(
        id=ids.random_key(),
        user_id=user_id,
        kind=seen.kind.value,
        name=seen.name,
        code=code,
        verified_by=doer.user_id,
        verified_at=doer.now,
    )
    session.add(row)
    session.flush()
    detail = {"user_id": user_id, "kind": seen.kind.value}
    doer.by.record(session, "identity.verify", "identity", row.id, **detail)
    return row


def revoke(session: Session, user: str, reason: str, doer: Doer) -> None:
    """Take an identity back; who had it cannot apply until it is seen again."""
    _check_keeper(doer)
    user_id = reading.user_named(session, user)
    if user_id is None or not _end(session, user_id, doer, reason):
        raise Refused(Refusal(ActReason.NOT_VERIFIED, "user"))


def keeps_identities(doer: Doer) -> bool:
    """Say whether somebody verifies who others are: whoever keeps the register of agencies."""
    return agencies.keeps_register(doer.principal)


def _check_keeper(doer: Doer) -> None:
    if not keeps_identities(doer):
        raise Denied(ActReason.NOT_KEEPER)


def _code(seen: Seen) -> str:
    """Return what is kept of a code: all of a company's, little of a person's."""
    code = seen.code.strip().upper()
    if seen.kind is IdentityKind.COMPANY:
        if not agencies.is_credit_code(code):
            raise Refused(Refusal(ActReason.CODE_WRONG, "code"))
        return code
    return "*" * max(len(code) - SHOWN, 0) + code[-SHOWN:]


def _end(session: Session, user_id: str, doer: Doer, reason: str = "") -> bool:
    row = queries.identity_of(session, user_id, lock=True)
    if row is None:
        return False
    row.revoked_at, row.revoked_by = doer.now, doer.user_id
    session.flush()
    detail = {"user_id": user_id, "reason": reason}
    doer.by.record(session, "identity.revoke", "identity", row.id, **detail)
    return True
