"""Rows of pages that were read before: what one version of a document says never changes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import cachetools

KEPT_BYTES = 32 * 1024 * 1024
Row: TypeAlias = Mapping[str, Any]
Version: TypeAlias = tuple[int, int]
"""A document's number and the transaction that wrote it."""


class Rows:
    """The rows that this process has returned last.

    They belong to one line of copies of the index: in another server's database, or after its
    rows were loaded anew, the same numbers may mean something else.
    """

    def __init__(self) -> None:
        self._kept: cachetools.LRUCache[tuple[Version, tuple[str, ...]], Row] = cachetools.LRUCache(
            KEPT_BYTES, getsizeof=_bytes
        )
        self._lock = threading.Lock()

    def find(self, fields: tuple[str, ...], versions: Iterable[Version]) -> dict[Version, Row]:
        """Return those that are kept, with these fields."""
        with self._lock:
            return {
                version: row
                for version in versions
                if (row := self._kept.get((version, fields))) is not None
            }

    def keep(self, fields: tuple[str, ...], rows: Mapping[Version, Row]) -> None:
        """Keep rows of texts and numbers; whoever gets lists might change them."""
        with self._lock:
            for version, row in rows.items():
                if _is_plain(row):
                    self._kept[version, fields] = row


def _is_plain(row: Row) -> bool:
    return all(value is None or isinstance(value, (str, int)) for value in row.values())


def _bytes(row: Row) -> int:
    return sum(sys.getsizeof(value) for value in row.values()) + 500
