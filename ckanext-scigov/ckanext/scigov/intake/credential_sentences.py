"""The reader's sentences for credentials that are not kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.service.credentials import CredentialReason

CREDENTIALS: dict[Any, Callable[[], str]] = {
    CredentialReason.NAME: lambda: tk._(
        "A credential is named with letters, digits, dots, hyphens and underscores, a letter first and "
        "63 at most."
    ),
    CredentialReason.EMPTY: lambda: tk._("Give the password or token itself."),
    CredentialReason.TOO_LONG: lambda: tk._(
        "A password, token or key has at most %(longest)s characters."
    ),
    CredentialReason.TOO_MANY: lambda: tk._(
        "A source has at most %(most)s credentials. Remove one that its mapping does not name."
    ),
}
