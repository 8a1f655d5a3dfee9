"""Answers that are kept as long as nothing that they depend on has changed.

All of them belong to one state of the index; a new state forgets them all.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Hashable
from typing import Any

import cachetools

from ckanext.scigov.search.api import config

OVERHEAD = 2_000
"""Bytes an answer costs beside its body: key, titles, bookkeeping."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """An answer's JSON, and the titles of groups in it, which change without the index."""

    body: bytes
    etag: str
    groups: tuple[tuple[str, str | None], ...]


class Answers:
    """The answers of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: Any = None
        self._answers: cachetools.LRUCache[Hashable, Kept] = self._empty(0)

    def find(self, state: Any, key: Hashable) -> Kept | None:
        """Return the answer to the question ``key`` in this state of the index."""
        with self._lock:
            return self._answers.get(key) if self._state == state else None

    def keep(self, state: Any, key: Hashable, answer: Kept) -> None:
        """Keep an answer that was given in this state of the index."""
        limit = config.memory_in_bytes()
        with self._lock:
            if self._state != state or self._answers.maxsize != limit:
                self._state, self._answers = state, self._empty(limit)
            if len(answer.body) + OVERHEAD <= limit:
                self._answers[key] = answer

    @staticmethod
    def _empty(limit: int) -> cachetools.LRUCache[Hashable, Kept]:
        return cachetools.LRUCache(limit, getsizeof=lambda kept: len(kept.body) + OVERHEAD)


answers = Answers()
