"""Template helpers: how much somebody has not read."""

from __future__ import annotations

from typing import Any

from babel import Locale

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.notices import queries

__all__ = ["scigov_notices_language", "scigov_notices_unread"]


def scigov_notices_unread() -> str:
    """Return how many notices the reader has not read, ``99+`` for more; empty for none.

    Nobody is asked for visitors; for who is signed in it is one statement.
    """
    user: Any = tk.current_user
    if not user.is_authenticated:
        return ""
    count = queries.unread_count(model.Session(), user.id)
    if count >= queries.MOST_COUNTED:
        return f"{queries.MOST_COUNTED - 1}+"
    return str(count) if count else ""


def scigov_notices_language(code: str) -> str:
    """Return what a language is called in itself."""
    return Locale.parse(code).get_language_name() or code
