"""Requests that come with a token of a grant: whoever sends it is the holder of that grant alone.

CKAN's tokens are their user's whole rights. Such a token is none to CKAN but by ``decode``: without this
plugin it opens nothing. While its request lasts its user is nobody but the holder of the grant
(``narrowed``), and goes nowhere but to its data (``bearer_gate``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flask

from ckan import model

from ckanext.scigov.access import grant_token_queries
from ckanext.scigov.access.domain import grant_tokens
from ckanext.scigov.access.domain.subjects import Principal

_KEPT = "scigov_access_bearer"


@dataclass(frozen=True, slots=True)
class Bearer:
    user_id: str
    grant_number: str


def decode(token: str) -> dict[str, Any] | None:
    """Return what CKAN asks of a token, and remember for whom it is in this request.

    Outside of one nobody could tell its user from his whole self, so there it is no token.
    """
    if not grant_tokens.is_bound(token) or not flask.has_request_context():
        return None
    found = grant_token_queries.live_by_digest(model.Session(), grant_tokens.digest(token))
    if found is None:
        return None
    setattr(flask.g, _KEPT, Bearer(found.user_id, found.grant_number))
    return {"jti": found.token_id}


def bearer() -> Bearer | None:
    """Return for whom the token of this request is; None where it has no such token."""
    return flask.g.get(_KEPT) if flask.has_request_context() else None


def narrowed(principal: Principal) -> Principal:
    """Return a principal as far as he is that in this request."""
    sent = bearer()
    if sent is None or sent.user_id != principal.user_id:
        return principal
    return grant_tokens.bearer(principal, sent.grant_number)
