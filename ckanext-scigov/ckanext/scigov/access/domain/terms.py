"""The terms of grants: who has to accept which before data are given to him.

A grant keeps the version that was in force when it was given, for as long as it lasts.
"""

from __future__ import annotations

import enum

from ckanext.scigov.access.domain.obligations import Obligations

VERSIONS = ("1", "2")
"""Another text (``sentences_terms``) is another version; the last one is in force."""
VERSION = VERSIONS[-1]
NO_TERMS = ""


class TermsReason(enum.Enum):
    NOT_CONFIRMED = "not_confirmed"
    OTHER_VERSION = "other_version"
    NOT_HOLDER = "not_holder"


def version_for(obligations: Obligations, *, asks: bool) -> str:
    """Return the version of the terms that a new grant has, NO_TERMS where it has none.

    Args:
        obligations: its conditions; what must not be passed on is never given without terms.
        asks: whether whoever gives it wants them accepted.
    """
    return VERSION if asks or obligations.no_onward_transfer else NO_TERMS
