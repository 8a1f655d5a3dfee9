"""Whether an event came when its transaction did, or was put in later.

Numbers of events are given before the commit, so a lower one may honestly come later. What the
database saw at each seal tells the two apart:

- A complete seal has taken every event it saw. Who was seen by one and is in none before or with
  it was put in later.
- A transaction has its number before its event gets one (a trigger sees to that). When a seal has
  taken an event with a higher number, a transaction that got its number after the seal's own
  cannot have a lower one. (The end of the snapshot would not do: it names the transactions that
  have ended, and others with higher numbers may be running.)

Numbers of transactions begin anew in another cluster (a restored backup). They are compared only
within one, and from its first complete seal on: by then all that came with the backup is sealed.
"""

from __future__ import annotations

import bisect
from array import array
from dataclasses import dataclass

from ckanext.scigov.audit.domain.seals import Seal


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Transactions before ``next`` are seen, but for those that were ``running``."""

    next: int
    running: frozenset[int] = frozenset()

    def sees(self, transaction: int) -> bool:
        return transaction < self.next and transaction not in self.running


def snapshot_of(text: str) -> Snapshot:
    """Read PostgreSQL's text of a snapshot: ``xmin:xmax:xip,xip``."""
    _, following, running = text.split(":")
    return Snapshot(int(following), frozenset(int(x) for x in running.split(",") if x))


class Lateness:
    """Is told of each seal in turn and says which events belong before it."""

    def __init__(self) -> None:
        self._cluster = ""
        self._complete: Snapshot | None = None
        # One pair a seal, packed: a log of many years has many seals.
        self._last_event_ids = array("q")
        self._transactions = array("q")

    def close(self, seal: Seal) -> None:
        """Take note of a seal whose events have all been asked about."""
        if seal.cluster != self._cluster:
            self._cluster = seal.cluster
            self._complete = None
            self._last_event_ids, self._transactions = array("q"), array("q")
        self._last_event_ids.append(seal.last_event_id)
        self._transactions.append(seal.written_by)
        if seal.is_complete:
            self._complete = snapshot_of(seal.snapshot)

    def is_late(self, event_id: int, written_by: int, *, cluster: str) -> bool:
        """Say whether an event that no seal has taken so far should have been taken."""
        if cluster != self._cluster or self._complete is None:
            return False
        if self._complete.sees(written_by):
            return True
        place = bisect.bisect_left(self._last_event_ids, event_id)
        return place < len(self._transactions) and written_by > self._transactions[place]
