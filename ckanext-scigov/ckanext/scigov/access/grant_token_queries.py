"""SELECTs of tokens that are bound to a grant."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.model_tokens import GrantToken
from ckanext.scigov.shared.session import Session

MOST_LISTED = 1000


class TokenRow(NamedTuple):
    token: GrantToken
    user_name: str | None
    is_live: bool
    """Neither revoked here nor taken away as CKAN's token."""
    last_used: dt.datetime | None
    """When a request came with it last, in UTC without saying so; unknown once it is revoked."""


def find(session: Session, name: str, *, lock: bool = False) -> GrantToken | None:
    query = sa.select(GrantToken).where(GrantToken.id == name)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def live_by_digest(session: Session, digest: str) -> GrantToken | None:
    """Return the token with this digest, unless it was revoked."""
    query = sa.select(GrantToken).where(
        GrantToken.digest == digest, GrantToken.revoked_at.is_(None)
    )
    return session.scalars(query).first()


def of_grant(session: Session, grant_number: str, user_id: str | None) -> list[TokenRow]:
    """Return the tokens of a grant, or those of one user, newest first."""
    known = model.ApiToken
    is_live = sa.and_(GrantToken.revoked_at.is_(None), known.id.is_not(None))
    query = (
        sa.select(GrantToken, model.User.name, is_live, known.last_access)
        .outerjoin(known, known.id == GrantToken.token_id)
        .outerjoin(model.User, model.User.id == GrantToken.user_id)
        .where(GrantToken.grant_number == grant_number)
        .order_by(GrantToken.created_at.desc(), GrantToken.id)
    )
    if user_id is not None:
        query = query.where(GrantToken.user_id == user_id)
    return [TokenRow(*row) for row in session.execute(query.limit(MOST_LISTED))]
