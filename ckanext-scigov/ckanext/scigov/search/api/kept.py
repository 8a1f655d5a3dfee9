"""Answers that are kept in the process until memory is short or nobody asks."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Hashable
from typing import Any

import cachetools

from ckanext.scigov.search.api import config
from ckanext.scigov.search.api.state import Moment, Titles

OVERHEAD = 2_000
"""Bytes an answer costs beside its body: key, titles, bookkeeping."""

ASKED = 2_000
"""So many questions are remembered without their answers."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """An answer's JSON, and what it was made of beside its question."""

    body: bytes
    etag: str
    index: tuple[Any, ...] | None
    titles: Titles

    def holds(self, now: Moment) -> bool:
        """Say whether it is right now; ``now`` has the titles of the same groups."""
        return self.index is not None and (self.index, self.titles) == (now.index, now.titles)


class Answers:
    """The answers of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: cachetools.LRUCache[Hashable, Kept] = self._empty(0)
        self._asked: cachetools.LRUCache[Hashable, None] = cachetools.LRUCache(ASKED)

    def find(self, key: Hashable) -> Kept | None:
        """Return the last answer to this question."""
        with self._lock:
            return self._answers.get(key)

    def is_asked_again(self, key: Hashable) -> bool:
        """Say whether the question was asked lately: most are asked once and not worth keeping."""
        with self._lock:
            is_known = key in self._asked
            self._asked[key] = None
        return is_known

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer in the place of the last one."""
        limit = config.memory_in_bytes()
        with self._lock:
            if self._answers.maxsize != limit:
                self._answers = self._empty(limit)
            if len(answer.body) + OVERHEAD <= limit:
                self._answers[key] = answer

    @staticmethod
    def _empty(limit: int) -> cachetools.LRUCache[Hashable, Kept]:
        return cachetools.LRUCache(limit, getsizeof=lambda kept: len(kept.body) + OVERHEAD)


answers = Answers()
