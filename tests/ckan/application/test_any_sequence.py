"""Whatever people do in whatever order: history and part agree, and only decisions make grants."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any, TypeAlias

import pytest
import sqlalchemy as sa
from applying import NOW, drafted, events_of, outcome, part_of, pass_time
from hypothesis import given, settings
from hypothesis import strategies as st
from replaying import disagreements

from ckan import model

from ckanext.scigov.access.model import Grant
from ckanext.scigov.application.domain import flow
from ckanext.scigov.application.domain.states import GRANTED, Event, State
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("province")
WHY = {"reason": "理由"}
REFUSED = {**WHY, "outcome": "refused", "ground": "other"}
APPROVED = {**WHY, "outcome": "approved"}
Act: TypeAlias = tuple[str, str, dict[str, Any]]
ACTS: tuple[Act, ...] = (
    ("clerk", "submit", {}), ("clerk", "update", {"scene": "改变了的应用场景"}),
    ("signer", "sign", {}), ("signer", "send_back", WHY), ("cdo", "check", {}),
    ("editor", "accept", {}), ("editor", "return", WHY), ("reviewer", "review", WHY),
    ("editor", "consult", {**WHY, "organization": "anquanju"}), ("asked", "answer", WHY),
    ("editor", "extend_ask", WHY), ("cdo", "extend", WHY), ("decider", "decide", APPROVED),
    ("decider", "decide", REFUSED), ("second", "decide", APPROVED), ("second", "confirm", {}),
    ("decider", "confirm", {}), ("second", "object", WHY), ("clerk", "appeal", WHY),
    ("second", "appeal_decide", {**WHY, "outcome": "remit"}),
    ("cdo", "appeal_decide", {**WHY, "outcome": "overrule"}),
    ("cdo2", "appeal_decide", {**WHY, "outcome": "uphold"}), ("decider", "correct", WHY),
    ("editor", "revoke", WHY), ("clerk", "give_up", WHY), ("editor", "close", {}),
    ("clerk", "renewal_ask", {"until_on": "2027-06-30"}),
    ("decider", "renew", {**WHY, "until_on": "2027-06-30"}),
    ("clerk", "use_report_submit", {"is_purpose_kept": True, "results": "报告"}),
    ("worker", "remark", WHY), ("editor", "assign", {"user": "editor"}),
)  # fmt: skip
EVENTS = {
    "review": "advise", "extend_ask": "ask_extension", "renewal_ask": "ask_renewal",
    "use_report_submit": "report", "appeal_decide": "overrule", "decide": "approve",
}  # fmt: skip
FAR = {"sign", "accept", "return", "approve", "begin", "renew", "correct", "give_up", "appeal"}
DECISIONS = {"approve", "approve_in_part", "confirm", "overrule"}


def in_place(id_: str) -> list[Act]:
    """Return acts that the table knows where a part stands, whoever may take them."""
    state = State(part_of(id_).state)
    return [
        act
        for act in ACTS
        if act[1] == "update" or (state, Event(EVENTS.get(act[1], act[1]))) in flow.TABLE
    ]


def check(id_: str) -> None:
    """Compare an application with its history, and its grants with its state."""
    part = part_of(id_)
    grants = model.Session.scalars(sa.select(Grant).where(Grant.source == id_)).all()
    deciding = [event for event in events_of(id_) if event.event in DECISIONS]
    assert len(grants) <= len(deciding)
    assert {grant.granted_by for grant in grants} <= {event.actor_id for event in deciding}
    now = clock.now()
    still = [one for one in grants if not one.revoked_at and one.until_at and one.until_at > now]
    assert len(still) <= 1
    if still:
        assert State(part.state) in GRANTED
        assert still[0].number == part.grant_number
    assert disagreements(id_) == []


@pytest.mark.parametrize("name", ["simple", "full"])
def test_any_sequence(at, settings_of, name: str) -> None:
    settings_of(flow=name)
    seen: set[str] = set()

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(st.integers(0, 2**32))
    def anything(seed: int) -> None:
        dice, now = random.Random(seed), NOW
        at(now)
        id_ = drafted("plan")
        for _ in range(14):
            # Mostly what the table knows here; now and then anything, and time passes.
            act = dice.choice(in_place(id_) if dice.random() < 0.85 else ACTS)
            if dice.random() < 0.15:
                now += dt.timedelta(days=dice.randint(1, 45))
                pass_time(at, now)
            outcome(act[0], act[1], id=id_, **act[2])
            check(id_)
        seen.update(event.event for event in events_of(id_))

    anything()
    # The examples get far enough to tell something.
    assert sorted(FAR - seen) == []
