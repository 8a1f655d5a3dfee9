"""New, changed, unchanged: one comparison of a page with what is known of its records."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.intake.domain.states import Fate


class Change(str, enum.Enum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RESTORED = "restored"
    """It was archived because its source had it no more; now it has it again."""
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Known:
    """What the last runs left of the first record of an identity."""

    hash: str
    fate: Fate
    dataset_id: str


@dataclass(frozen=True, slots=True)
class Compared:
    change: Change
    ordinal: int
    """0, or which duplicate of its identity it is."""


def compare(
    records: Sequence[tuple[str, str]],
    known: Mapping[str, Known],
    seen: Mapping[str, int],
    *,
    is_forced: bool = False,
) -> list[Compared]:
    """Return what became of each record of a page.

    Args:
        records: identity and hash of each, in the source's order.
        known: identity → what is known of its first record.
        seen: identity → how many of it this run has met on earlier pages.
        is_forced: write what has not changed, too.
    """
    counted = dict(seen)
    found: list[Compared] = []
    for key, made in records:
        ordinal = counted.get(key, 0)
        counted[key] = ordinal + 1
        if ordinal:
            found.append(Compared(Change.DUPLICATE, ordinal))
        else:
            found.append(Compared(_change(known.get(key), made, is_forced=is_forced), 0))
    return found


def _change(before: Known | None, made: str, *, is_forced: bool) -> Change:
    if before is None or not before.dataset_id:
        # What was rejected is judged again only when it, or its mapping, is another.
        if before is not None and before.hash == made and not is_forced:
            return Change.UNCHANGED
        return Change.NEW
    if before.fate is Fate.ARCHIVED:
        return Change.RESTORED
    if before.hash == made and not is_forced:
        return Change.UNCHANGED
    return Change.CHANGED


class Vanishing(str, enum.Enum):
    NONE = "none"
    ARCHIVE = "archive"
    ASK = "ask"


def judge_vanished(missing: int, known: int, most_percent: int, *, may_vanish: bool) -> Vanishing:
    """Say whether a run may go on that does not find ``missing`` of ``known`` records any more.

    Asked before the grace period counts: a source that was emptied by mistake is noticed on the day.
    """
    if not missing:
        return Vanishing.NONE
    if not may_vanish and missing * 100 > known * most_percent:
        return Vanishing.ASK
    return Vanishing.ARCHIVE
