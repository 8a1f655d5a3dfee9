"""Whatever people do in whatever order: history and dispute agree, and nobody is shown too much."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from applying import NOW
from disputing import by_visitor, call, disagreements, dispute_of, events_of, outcome, reported
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ckan import model

from ckanext.scigov.dispute import config
from ckanext.scigov.dispute.domain.states import NOTED, State
from ckanext.scigov.dispute.domain.table import TABLE
from ckanext.scigov.dispute.service import time
from ckanext.scigov.dispute.service.acts import system

pytestmark = pytest.mark.usefixtures("province", "unlimited")
SAID = "canary-said"
WHY = {"reason": "经核实，情况说明如下"}
HIS = {"reason": f"{SAID} 我的补充说明"}
REFUSED = {**WHY, "outcome": "refuse", "ground": "other"}
OUTSIDE = {"outside_body": "省政府", "outside_number": "1号", "outside_on": "2026-09-24"}
Act: TypeAlias = tuple[str, str, dict[str, Any]]
ACTS: tuple[Act, ...] = (
    ("citizen", "escalate", HIS), ("citizen", "reopen", HIS), ("citizen", "close", HIS),
    ("citizen", "withdraw", HIS), ("citizen", "remark", HIS), ("editor", "remark", HIS),
    ("cdo", "forward", {**WHY, "unit": "tongjiju"}), ("cdo", "forward", WHY),
    ("editor", "accept", WHY), ("steward", "accept", WHY), ("other_editor", "accept", WHY),
    ("editor", "reject", {**WHY, "ground": "unclear"}), ("editor", "verify", WHY),
    ("other_editor", "verify", WHY), ("cdo", "extend", WHY), ("cdo", "press", WHY),
    ("editor", "correct", WHY), ("editor", "correct", {**WHY, "is_in_part": True}),
    ("editor", "decide", REFUSED), ("decider", "decide", REFUSED), ("other_editor", "decide", REFUSED),
    ("second", "decide", {**WHY, "outcome": "uphold"}), ("cdo", "decide", {**WHY, "outcome": "uphold"}),
    ("decider", "decide", {**WHY, "outcome": "remit"}), ("cdo2", "decide", {**WHY, "outcome": "overrule"}),
    ("cdo", "decide", {**WHY, **OUTSIDE, "outcome": "remit"}),
    ("cdo2", "decide", {**WHY, **OUTSIDE, "outcome": "uphold"}),
    ("editor", "note", HIS), ("editor", "assign", {**HIS, "user": "steward"}),
    ("editor", "moderate", {"publish": True}), ("cdo", "moderate", {"publish": False}),
)  # fmt: skip
NAMES = {
    "decide": ("refuse", "uphold", "remit", "overrule"), "correct": ("correct", "correct_in_part"),
    "moderate": ("moderate", "dismiss"),
}  # fmt: skip
FAR = {
    "accept", "assign", "correct", "escalate", "forward", "join", "merge", "note", "press", "refuse",
    "reject", "remark", "withdraw",
}  # fmt: skip
ENDED = {"closed", "merged", "withdrawn", "dropped"}
STRANGERS = ("", "worker")
JOINED = "plain"


def in_place(id_: str) -> list[Act]:
    """Return acts that the table knows where a dispute stands, whoever may take them."""
    state = State(dispute_of(id_).state)
    known = {event.value for one, event in TABLE if one is state}
    found = [act for act in ACTS if known & {*NAMES.get(act[1], (act[1],))}]
    forwarding = [act for act in found if act[1] == "forward"]
    return forwarding if state is State.FILED and forwarding else found


def check(id_: str, *, looks: bool) -> None:
    """Compare a dispute with its history, its note with its state, and what strangers are shown."""
    dispute = dispute_of(id_)
    state, events = State(dispute.state), events_of(id_)
    assert (dispute.annotated_at is not None) is (dispute.is_accepted and state in NOTED)
    is_timeless = state.value in {*ENDED, "filed"} or (
        state is State.ESCALATED and dispute.level == "government"
    )
    assert (dispute.clock is None) is is_timeless
    assert dispute.result is None or dispute.answer == next(
        event.reason for event in reversed(events) if event.after.get("answer")
    )
    for who in (*STRANGERS, JOINED) if looks else ():
        if outcome(who, "show", id=id_) == "yes":
            assert dispute.is_published or who == JOINED
            assert hears(who, id_) == []


def hears(who: str, id_: str) -> list[str]:
    """Return what somebody is shown of a dispute although it is not for him."""
    shown = [call(who, "show", id=id_), call(who, "history", id=id_)]
    text = json.dumps(shown, ensure_ascii=False)
    return [one for one in (SAID, "citizen", "wang@", "steward", "editor") if one in text]


def places() -> Iterator[dict[str, Any]]:
    """Yield a new doubt each time: nobody reports the same twice while it is open."""
    for field in ("", "title", "notes", "license_id", "data_kind", "update_cycle"):
        for kind in ("inaccurate", "not_public", "outdated", "other"):
            yield {"kind": kind, **({"field": field} if field else {})}


def run(at: Any, seed: int, seen: set[str], where: dict[str, Any]) -> None:
    dice, now = random.Random(seed), NOW
    at(now)
    token, acts = "", 14
    if dice.random() < 0.4:
        id_, token = by_visitor(**where)
    else:
        id_ = reported(**where)
    for step in range(acts):
        # Mostly what the table knows here; now and then anything, time, and others with the same doubt.
        if dice.random() < 0.15:
            now += dt.timedelta(days=dice.randint(1, 40))
            at(now)
            time.settle(model.Session, id_, system(now, config.rules()))
            model.Session.commit()
        if step == 3 and dice.random() < 0.5:
            other = reported(user="plain", **where)
            pair = (other, id_) if dice.random() < 0.5 else (id_, other)
            outcome("editor", "merge", id=pair[0], into=pair[1], reason="同一疑义")
            seen.update(event.event for event in events_of(pair[1]))
        user, action, data = dice.choice((in_place(id_) or ACTS) if dice.random() < 0.85 else ACTS)
        is_visitor = user == "citizen" and token
        more = {"token": token} if is_visitor else {}
        outcome("" if is_visitor else user, action, id=id_, **data, **more)
        check(id_, looks=dice.random() < 0.3)
    seen.update(event.event for event in events_of(id_))


def test_any_sequence(at, settings_of) -> None:
    seen: set[str] = set()
    doubts = places()

    @settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(st.integers(0, 2**32))
    def anything(seed: int) -> None:
        settings_of(forwards_by_itself=seed % 4 != 0)
        run(at, seed, seen, next(doubts))

    anything()
    assert disagreements() == []
    # The examples get far enough to tell something.
    assert sorted(FAR - seen) == []
