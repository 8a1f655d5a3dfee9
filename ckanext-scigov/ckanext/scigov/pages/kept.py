"""Pages that are the same for everybody who is not signed in, kept in the process."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Hashable

import cachetools

OVERHEAD = 1_000
"""Bytes a page costs beside its body: key, state, bookkeeping."""


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page's HTML, and the state of the database it was made from."""

    body: bytes
    etag: str
    state: Hashable | None

    @classmethod
    def of(cls, body: bytes, state: Hashable | None) -> Page:
        """Return the page with a validator that changes with every byte of it."""
        return cls(body, hashlib.blake2b(body, digest_size=16).hexdigest(), state)


class Pages:
    """The pages of one process, those that nobody has asked for longest leaving first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: cachetools.LRUCache[Hashable, Page] = self._empty(0)

    def find(self, key: Hashable, state: Hashable | None) -> Page | None:
        """Return the page if it was made from this very state."""
        if state is None:
            return None
        with self._lock:
            page = self._pages.get(key)
        return page if page and page.state == state else None

    def keep(self, key: Hashable, page: Page, limit: int) -> None:
        """Keep a page in the place of the one before; ``limit`` are the bytes for all of them."""
        if page.state is None:
            return
        with self._lock:
            if self._pages.maxsize != limit:
                self._pages = self._empty(limit)
            if len(page.body) + OVERHEAD <= limit:
                self._pages[key] = page

    @staticmethod
    def _empty(limit: int) -> cachetools.LRUCache[Hashable, Page]:
        return cachetools.LRUCache(limit, getsizeof=lambda page: len(page.body) + OVERHEAD)
