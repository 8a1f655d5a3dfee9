"""Tokens that are bound to a grant: whoever sends one is nobody but the holder of that grant.

What is kept of a token is a digest. It is random and long, so that no slow digest is needed.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
from collections.abc import Callable

from ckanext.scigov.access.domain.roles import TermState
from ckanext.scigov.access.domain.subjects import GrantHeld, Principal, TermsState

PREFIX = "scigov_grant_"
"""By which it is told from CKAN's own tokens; so can whoever looks for leaked secrets."""
BYTES = 32
MOST = 10
"""So many of a grant may a person have at a time."""


class TokenReason(enum.Enum):
    NOT_IN_FORCE = "not_in_force"
    NOT_GRANTEE = "not_grantee"
    ADMINISTRATOR = "administrator"
    TOO_MANY = "too_many"
    REVOKED = "revoked"


def new_secret(random_text: Callable[[int], str]) -> str:
    return f"{PREFIX}{random_text(BYTES)}"


def is_bound(token: str) -> bool:
    """Say whether something that was sent as a token claims to be one of a grant."""
    return token.startswith(PREFIX)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(principal: Principal, grant_number: str) -> Principal:
    """Return somebody without all that he is and holds beside one grant."""
    held = (_in_a_system(grant) for grant in principal.grants if grant.number == grant_number)
    return Principal(principal.user_id, grants=frozenset(held))


def _in_a_system(grant: GrantHeld) -> GrantHeld:
    """Return a grant as a token has it: who signs for the agency may have answered for its terms."""
    is_answered = grant.terms is TermsState.ANSWERED_FOR
    return dataclasses.replace(grant, terms=TermsState.ACCEPTED) if is_answered else grant


def judge_new(
    state: TermState, live: int, *, is_grantee: bool, is_sysadmin: bool
) -> TokenReason | None:
    """Say why a user gets no token of a grant; ``live`` is how many he has of it."""
    if state is not TermState.ACTIVE:
        return TokenReason.NOT_IN_FORCE
    if not is_grantee:
        return TokenReason.NOT_GRANTEE
    if is_sysadmin:
        # CKAN asks nobody for leave where an administrator calls.
        return TokenReason.ADMINISTRATOR
    return TokenReason.TOO_MANY if live >= MOST else None
