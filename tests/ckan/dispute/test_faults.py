"""Whatever statement fails, nothing is half done: no event without its dispute, nor the reverse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import power_cuts
import pytest
import sqlalchemy as sa
from applying import on
from disputing import EXPLANATION, accepted, call, dispute_of, reported, state_of

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


def acting(user: str, action: str, **data: Any) -> Callable[[], Any]:
    context = {"user": user, "ignore_auth": False}
    return lambda: tk.get_action(f"scigov_dispute_{action}")(dict(context), dict(data))


def test_a_report_that_is_forwarded_by_itself() -> None:
    given = {"dataset": "free", "kind": "inaccurate", "explanation": EXPLANATION}
    assert power_cuts.fail_everywhere(everything, acting("citizen", "create", **given)) > 15
    assert model.Session.scalars(sa.select(Dispute.state)).all() == ["forwarded"]
    events = model.Session.scalars(sa.select(DisputeEvent.event)).all()
    assert sorted(events) == ["confirm", "forward"]


def test_a_report_of_a_visitor() -> None:
    given = {"dataset": "free", "kind": "inaccurate", "explanation": EXPLANATION}
    power_cuts.fail_everywhere(everything, acting("", "create", **given, email="wang@example.org"))
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
    power_cuts.fail_everywhere(
        everything, acting("editor", action, id=id_, reason="经核实，情况说明如下", **more)
    )
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
    power_cuts.fail_everywhere(everything, acting("citizen", "escalate", id=id_, reason="请复核"))
    power_cuts.fail_everywhere(
        everything, acting("second", "decide", id=id_, outcome="overrule", reason="应当更正")
    )
    assert (state_of(id_), dispute_of(id_).must_correct) == ("verifying", True)


def test_a_merging_of_what_others_were_merged_into() -> None:
    first, second, head = reported(), reported(user="plain"), reported(user="worker")
    call("editor", "merge", id=first, into=second)
    assert (
        power_cuts.fail_everywhere(
            everything, acting("editor", "merge", id=second, into=head, reason="同一疑义")
        )
        > 20
    )
    assert {dispute_of(one).merged_into for one in (first, second)} == {head}
    assert dispute_of(head).reporter_ids == ["id-citizen", "id-plain", "id-worker"]


def test_what_time_does(at) -> None:
    id_ = reported()
    at(on("2026-09-30"))

    def settle() -> None:
        time.settle(model.Session, id_, system(clock.now(), config.rules()))
        model.Session.commit()

    power_cuts.fail_everywhere(everything, settle)
    assert dispute_of(id_).pressed_on.isoformat() == "2026-09-30"
