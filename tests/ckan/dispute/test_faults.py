"""Whatever statement fails, nothing is half done: no event without its dispute, nor the reverse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from applying import on
from disputing import EXPLANATION, accepted, call, dispute_of, reported, state_of
from typing_extensions import Self

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.dispute import config
from ckanext.scigov.dispute.model import Dispute, DisputeEvent, Seen, Visitor
from ckanext.scigov.dispute.service import time
from ckanext.scigov.dispute.service.acts import system
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("province", "unlimited")
TABLES = (Dispute, DisputeEvent, Seen, Visitor, AuditEvent, NoticeRow, OutboxEntry)


class PowerCut(Exception):
    pass


class Failing:
    """Count statements and commits, and fail at the one with a number."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __enter__(self) -> Self:
        engine = model.ensure_engine()
        sa.event.listen(engine, "before_cursor_execute", self.count)
        sa.event.listen(engine, "commit", self.count)
        return self

    def __exit__(self, *_: object) -> None:
        engine = model.ensure_engine()
        sa.event.remove(engine, "before_cursor_execute", self.count)
        sa.event.remove(engine, "commit", self.count)

    def count(self, *_: Any) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise PowerCut


def everything() -> dict[str, Any]:
    """Return all that a step may write: how many rows there are, and every column of disputes."""
    model.Session.expire_all()
    count = sa.func.count()
    found: dict[str, Any] = {
        table.__tablename__: model.Session.scalar(sa.select(count).select_from(table))
        for table in TABLES
    }
    columns = Dispute.__table__.columns
    rows = model.Session.execute(sa.select(*columns).order_by(Dispute.id))
    found["disputes"] = [tuple(row) for row in rows]
    model.Session.rollback()
    return found


def fail_everywhere(act: Callable[[], Any]) -> int:
    """Let each statement of an act fail once, and see that nothing is left of it; then let it be done."""
    before, place = everything(), 0
    while True:
        place += 1
        with Failing(place) as failing:
            try:
                act()
            except PowerCut:
                model.Session.rollback()
        if failing.seen < place:
            break
        assert everything() == before, f"Something is left when statement {place} fails."
    assert everything() != before
    return place - 1


def acting(user: str, action: str, **data: Any) -> Callable[[], Any]:
    context = {"user": user, "ignore_auth": False}
    return lambda: tk.get_action(f"scigov_dispute_{action}")(dict(context), dict(data))


def test_a_report_that_is_forwarded_by_itself() -> None:
    given = {"dataset": "free", "kind": "inaccurate", "explanation": EXPLANATION}
    assert fail_everywhere(acting("citizen", "create", **given)) > 15
    assert model.Session.scalars(sa.select(Dispute.state)).all() == ["forwarded"]
    events = model.Session.scalars(sa.select(DisputeEvent.event)).all()
    assert sorted(events) == ["confirm", "forward"]


def test_a_report_of_a_visitor() -> None:
    given = {"dataset": "free", "kind": "inaccurate", "explanation": EXPLANATION}
    fail_everywhere(acting("", "create", **given, email="wang@example.org"))
    assert model.Session.scalars(sa.select(Dispute.state)).all() == ["unconfirmed"]
    assert model.Session.scalars(sa.select(Visitor.email)).all() == ["wang@example.org"]


@pytest.mark.parametrize(
    ("action", "more", "state"),
    [
        ("correct", {}, "corrected"),
        ("decide", {"outcome": "refuse", "ground": "other"}, "not_corrected"),
    ],
)
def test_an_answer(action: str, more: dict[str, str], state: str) -> None:
    id_ = accepted()
    fail_everywhere(acting("editor", action, id=id_, reason="经核实，情况说明如下", **more))
    assert state_of(id_) == state
    jobs = sa.select(OutboxEntry.name).where(OutboxEntry.name == "scigov_dispute_tell_readers")
    assert len(model.Session.scalars(jobs).all()) == (state == "corrected")


def test_an_escalation_that_is_decided() -> None:
    id_ = accepted()
    call(
        "editor",
        "decide",
        id=id_,
        outcome="refuse",
        ground="other",
        reason="经核实，数据无误，不予更正",
    )
    fail_everywhere(acting("citizen", "escalate", id=id_, reason="请复核"))
    fail_everywhere(acting("second", "decide", id=id_, outcome="overrule", reason="应当更正"))
    assert (state_of(id_), dispute_of(id_).must_correct) == ("verifying", True)


def test_a_merging_of_what_others_were_merged_into() -> None:
    first, second, head = reported(), reported(user="plain"), reported(user="worker")
    call("editor", "merge", id=first, into=second)
    assert fail_everywhere(acting("editor", "merge", id=second, into=head, reason="同一疑义")) > 20
    assert {dispute_of(one).merged_into for one in (first, second)} == {head}
    assert dispute_of(head).reporter_ids == ["id-citizen", "id-plain", "id-worker"]


def test_what_time_does(at) -> None:
    id_ = reported()
    at(on("2026-09-30"))

    def settle() -> None:
        time.settle(model.Session, id_, system(clock.now(), config.rules()))
        model.Session.commit()

    fail_everywhere(settle)
    assert dispute_of(id_).pressed_on.isoformat() == "2026-09-30"
