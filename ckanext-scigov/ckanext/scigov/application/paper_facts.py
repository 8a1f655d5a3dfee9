"""What has happened to a part, as papers tell it: read from the history that the reader is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ckanext.scigov.application.domain.paper_values import Deadline
from ckanext.scigov.application.domain.papers import Fact, Procedure, Reader
from ckanext.scigov.shared.calendar import local_day

Shown = Mapping[str, Any]
FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "submit": Fact.SUBMITTED,
        "accept": Fact.ACCEPTED,
        "return": Fact.RETURNED,
        "extend": Fact.EXTENDED,
        "revoke": Fact.REVOKED,
        "uphold": Fact.APPEAL_DECIDED,
        "remit": Fact.APPEAL_DECIDED,
        "overrule": Fact.APPEAL_DECIDED,
    }
)
OUTCOMES: Mapping[str, Fact] = MappingProxyType(
    {
        "approved": Fact.APPROVED,
        "approved_in_part": Fact.APPROVED_IN_PART,
        "refused": Fact.REFUSED,
    }
)
_READERS = (
    (Reader.AUTHORITY, {"authority", "auditor"}),
    (Reader.PROVIDER, {"handler", "reviewer", "decider"}),
    (Reader.THIRD_PARTY, {"third"}),
    (Reader.APPLICANT, {"applicant", "signer"}),
)


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was taken, with the clock that ran after it."""

    event: str
    on: dt.date
    reason: str
    clock: Shown | None

    @property
    def deadline(self) -> Deadline | None:
        if self.clock is None:
            return None
        due, limit = dt.date.fromisoformat(self.clock["due_on"]), self.clock["limit"]
        return Deadline(due, self.clock["provisional"], limit["days"])

    @property
    def basis(self) -> str:
        return self.clock["limit"]["basis"] if self.clock else ""


def past_of(part_id: str, history: Iterable[Shown]) -> list[Past]:
    """Return what has happened to a part, oldest first."""
    found, clock = list[Past](), None
    for one in history:
        if one["part_id"] == part_id:
            clock = one["after"].get("clock", clock)
            on = local_day(dt.datetime.fromisoformat(one["at"]))
            found.append(Past(one["event"], on, one["reason"], clock))
    return found


def last(past: Sequence[Past], *events: str) -> Past | None:
    return next((one for one in reversed(past) if one.event in events), None)


def facts(part: Shown, past: Iterable[Past]) -> set[Fact]:
    """Return what has happened to a part, as far as there is a paper about it."""
    found = {Fact.DRAFTED} | {FACTS[one.event] for one in past if one.event in FACTS}
    if part["outcome"] in OUTCOMES:
        found.add(OUTCOMES[part["outcome"]])
    if part["consultation"]:
        found.add(Fact.CONSULTED)
    return found


def procedure(filing: Shown, part: Shown) -> Procedure:
    if filing["kind"] == "open":
        return Procedure.OPEN
    return Procedure.SHARE_AT_ONCE if part["flow"] == "instant" else Procedure.SHARE


def reader(part: Shown) -> Reader | None:
    """Return as what somebody reads the papers of a part: whoever is several, as the first of these."""
    held = set(part["parties"])
    return next((one for one, parties in _READERS if held & parties), None)
