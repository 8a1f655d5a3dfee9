"""Tokens of a grant: made and revoked. The token itself is given back once and kept nowhere."""

from __future__ import annotations

import secrets

from ckan import model

from ckanext.scigov.access import grant_queries, grant_token_queries
from ckanext.scigov.access.domain import grant_tokens
from ckanext.scigov.access.domain.grant_tokens import TokenReason
from ckanext.scigov.access.model_tokens import GrantToken
from ckanext.scigov.access.service import grants
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session


def create(
    session: Session, number: str, user: model.User, title: str, by: By
) -> tuple[GrantToken, str]:
    """Make a token of a grant for a user, and return it with its secret.

    Raises:
        NotVisible: there is no such grant.
        Refused: the grant does not hold now, it is not for this user, or he has too many.
    """
    grant = grant_queries.find_grant(session, number, lock=True)
    if grant is None:
        raise NotVisible
    refused = grant_tokens.judge_new(
        grant_queries.term_of(grant).state(by.now),
        sum(row.is_live for row in grant_token_queries.of_grant(session, grant.number, user.id)),
        is_grantee=grants.reaches(session, grant, user.id),
        is_sysadmin=bool(user.sysadmin),
    )
    if refused:
        raise Refused(Refusal(refused, values={"most": grant_tokens.MOST}))
    secret = grant_tokens.new_secret(secrets.token_urlsafe)
    of_ckan = model.ApiToken(user.id, title)
    token = GrantToken(
        id=ids.random_key(), token_id=of_ckan.id, digest=grant_tokens.digest(secret), grant_number=grant.number,
        user_id=user.id, title=title, created_by=by.user_id, created_at=by.now,
    )  # fmt: skip
    session.add_all([of_ckan, token])
    session.flush()
    _account(session, "grant.token.create", token, by)
    return token, secret


def revoke(session: Session, name: str, by: By) -> GrantToken:
    """Let a token be none from now on."""
    token = grant_token_queries.find(session, name, lock=True)
    if token is None:
        raise NotVisible
    if token.revoked_at is not None:
        raise Refused(Refusal(TokenReason.REVOKED))
    token.revoked_at, token.revoked_by = by.now, by.user_id
    of_ckan = session.get(model.ApiToken, token.token_id)
    if of_ckan is not None:
        session.delete(of_ckan)
    session.flush()
    _account(session, "grant.token.revoke", token, by)
    return token


def _account(session: Session, event: str, token: GrantToken, by: By) -> None:
    detail = {"number": token.grant_number, "user_id": token.user_id, "title": token.title}
    by.record(session, event, "grant_token", token.id, **detail)
