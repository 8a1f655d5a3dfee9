"""What can be done with an import in which state, and what undoing it does to each of its objects."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.intake.domain.states import BatchState, Policy


class BatchEvent(str, enum.Enum):
    MATCH = "match"
    """Its columns are matched, and its rows are to be checked."""
    CHECKED = "checked"
    WRITE = "write"
    WRITTEN = "written"
    UNDO = "undo"
    UNDONE = "undone"
    DISCARD = "discard"
    FAIL = "fail"
    """What was under way could not be done, and nothing of it was."""


BATCH_TRANSITIONS: Mapping[tuple[BatchState, BatchEvent], BatchState] = MappingProxyType(
    {
        (BatchState.UPLOADED, BatchEvent.MATCH): BatchState.CHECKING,
        (BatchState.UPLOADED, BatchEvent.DISCARD): BatchState.DISCARDED,
        (BatchState.CHECKING, BatchEvent.CHECKED): BatchState.CHECKED,
        (BatchState.CHECKING, BatchEvent.FAIL): BatchState.UPLOADED,
        (BatchState.CHECKED, BatchEvent.MATCH): BatchState.CHECKING,
        (BatchState.CHECKED, BatchEvent.WRITE): BatchState.WRITING,
        (BatchState.CHECKED, BatchEvent.DISCARD): BatchState.DISCARDED,
        (BatchState.WRITING, BatchEvent.WRITTEN): BatchState.WRITTEN,
        (BatchState.WRITING, BatchEvent.FAIL): BatchState.CHECKED,
        (BatchState.WRITTEN, BatchEvent.UNDO): BatchState.UNDOING,
        (BatchState.UNDOING, BatchEvent.UNDONE): BatchState.UNDONE,
        (BatchState.UNDOING, BatchEvent.FAIL): BatchState.WRITTEN,
    }
)
UNDER_WAY = frozenset({BatchState.CHECKING, BatchState.WRITING, BatchState.UNDOING})


class BatchReason(enum.Enum):
    """Why something is not done with an import."""

    NOT_NOW = "not_now"
    NOTHING_GOOD = "nothing_good"
    HAS_BAD = "has_bad"
    CHANGED_SINCE = "changed_since"
    ROW_REFUSED = "row_refused"
    FORGOTTEN = "forgotten"


def after(state: BatchState, event: BatchEvent) -> BatchState | None:
    """Return the next state; None where the event is not for this one."""
    return BATCH_TRANSITIONS.get((state, event))


def why_not_written(policy: Policy, *, good: int, bad: int) -> BatchReason | None:
    """Say why rows are not written; None where they can be."""
    if not good:
        return BatchReason.NOTHING_GOOD
    if bad and policy is Policy.ALL_OR_NOTHING:
        return BatchReason.HAS_BAD
    return None


class Done(str, enum.Enum):
    """What an import has done with an object."""

    MADE = "made"
    CHANGED = "changed"


class Now(str, enum.Enum):
    """How an object stands now."""

    SAME = "same"
    """As the import has left it."""
    OTHERWISE = "otherwise"
    GONE = "gone"


class Undo(str, enum.Enum):
    """What undoing does with it."""

    DELETE = "delete"
    RESTORE = "restore"
    LEAVE = "leave"
    """It is as it was before already."""
    REFUSE = "refuse"
    """Somebody's later work would be lost."""


UNDO: Mapping[tuple[Done, Now], Undo] = MappingProxyType(
    {
        (Done.MADE, Now.SAME): Undo.DELETE,
        (Done.MADE, Now.OTHERWISE): Undo.REFUSE,
        (Done.MADE, Now.GONE): Undo.LEAVE,
        (Done.CHANGED, Now.SAME): Undo.RESTORE,
        (Done.CHANGED, Now.OTHERWISE): Undo.REFUSE,
        (Done.CHANGED, Now.GONE): Undo.REFUSE,
    }
)
