"""What a step brings with it: days that are noted, the decision that is put in force, the grant.

A grant is written here and nowhere else: when a part arrives at an approval, in the transaction of
the step that approves it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from ckanext.scigov.access.domain.granting import NewGrant
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.service import grants, reading
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain import timing
from ckanext.scigov.application.domain.flow import Part as PartValue
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.application.domain.states import Event, Kind, State
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.service import contents
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared.calendar import ONE_DAY
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Today
from ckanext.scigov.shared.session import Session

ZONE = ZoneInfo("Asia/Shanghai")
DECIDED = frozenset({State.APPROVED, State.APPROVED_IN_PART, State.REFUSED})
APPROVALS = frozenset({State.APPROVED, State.APPROVED_IN_PART})
ENDING = frozenset({Event.REVOKE, Event.GIVE_UP, Event.CORRECT})
NOTHING_DECIDED: Mapping[str, Any] = {
    "given": None, "obligations": None, "reply": None, "ground": None, "proposal": None,
    "from_on": None, "until_on": None, "grant_number": None, "report_due_on": None,
    "renewal_until_on": None, "decided_on": None, "took_days": None, "was_late": None,
}  # fmt: skip
"""A part that is reviewed again has no decision."""


class AStep(Protocol):
    @property
    def event(self) -> Event: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that may be taken."""

    filing: Filing
    part: Part
    event: Event
    reason: str
    before: PartValue
    after: PartValue
    doer: Doer
    today: Today

    def arrives(self, states: frozenset[State]) -> bool:
        return self.after.state in states and self.before.state not in states


def of_time(
    part: Part, before: Standing, after: Standing, step: AStep, today: Today
) -> dict[str, Any]:
    """Return the days that a step notes."""
    values: dict[str, Any] = {}
    if step.event is Event.ESCALATE:
        values["escalated_on"] = str(today.day)
    elif part.escalated_on and after.clock != before.clock:
        values["escalated_on"] = None
    if after.clock is not None and timing.is_of_reply(after.clock):
        values["received_on"] = str(after.clock.received_on)
        values["reply_due_on"] = str(after.clock.due_on)
    if before.part.state is State.CONSULTING and after.part.state is not State.CONSULTING:
        values["consultation"] = None
    is_first = before.part.state in (State.IN_REVIEW, State.CONFIRMING)
    if is_first and after.part.state in DECIDED and before.clock is not None:
        values["decided_on"] = str(today.day)
        values["took_days"] = clocks.took(before.clock, today)
        values["was_late"] = before.clock.is_overdue(today.day)
    return values


def of_decision(taken: Taken, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision says; while a second decider has to confirm it, it waits."""
    if taken.event in (Event.CORRECT, Event.REMIT):
        return dict(NOTHING_DECIDED)
    if taken.event is Event.OBJECT:
        return {"proposal": None}
    if taken.event is Event.UPHOLD:
        return {"reply": taken.part.reply or taken.reason}
    if taken.after.state not in DECIDED or taken.before.state in DECIDED:
        return {}
    decision = values.get("proposal") or taken.part.proposal or {}
    given = decision.get("given")
    return {
        "proposal": None,
        "given": given,
        "obligations": decision.get("obligations"),
        "reply": decision.get("reply", ""),
        "ground": decision.get("ground"),
        "from_on": given["from_on"] if given else None,
        "until_on": given["until_on"] if given else None,
    }


def carry_out(
    session: Session, taken: Taken, values: Mapping[str, Any], limits: Mapping[LimitKey, Limit]
) -> dict[str, Any]:
    """Give, prolong or end the grant, as the step says; return what the part notes of it."""
    if taken.arrives(APPROVALS):
        return {"grant_number": _give(session, taken, values)}
    if taken.event is Event.RENEW:
        return _prolong(session, taken, values)
    if taken.event in ENDING and taken.part.grant_number:
        _end(session, taken)
    if taken.event is Event.REPORT:
        return {"report_due_on": None}
    if taken.event in (Event.EXPIRE, Event.REVOKE, Event.GIVE_UP) and taken.after.owes_report:
        today = taken.today
        due = clocks.started(limits[LimitKey.REPORT], today.day, today.calendar).due_on
        return {"report_due_on": str(due)}
    return {}


def first_moment(day: dt.date) -> dt.datetime:
    """Return the midnight with which a local day begins, in UTC."""
    return dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.timezone.utc)


def end_of(day: dt.date) -> dt.datetime:
    """Return the midnight with which a local day ends, in UTC."""
    return first_moment(day + ONE_DAY)


def _give(session: Session, taken: Taken, values: Mapping[str, Any]) -> str:
    given: Scope = scopes.from_values(values["given"])
    # Days may lie between a proposal and its confirmation.
    contents.require(session, taken.part.dataset_id, given)
    filing, is_shared = taken.filing, taken.after.kind is Kind.SHARE
    new = NewGrant(
        dataset_id=taken.part.dataset_id,
        axis=Axis.SHARING if is_shared else Axis.OPENING,
        source=filing.id,
        reason=values["reply"],
        user_id="" if is_shared else filing.creator_id,
        agency_id=filing.agency_id if is_shared else "",
        member_ids=frozenset(filing.handler_ids) if is_shared else frozenset(),
        resource_ids=given.resource_ids,
        items=given.items,
        obligations=Obligations(**(values["obligations"] or {})),
        asks_terms=True,
        from_at=first_moment(given.from_on),
        until_at=end_of(given.until_on),
    )
    return grants.issue(session, new, taken.doer.by).number


def _prolong(session: Session, taken: Taken, values: Mapping[str, Any]) -> dict[str, Any]:
    until = dt.date.fromisoformat(values["until_on"])
    number = taken.part.grant_number or ""
    grants.renew(session, number, end_of(until), taken.reason, taken.doer.by)
    given = {**(taken.part.given or {}), "until_on": str(until)}
    return {"given": given, "renewal_until_on": None}


def _end(session: Session, taken: Taken) -> None:
    """End a grant that has not ended by itself, or by its own revocation."""
    number = taken.part.grant_number or ""
    held = reading.grant_held(session, number)
    if held is not None and held[0].is_open(taken.doer.now):
        grants.end(session, number, taken.reason, taken.doer.by)
