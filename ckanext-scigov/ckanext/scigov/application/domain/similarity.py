"""Earlier and similar applications, by a rule that is stated where they are shown.

Earlier: the same applicant for the same dataset. Similar: another applicant for the same dataset whose
purpose and scene of use share at least three tenths of their pairs of characters.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

LEAST = 30
"""Percent of pairs of characters in common."""
MOST = 10
PAIR = 2


class Likeness(str, enum.Enum):
    EARLIER = "earlier"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Said:
    """What one application says, as far as it is compared."""

    id: str
    applicant: str
    """The agency's or the person's id."""
    dataset_ids: frozenset[str]
    text: str
    """Purpose and scene of use."""


@dataclass(frozen=True, slots=True)
class Like:
    id: str
    likeness: Likeness
    percent: int


def alike(new: Said, others: Iterable[Said]) -> tuple[Like, ...]:
    """Return the earlier ones and the similar ones, most alike first, at most ``MOST``."""
    found = [like for other in others if other.id != new.id and (like := _compared(new, other))]
    found.sort(key=lambda one: (one.likeness is not Likeness.EARLIER, -one.percent, one.id))
    return tuple(found[:MOST])


def _compared(new: Said, other: Said) -> Like | None:
    if not new.dataset_ids & other.dataset_ids:
        return None
    percent = in_common(new.text, other.text)
    if new.applicant == other.applicant:
        return Like(other.id, Likeness.EARLIER, percent)
    return Like(other.id, Likeness.SIMILAR, percent) if percent >= LEAST else None


def in_common(one: str, other: str) -> int:
    """Return how many percent of the pairs of characters of both texts are in both."""
    first, second = _pairs(one), _pairs(other)
    return 100 * len(first & second) // len(first | second) if first | second else 0


def _pairs(text: str) -> set[str]:
    letters = "".join(one for one in text.casefold() if one.isalnum())
    return {letters[place : place + PAIR] for place in range(len(letters) - 1)}
