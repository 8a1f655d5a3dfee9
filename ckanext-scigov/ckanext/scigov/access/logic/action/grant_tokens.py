"""Actions about tokens of a grant, for programs that fetch its data."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import grant_queries, grant_token_queries, sentences_tokens
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.roles import TermState
from ckanext.scigov.access.logic import schema_grant_tokens as schema
from ckanext.scigov.access.logic.auth.grant_tokens import ends_tokens_of
from ckanext.scigov.access.logic.calls import by, done
from ckanext.scigov.access.model_tokens import GrantToken
from ckanext.scigov.access.sentences_agencies import NAMES
from ckanext.scigov.access.service import grant_tokens as service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated({**NAMES, **sentences_tokens.TOKENS})


@TRANSLATED
@takes(schema.token_create)
def scigov_access_grant_token_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make a token that gives the data of one grant and nothing else, to be sent as CKAN's own.

    Args:
        context: CKAN's; whom the grant is for, for himself. Of an agency's grant: each of its members
            for himself, its approver also for another member or for a system account that is one.
        data_dict: ``number`` of the grant; ``name``: what the token is for; ``user`` (name or id): who
            sends it, the caller unless another is named.

    Returns:
        ``token``, which is shown this once and kept nowhere; ``id``, ``name``, ``number``, ``user_id``,
        ``created_by``, ``created``, ``until`` (when the grant ends; empty: it has no end).

    Raises:
        NotFound: there is no such grant, or it is not visible to the user.
        NotAuthorized: the grant is not for the user, or the token would be another's.
        ValidationError: the grant does not hold now, is not for that user, or he has too many tokens.
    """
    data = checked("scigov_access_grant_token_create", context, data_dict)
    name = data.get("user") or principal_from(context).user_id
    user = model.User.get(name)
    if user is None or user.state != model.State.ACTIVE:
        raise Refused(Refusal(NameReason.USER_UNKNOWN, "user"))
    token, secret = service.create(model.Session(), data["number"], user, data["name"], by(context))
    done(context)
    grant = grant_queries.find_grant(model.Session(), token.grant_number)
    return {"token": secret, **_shown(token), "until": moment(grant.until_at if grant else None)}


@tk.side_effect_free
@TRANSLATED
@takes(schema.token_list)
def scigov_access_grant_token_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the tokens of a grant, newest first.

    Args:
        context: CKAN's; who sees the grant: his own tokens. Who may end the grant: all of them.
        data_dict: ``number`` of the grant.

    Returns:
        Dictionaries with ``id``, ``name``, ``number``, ``user_id``, ``user_name``, ``created_by``,
        ``created``, ``state`` (active, ended: with its grant, revoked), ``last_used`` (of those that are
        not revoked), ``revoked_by``, ``revoked_at``; at most 1000.

    Raises:
        NotFound: there is no such grant, or it is not visible to the user.
    """
    data = checked("scigov_access_grant_token_list", context, data_dict)
    sees_all = ends_tokens_of(context, data["number"])
    session = model.Session()
    grant = grant_queries.find_grant(session, data["number"])
    if grant is None:
        raise NotVisible
    state = grant_queries.term_of(grant).state(clock.now())
    mine = None if sees_all else principal_from(context).user_id
    return [
        {
            **_shown(row.token),
            "user_name": row.user_name,
            "state": _state(state, is_live=row.is_live),
            "last_used": _utc(row.last_used),
            "revoked_by": row.token.revoked_by,
            "revoked_at": moment(row.token.revoked_at),
        }
        for row in grant_token_queries.of_grant(session, grant.number, mine)
    ]


@TRANSLATED
@takes(schema.token_revoke)
def scigov_access_grant_token_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a token at once; its grant goes on.

    Args:
        context: CKAN's; whose token it is, and who may end its grant.
        data_dict: ``id`` of the token.

    Returns:
        ``id``, ``name``, ``number``, ``user_id``, ``created_by``, ``created``, ``revoked_at``.

    Raises:
        NotFound: there is no such token, or it is not visible to the user; ValidationError: it has
            been revoked already.
    """
    data = checked("scigov_access_grant_token_revoke", context, data_dict)
    token = service.revoke(model.Session(), data["id"], by(context))
    done(context)
    return {**_shown(token), "revoked_at": moment(token.revoked_at)}


def _state(grant: TermState, *, is_live: bool) -> str:
    if not is_live:
        return TermState.REVOKED.value
    return (TermState.ACTIVE if grant is TermState.ACTIVE else TermState.ENDED).value


def _utc(value: dt.datetime | None) -> str | None:
    """Return a moment of CKAN's, which is UTC without saying so."""
    return moment(value.replace(tzinfo=dt.timezone.utc)) if value else None


def _shown(token: GrantToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.title,
        "number": token.grant_number,
        "user_id": token.user_id,
        "created_by": token.created_by,
        "created": moment(token.created_at),
    }
