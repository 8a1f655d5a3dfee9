"""The terms under which data are given out that must not be passed on.

Who has accepted another version than the present one has not accepted these.
"""

from __future__ import annotations

import enum

from ckanext.scigov.access.domain.obligations import Obligations

VERSION = "1"
"""Another text (``sentences_terms``) is another version."""


class TermsReason(enum.Enum):
    NOT_CONFIRMED = "not_confirmed"


def must_accept(obligations: Obligations) -> bool:
    """Say whether somebody has to accept terms before data are given to him."""
    return obligations.no_onward_transfer
