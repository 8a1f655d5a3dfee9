"""States of sources and runs as tables: who reads them reads what can happen."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType


class SourceState(str, enum.Enum):
    WAITING = "waiting"
    """Its mapping and its value table wait for a steward."""
    APPROVED = "approved"
    REFUSED = "refused"


class SourceEvent(str, enum.Enum):
    APPROVE = "approve"
    REFUSE = "refuse"
    CHANGE = "change"
    """Its mapping or address was changed: what was approved is no more what would run."""


SOURCE_TRANSITIONS: Mapping[tuple[SourceState, SourceEvent], SourceState] = MappingProxyType(
    {
        (SourceState.WAITING, SourceEvent.APPROVE): SourceState.APPROVED,
        (SourceState.WAITING, SourceEvent.REFUSE): SourceState.REFUSED,
        (SourceState.WAITING, SourceEvent.CHANGE): SourceState.WAITING,
        (SourceState.APPROVED, SourceEvent.REFUSE): SourceState.REFUSED,
        (SourceState.APPROVED, SourceEvent.CHANGE): SourceState.WAITING,
        (SourceState.REFUSED, SourceEvent.APPROVE): SourceState.APPROVED,
        (SourceState.REFUSED, SourceEvent.CHANGE): SourceState.WAITING,
    }
)


class RunState(str, enum.Enum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    ASKING = "asking"
    """It would take away more than the source's share allows, and waits for an answer."""
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"
    """Its worker is gone; it can be taken up where it stopped."""


class RunEvent(str, enum.Enum):
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    ASK = "ask"
    CONFIRM = "confirm"
    DECLINE = "decline"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"
    LOSE = "lose"


ENDED = frozenset({RunState.FINISHED, RunState.FAILED, RunState.CANCELLED})
"""A source has one run that has not ended."""

RUN_TRANSITIONS: Mapping[tuple[RunState, RunEvent], RunState] = MappingProxyType(
    {
        (RunState.QUEUED, RunEvent.START): RunState.RUNNING,
        (RunState.QUEUED, RunEvent.CANCEL): RunState.CANCELLED,
        (RunState.RUNNING, RunEvent.PAUSE): RunState.PAUSED,
        (RunState.RUNNING, RunEvent.ASK): RunState.ASKING,
        (RunState.RUNNING, RunEvent.FINISH): RunState.FINISHED,
        (RunState.RUNNING, RunEvent.FAIL): RunState.FAILED,
        (RunState.RUNNING, RunEvent.CANCEL): RunState.CANCELLED,
        (RunState.RUNNING, RunEvent.LOSE): RunState.LOST,
        (RunState.PAUSED, RunEvent.RESUME): RunState.QUEUED,
        (RunState.PAUSED, RunEvent.CANCEL): RunState.CANCELLED,
        (RunState.ASKING, RunEvent.CONFIRM): RunState.QUEUED,
        (RunState.ASKING, RunEvent.DECLINE): RunState.FINISHED,
        (RunState.ASKING, RunEvent.CANCEL): RunState.CANCELLED,
        (RunState.LOST, RunEvent.RESUME): RunState.QUEUED,
        (RunState.LOST, RunEvent.CANCEL): RunState.CANCELLED,
    }
)


class RunKind(str, enum.Enum):
    FULL = "full"
    FORCED = "forced"
    """Writes every record again, whether it has changed or not."""


class Wish(str, enum.Enum):
    """What somebody wants of a run that is at work; it looks after each page."""

    NONE = ""
    PAUSE = "pause"
    CANCEL = "cancel"


class Fate(str, enum.Enum):
    """What became of a record of a source."""

    IN = "in"
    DUPLICATE = "duplicate"
    """Another record of the same run has its identity; the first is in."""
    REJECTED = "rejected"
    ARCHIVED = "archived"
    """It was in, and its source has not had it for longer than the grace period."""


class Severity(str, enum.Enum):
    ERROR = "error"
    WARNING = "warning"


class BatchKind(str, enum.Enum):
    ENTRIES = "entries"
    ITEMS = "items"
    ROWS = "rows"


class BatchState(str, enum.Enum):
    UPLOADED = "uploaded"
    """Its columns are not matched yet."""
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Policy(str, enum.Enum):
    """What of an import is written when some of it has errors."""

    ALL_OR_NOTHING = "all_or_nothing"
    ONLY_GOOD = "only_good"


class RowState(str, enum.Enum):
    GOOD = "good"
    BAD = "bad"
    WRITTEN = "written"
    UNDONE = "undone"


class OutsideState(str, enum.Enum):
    ASKED = "asked"
    RECEIVED = "received"
    REFUSED = "refused"
    ENDED = "ended"
