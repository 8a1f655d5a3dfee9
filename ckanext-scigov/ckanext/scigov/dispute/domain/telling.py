"""What a run does about a cause that it has found: a dispute, a word in the one that there is, nothing."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.dispute.domain.compared import Cause
from ckanext.scigov.dispute.domain.compared import Kind as Difference
from ckanext.scigov.dispute.domain.kinds import Kind


class Telling(enum.Enum):
    """What is to be done."""

    OPEN = "open"
    NOTE = "note"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of a cause before."""

    has_dispute: bool
    is_open: bool
    """Its last dispute has not ended; of one that was merged, that in which it goes on."""
    told: str
    """Digest of what the dispute says; empty: that the cause is gone."""
    decided: str = ""
    """Digest of what it was decided on; empty: it was not."""


NEVER = Known(has_dispute=False, is_open=False, told="")
_KINDS: Mapping[Difference, Kind] = MappingProxyType(
    {
        Difference.DUPLICATE_HERE: Kind.DUPLICATE,
        Difference.DUPLICATE_THERE: Kind.DUPLICATE,
        Difference.NO_KEY_HERE: Kind.INCOMPLETE,
        Difference.NO_KEY_THERE: Kind.INCOMPLETE,
        Difference.MISSING_HERE: Kind.INCOMPLETE,
        Difference.EMPTY_HERE: Kind.INCOMPLETE,
    }
)


def telling(found: str, known: Known) -> Telling:
    """Say what is to be done about a cause.

    Args:
        found: its digest (``digest_of``).
        known: what was known of it.
    """
    if not known.has_dispute:
        return Telling.OPEN
    if known.is_open:
        return Telling.NOTHING if found == known.told else Telling.NOTE
    # What was decided, or told and not accepted, is not told again: only what is found since.
    return Telling.NOTHING if found == (known.decided or known.told) else Telling.OPEN


def digest_of(cause: Cause) -> str:
    """Return what tells one finding of a cause from another; never empty."""
    return cause.digest or cause.detail


def kind_of(difference: Difference) -> Kind:
    """Return what a dispute about a difference says is wrong."""
    return _KINDS.get(difference, Kind.INCONSISTENT)
