"""Who asks with an API token, in one statement.

CKAN loads the token, writes when it was used last, commits, loads its owner and looks whether the
owner has been seen lately: seven trips to the database. What is not the ordinary case, a token
that is unknown or revoked, an owner who is not active or was not seen for a while, is CKAN's.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools

import jwt
import sqlalchemy as sa

from ckan import model
from ckan.common import config
from ckan.lib.api_token import decode_token
from ckan.model.api_token import api_token_table

from ckanext.scigov.search.api.questions import Ordinary
from ckanext.scigov.search.prepared import Prepared


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """An active user who asks with a token."""

    id: str
    is_administrator: bool


def owner_of(token: str, alone: sa.Connection) -> Owner:
    """Return who owns the token and note that it was used.

    ``alone`` has no transaction, and CKAN notes it in one of its own too: nobody waits for this
    search to end.
    """
    try:
        content = decode_token(token)
    except jwt.InvalidTokenError as error:
        raise Ordinary from error
    number = content.get("jti")
    if not isinstance(number, str):
        raise Ordinary
    now = dt.datetime.now(dt.timezone.utc).replace(tzinfo=None)
    seen = dt.timedelta(seconds=config["ckan.user.last_active_interval"])
    row = _statement().run(alone, number=number, now=now, since=now - seen).first()
    if row is None:
        raise Ordinary
    return Owner(row[0], bool(row[1]))


@functools.cache
def _statement() -> Prepared:
    token, user = api_token_table.c, model.user_table.c
    return Prepared(
        sa.update(api_token_table)
        .values(last_access=sa.bindparam("now", required=True))
        .where(
            token.id == sa.bindparam("number", required=True),
            token.user_id == user.id,
            user.state == model.State.ACTIVE,
            user.last_active >= sa.bindparam("since", required=True),
        )
        .returning(user.id, user.sysadmin)
    )
