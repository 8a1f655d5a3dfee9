"""What people name things by: the numbers of grants, scopes of roles; and names that name nothing.

A grant's number is ``SQ2026-7K3M-P9XW``: SQ for 授权, the year it was given in, eight random
characters. Digits and letters that are taken for each other (0 O, 1 I L, 2 Z, 5 S, 8 B, and V for
U) are not among them, so that a number can be read off a watermark and out over the telephone. With
more than 10^11 of them in a year one is not guessed; the number alone opens nothing all the same.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any, cast

from ckanext.scigov.access.domain.roles import Scope, ScopeKind

CHARACTERS = "34679ACDEFGHJKMNPQRTUWXY"


class NameReason(enum.Enum):
    """Something is named that is not there, or not active."""

    USER_UNKNOWN = "user_unknown"
    ORGANIZATION_UNKNOWN = "organization_unknown"
    AGENCY_UNKNOWN = "agency_unknown"


def grant_number(year: int, pick: Callable[[str], str]) -> str:
    """Return a number made of what ``pick`` chooses out of the characters."""
    first, second = ("".join(pick(CHARACTERS) for _ in range(4)) for _ in range(2))
    return f"SQ{year}-{first}-{second}"


def as_number(text: str) -> str:
    """Return a number as it is stored, however somebody has typed it."""
    return text.strip().upper()


def scope_of(value: Any) -> Scope | None:
    """Return the scope that ``platform``, ``provider:ORG`` or ``{kind, id}`` says; None: none.

    The organisation may be an id or a name: what it is, is the service's question.
    """
    if isinstance(value, str):
        kind, _, organization = value.strip().partition(":")
    elif isinstance(value, Mapping):
        named = cast("Mapping[str, Any]", value)
        kind, organization = named.get("kind") or "", named.get("id") or ""
    else:
        return None
    known = {one.value: one for one in ScopeKind}
    if not isinstance(organization, str) or kind not in known:
        return None
    scope = Scope(known[kind], organization.strip())
    is_everywhere = scope.kind is ScopeKind.PLATFORM
    return scope if is_everywhere == (not scope.provider_id) else None


def scope_name(scope: Scope) -> str:
    """Return the text that ``scope_of`` reads."""
    return ":".join(filter(None, (scope.kind.value, scope.provider_id)))
