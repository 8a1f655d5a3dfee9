"""What went wrong, when the database was down, and how much memory the web processes hold."""

from __future__ import annotations

import collections
import threading
import time
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from soak.site import Site

GRACE = 5.0
"""Seconds after the database's return in which a process may still meet a broken connection."""
MAY_GROW = 0.25
MAY_GROW_BYTES = 48 * 1024**2
"""Between warm-up and end a process may grow by the larger of the two."""


class Watch:
    """Shared by all readers and writers."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.wrong: list[str] = []
        self.counts: collections.Counter[str] = collections.Counter()
        self._lock = threading.Lock()
        self._down_from: float | None = None
        self._down_until: float | None = None

    def down(self) -> None:
        """Note that the database is about to be stopped."""
        self._down_from = time.monotonic()

    def up(self) -> None:
        """Note that the database answers again."""
        self._down_until = time.monotonic()

    def was_down(self, began: float, ended: float) -> bool:
        """Say whether a request between these moments may fail."""
        if self._down_from is None or ended < self._down_from:
            return False
        return self._down_until is None or began < self._down_until + GRACE

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def report(self, what: str) -> None:
        """Note a wrong result; the first ones are said at once."""
        with self._lock:
            self.wrong.append(what)
            if len(self.wrong) <= 5:
                print(f"WRONG: {what}", flush=True)

    def failed(self, what: str, began: float, error: object) -> None:
        """Note a request that got no answer: wrong unless the database was down."""
        if self.was_down(began, time.monotonic()):
            self.count("requests refused while the database was down")
        else:
            self.report(f"{what}: {error}")


class Memory:
    """Resident memory of each web process at a few moments."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._noted: list[tuple[str, dict[int, int]]] = []

    def note(self, when: str) -> None:
        now = {pid: psutil.Process(pid).memory_info().rss for pid in self._site.web_processes()}
        self._noted.append((when, now))
        shown = ", ".join(f"{pid}: {size / 1024**2:.0f} MB" for pid, size in now.items())
        print(f"Memory {when}: {shown}", flush=True)

    def judge(self, watch: Watch) -> None:
        """Report processes that have grown too much since the warm-up, or are new since."""
        (_, first), *_, (_, last) = self._noted
        for pid, size in first.items():
            if pid not in last:
                watch.report(f"Web process {pid} has ended during the run.")
            elif last[pid] - size > max(MAY_GROW_BYTES, MAY_GROW * size):
                watch.report(
                    f"Web process {pid} has grown from {size / 1024**2:.0f} MB to "
                    f"{last[pid] / 1024**2:.0f} MB since the warm-up."
                )
