"""Who adds a file to a dispute, and who takes one away again. What a file may be: ``shared.domain.evidence``."""

from __future__ import annotations

import enum
from collections.abc import Collection

from ckanext.scigov.dispute.domain.states import ENDED, OFFICIALS, UNDECIDED, Party, State

BEGUN = frozenset({State.UNCONFIRMED, State.FILED, State.FORWARDED})
"""The unit may not have looked at it yet."""
_OF_REPORTERS = UNDECIDED | {State.UNCONFIRMED}


class EvidenceStep(enum.Enum):
    """Why a file is not added or removed; by whom it may be asked, the caller has found out."""

    NOT_ADDED_NOW = "not_added_now"
    STAYS = "stays"
    """The unit has answered on what was there: it is part of the record."""


def may_add(state: State, held: Collection[Party]) -> bool:
    """Say whether somebody who sees the files of a dispute may add one now.

    Args:
        state: of the dispute.
        held: what he is to it.
    """
    if OFFICIALS & set(held):
        return state not in ENDED
    return Party.REPORTER in held and state in _OF_REPORTERS


def may_remove(state: State, *, is_answered: bool) -> bool:
    """Say whether a file can be taken away now by who has added it.

    Args:
        state: of the dispute.
        is_answered: the unit has accepted it once, or refused to.
    """
    return state in BEGUN and not is_answered
