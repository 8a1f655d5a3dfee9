"""What the writers have done, and so what a search may answer at any moment.

A write is finished when its answer has come. What a search may find of a dataset is its state when
the search began, or what a write made of it that was under way meanwhile.
"""

from __future__ import annotations

import dataclasses
import threading
import time

FORGET_AFTER = 120.0
"""Seconds after which nobody asks any more what was true before."""


@dataclasses.dataclass(frozen=True)
class Version:
    """One content of a dataset: two words that no other version of any dataset holds."""

    name: str
    word: str
    code: str
    provider: str

    @property
    def title(self) -> str:
        return f"{self.word}试验数据 {self.code}"


State = Version | None
"""None: the dataset is not there."""


@dataclasses.dataclass
class Write:
    """One change; ``ended`` is None while it is under way or its outcome is unknown."""

    began: float
    state: State
    ended: float | None = None


class Ledger:
    """All datasets of all writers."""

    def __init__(self, others: int) -> None:
        self.others = others
        """Datasets beside those of the writers, which nobody changes."""
        self._lock = threading.Lock()
        self._writes: dict[str, list[Write]] = {}

    def begin(self, name: str, state: State) -> Write:
        """Note that a write is about to be sent."""
        write = Write(time.monotonic(), state)
        with self._lock:
            self._writes.setdefault(name, []).append(write)
        return write

    def end(self, name: str, write: Write, state: State) -> None:
        """Note how a write has ended."""
        with self._lock:
            write.state, write.ended = state, time.monotonic()
            writes = self._writes[name]
            old = [w for w in writes[:-1] if w.ended and w.ended < write.ended - FORGET_AFTER]
            # Of the old ones the last still says what was true before the next.
            del writes[: max(0, len(old) - 1)]

    def possible(self, name: str, began: float, ended: float) -> set[State]:
        """Return what a search between these moments may find of a dataset."""
        with self._lock:
            return _possible(self._writes.get(name, []), began, ended)

    def all_possible(self, began: float, ended: float) -> dict[str, set[State]]:
        """Return the same of every dataset ever written."""
        with self._lock:
            return {n: _possible(writes, began, ended) for n, writes in self._writes.items()}

    def now(self) -> dict[str, Version]:
        """Return what is there while nobody writes."""
        with self._lock:
            last = {name: writes[-1].state for name, writes in self._writes.items()}
        return {name: state for name, state in last.items() if state is not None}


def _possible(writes: list[Write], began: float, ended: float) -> set[State]:
    before: State = None
    states: set[State] = set()
    for write in writes:
        if write.ended is not None and write.ended <= began:
            before = write.state
        elif write.began < ended:
            states.add(write.state)
    return states | {before}
