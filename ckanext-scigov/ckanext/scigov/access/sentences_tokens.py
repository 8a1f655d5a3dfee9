"""The reader's sentences about tokens of a grant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.grant_tokens import TokenReason

TOKENS: dict[Any, Callable[[], str]] = {
    TokenReason.NOT_IN_FORCE: lambda: tk._(
        "This grant does not hold now. A token can be made while it holds."
    ),
    TokenReason.NOT_GRANTEE: lambda: tk._(
        "This grant is not for this user. Name its holder, or a member of the agency that holds it."
    ),
    TokenReason.ADMINISTRATOR: lambda: tk._(
        "A system administrator has no such token. Make it for another user."
    ),
    TokenReason.TOO_MANY: lambda: tk._(
        "This user has %(most)s tokens of this grant. Revoke one that is no longer used first."
    ),
    TokenReason.REVOKED: lambda: tk._("This token has been revoked already."),
}


def only_data() -> str:
    return tk._(
        "This token belongs to a grant and gives the data of that grant only, by datastore_search and as"
        " files. For everything else sign in, or use a token of your own."
    )


def holds_no_longer() -> str:
    return tk._(
        "The grant of this token has ended, has been revoked or is not yours any more. A new one needs a"
        " new application."
    )
