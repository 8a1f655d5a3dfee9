"""A small log, sealed as the product does it, for tests of the rules that damage it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from ckanext.scigov.audit.domain.anchors import SealCheck
from ckanext.scigov.audit.domain.chain import GENESIS, Event, Link, link_hash
from ckanext.scigov.audit.domain.seals import Checkpoint, Seal, derive_key, line_of, seal_mac
from ckanext.scigov.audit.domain.verification import ChainCheck

KEY = derive_key("the site's secret")
NOON = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.timezone.utc)
HERE, ELSEWHERE = "7001", "7002"


def event(number: int, written_by: int | None = None, **fields: Any) -> Event:
    """Make an event; its transaction has a number 100 higher than its own."""
    plain = Event(
        id=number,
        at=NOON,
        actor_id="u1",
        actor_name="owner_editor",
        event="dataset.create",
        object_type="dataset",
        object_id=f"d{number}",
        detail={"title": "科技计划"},
        written_by=written_by or 100 + number,
    )
    return dataclasses.replace(plain, **fields)


class Log:
    """Events, links, seals and anchor lines, as the database and the file hold them."""

    def __init__(self) -> None:
        self.events: dict[int, Event] = {}
        self.links: list[Link] = []
        self.seals: list[Seal] = []
        self.lines: list[str] = []
        self.start: Checkpoint | None = None
        self.verified = 0

    def seal(
        self,
        *events: Event,
        snapshot: str,
        written_by: int | None = None,
        is_complete: bool = True,
        cluster: str = HERE,
    ) -> None:
        """Seal events; the seal's transaction is the next one unless it is given."""
        previous = self.links[-1].hash if self.links else GENESIS
        for one in events:
            self.events[one.id] = one
            link = Link(len(self.links) + 1, one.id, previous, link_hash(previous, one))
            self.links.append(link)
            previous = link.hash
        seal = Seal(
            id=len(self.seals) + 1,
            last_seq=len(self.links),
            events=len(events),
            last_event_id=max(self.events),
            head=previous,
            sealed_at=NOON,
            snapshot=snapshot,
            written_by=written_by or int(snapshot.split(":")[1]),
            is_complete=is_complete,
            cluster=cluster,
        )
        seal = dataclasses.replace(seal, mac=seal_mac(KEY, seal))
        self.seals.append(seal)
        self.lines.append(line_of(seal))

    def change_event(self, number: int, **fields: Any) -> None:
        self.events[number] = dataclasses.replace(self.events[number], **fields)

    def change_link(self, place: int, **fields: Any) -> None:
        self.links[place - 1] = dataclasses.replace(self.links[place - 1], **fields)

    def change_seal(self, number: int, **fields: Any) -> None:
        self.seals[number - 1] = dataclasses.replace(self.seals[number - 1], **fields)

    def chain_findings(self, *unlinked: Event) -> list[tuple[str, str]]:
        """Return kind and text of what the walk along the chain finds."""
        check = ChainCheck(self.seals, self.start)
        links = sorted(self.links, key=lambda link: link.seq)
        found = [f for link in links for f in check.take(link, self.events.get(link.event_id))]
        found += check.finish()
        found += [f for one in unlinked for f in check.take_unlinked(one, cluster=HERE)]
        self.verified = check.verified
        return [(f.kind.value, f.text) for f in found]

    def seal_findings(self, keys: Sequence[bytes] = (KEY,)) -> list[tuple[str, str]]:
        """Return kind and text of what comparing seals and lines finds."""
        check = SealCheck(self.lines, keys)
        found = [f for seal in self.seals for f in check.take(seal)]
        found += check.finish()
        return [(f.kind.value, f.text) for f in found]


def three_seals() -> Log:
    """Return a log of six events in three seals; what the seals have seen fits."""
    log = Log()
    log.seal(event(1), event(2), snapshot="103:103:")
    log.seal(event(3), event(4), snapshot="105:105:")
    log.seal(event(5), event(6), snapshot="107:107:")
    return log
