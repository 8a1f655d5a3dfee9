"""Going along the chain and comparing every event with what was sealed.

Rows come one by one in the order of their places, so that a log of any length fits. After a fault
the walk goes on with what the row itself says, so that one fault is one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ckanext.scigov.audit.domain.chain import GENESIS, Event, Link, link_hash
from ckanext.scigov.audit.domain.findings import Finding, Kind
from ckanext.scigov.audit.domain.lateness import Lateness
from ckanext.scigov.audit.domain.seals import Checkpoint, Seal


class ChainCheck:
    """The walk over links and events; seals are read along with them.

    Args:
        seals: all of them, in order.
        start: the last checkpoint; the walk begins behind it.
    """

    def __init__(self, seals: Iterable[Seal], start: Checkpoint | None = None) -> None:
        self.verified = 0
        self._first = (start.last_seq if start else 0) + 1
        self._expected = self._first
        self._previous = start.head if start else GENESIS
        self._last_event_id: int | None = None
        self._lateness = Lateness()
        self._seals = iter(seals)
        self._seal = next(self._seals, None)
        self._leave_behind()

    def take(self, link: Link, event: Event | None) -> Iterator[Finding]:
        """Check the next link and its event, which is None where there is none."""
        if link.seq < self._first:
            yield Finding(
                Kind.ADDED,
                f"Event {link.event_id} stands at place {link.seq}, where the retention has "
                f"removed everything up to place {self._first - 1}: it was put there later.",
            )
            return
        if link.seq > self._expected:
            yield self._gap_before(link)
            self._expected, self._previous = link.seq, link.previous
            self._leave_behind()
        yield from self._check_event(link, event)
        yield from self._check_place(link)
        self._previous, self._expected = link.hash, link.seq + 1
        self._last_event_id = link.event_id
        yield from self._check_seal(link)

    def finish(self) -> Iterator[Finding]:
        """Say what must still be there after the last link."""
        last = self._seal
        while self._seal:
            last = self._seal
            self._close()
        if last:
            yield Finding(
                Kind.CUT,
                f"The chain ends {self._after()}, and seal {last.id} reaches to place "
                f"{last.last_seq}: the end of the chain was cut off.",
            )

    def take_unlinked(self, event: Event, *, cluster: str) -> Iterator[Finding]:
        """Check an event without a link, after ``finish``: most wait for the next seal."""
        if self._lateness.is_late(event.id, event.written_by, cluster=cluster):
            yield Finding(
                Kind.ADDED,
                f"Event {event.id} is in no seal, although one should have taken it: it was put "
                "in later, or its link was removed.",
            )

    def _check_event(self, link: Link, event: Event | None) -> Iterator[Finding]:
        if event is None:
            yield Finding(Kind.REMOVED, f"Event {link.event_id} was removed.")
        elif link_hash(link.previous, event) == link.hash:
            self.verified += 1
            yield from self._check_time(event)
        else:
            yield Finding(
                Kind.CHANGED,
                f"Event {link.event_id} is not what was sealed at place {link.seq}: it was "
                "changed, or another event was put in its place.",
            )

    def _check_time(self, event: Event) -> Iterator[Finding]:
        seal = self._seal
        if seal and self._lateness.is_late(event.id, event.written_by, cluster=seal.cluster):
            yield Finding(
                Kind.ADDED,
                f"Event {event.id} is in seal {seal.id}, although an earlier one should have taken "
                "it: it was put in later with a place that is not its own.",
            )

    def _check_place(self, link: Link) -> Iterator[Finding]:
        if link.previous != self._previous:
            yield Finding(
                Kind.REORDERED,
                f"Event {link.event_id} at place {link.seq} was sealed behind another event than "
                "the one that stands before it now: the order was changed.",
            )
        if self._seal is None:
            yield Finding(
                Kind.ADDED,
                f"Event {link.event_id} at place {link.seq} stands behind the last seal: no seal "
                "has put it there.",
            )

    def _check_seal(self, link: Link) -> Iterator[Finding]:
        if self._seal is None or self._seal.last_seq != link.seq:
            return
        if self._seal.head != link.hash:
            yield Finding(
                Kind.SEAL,
                f"Seal {self._seal.id} was made over other events than those that stand up to "
                f"place {link.seq} (event {link.event_id}) now.",
            )
        self._close()

    def _gap_before(self, link: Link) -> Finding:
        first, last = self._expected, link.seq - 1
        places = f"place {first}" if first == last else f"places {first} to {last}"
        return Finding(
            Kind.REMOVED,
            f"What stood at {places} of the chain, {self._after()} and before event "
            f"{link.event_id}, was removed together with its links.",
        )

    def _after(self) -> str:
        if self._last_event_id is None:
            return f"at its beginning (place {self._first})"
        return f"after event {self._last_event_id} (place {self._expected - 1})"

    def _leave_behind(self) -> None:
        """Let go of seals that end before the next place."""
        while self._seal and self._seal.last_seq < self._expected:
            self._close()

    def _close(self) -> None:
        assert self._seal is not None
        self._lateness.close(self._seal)
        self._seal = next(self._seals, None)
