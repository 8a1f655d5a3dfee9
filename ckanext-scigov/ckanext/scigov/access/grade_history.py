"""How the grades of an entry came about: what was proposed and decided, and what went at once.

What closes something is in force without a proposal; only the audit log knows it afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import grading
from ckanext.scigov.access.domain.grading import Codes, ObjectKind, ProposalState
from ckanext.scigov.access.grade_shown import Place, Places, Proposals, ProposalShown
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.service.grades import FIELDS
from ckanext.scigov.audit import service as audit

EVENT = "grade.set"
MOST = 100
"""So many changes are shown; the older ones are in the audit log."""


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A grade that came into force as soon as somebody wanted it."""

    place: Place
    before: Codes
    codes: Codes
    closes: bool
    """Nothing has become more open by it."""
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One of the two."""

    at: dt.datetime
    proposal: ProposalShown | None = None
    at_once: AtOnce | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is loaded of it, the newest first."""

    ended: Sequence[GradeProposal] = ()
    events: Sequence[Any] = ()

    @property
    def people(self) -> set[str]:
        """Return the ids of all who had a part in it."""
        deciders = {row.decided_by or "" for row in self.ended}
        return (
            {row.proposed_by for row in self.ended} | deciders | {e.actor_id for e in self.events}
        )

    def shown(
        self, places: Places, proposals: Proposals, people: Mapping[str, str]
    ) -> tuple[Change, ...]:
        found = [Change(_ended_at(row), proposal=proposals.shown(row)) for row in self.ended]
        found += [
            Change(one.at, at_once=_at_once(one, places, people.get(one.actor_id, one.actor_name)))
            for one in self.events
        ]
        return tuple(sorted(found, key=lambda change: change.at, reverse=True)[:MOST])


def load(dataset_id: str, rows: Iterable[GradeInForce], object_id: str = "") -> History:
    """Return the history of a dataset and its parts, or of one of them; two statements.

    Args:
        dataset_id: whose.
        rows: what is in force in it: whatever came into force has left a row there.
        object_id: only of this one.
    """
    objects: dict[str, list[str]] = {}
    for row in rows:
        if object_id in ("", row.object_id):
            objects.setdefault(row.object_kind, []).append(row.object_id)
    ended = queries.ended_proposals(model.Session, dataset_id, MOST, object_id)
    events = audit.recorded(model.Session, EVENT, objects, limit=2 * MOST)
    return History(ended, _without_decided(events, ended))


def _without_decided(events: Sequence[Any], ended: Sequence[GradeProposal]) -> list[Any]:
    """Leave out what came into force by an approval, which is shown already.

    Where older decisions have been cut off, events of their time are cut off too.
    """
    approved: Collection[tuple[str, dt.datetime | None]] = {
        (row.object_id, row.decided_at)
        for row in ended
        if row.state == ProposalState.APPROVED.value
    }
    since = _ended_at(ended[-1]) if len(ended) == MOST else None
    return [
        one
        for one in events
        if (one.object_id, one.at) not in approved and (since is None or one.at > since)
    ]


def _ended_at(row: GradeProposal) -> dt.datetime:
    return row.decided_at or row.proposed_at


def _at_once(event: Any, places: Places, who: str) -> AtOnce:
    level, share, open_type = (event.detail.get(name) for name in FIELDS)
    first, second, third = event.detail.get("before") or (None, None, None)
    before, codes = (first, second, third), (level, share, open_type)
    return AtOnce(
        place=places.of(event.object_id),
        before=before,
        codes=codes,
        closes=grading.move_between(ObjectKind(event.object_type), before, codes).tightens,
        who=who,
        reason=event.detail.get("reason") or "",
    )
