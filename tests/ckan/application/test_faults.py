"""Whatever statement fails, nothing is half done: no grant without its decision, nor the reverse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import power_cuts
import pytest
import sqlalchemy as sa
from applying import active, call, drafted, part_of, reviewed
from replaying import facts

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import Acceptance, Grant
from ckanext.scigov.application.model import Filing, HappenedEvent, Part
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("province")


def everything() -> dict[str, Any]:
    """Return all that an act on an application may write."""
    model.Session.expire_all()
    tables = (Grant, Acceptance, HappenedEvent, AuditEvent, NoticeRow, OutboxEntry)
    count = sa.func.count()
    found: dict[str, Any] = {
        table.__tablename__: model.Session.scalar(sa.select(count).select_from(table))
        for table in tables
    }
    parts = model.Session.scalars(sa.select(Part).order_by(Part.id)).all()
    grants = model.Session.scalars(sa.select(Grant).order_by(Grant.id)).all()
    filings = model.Session.scalars(sa.select(Filing).order_by(Filing.id)).all()
    found["parts"] = [facts(part) for part in parts]
    found["grants"] = [(one.until_at, one.revoked_at) for one in grants]
    found["filings"] = [(one.number, one.version) for one in filings]
    model.Session.rollback()
    return found


def acting(user: str, action: str, **data: Any) -> Callable[[], Any]:
    context = {"user": user, "ignore_auth": False}
    return lambda: tk.get_action(f"scigov_application_{action}")(dict(context), dict(data))


def test_an_approval() -> None:
    id_ = reviewed("plan")
    act = acting("decider", "decide", id=id_, outcome="approved", reason="同意")
    assert power_cuts.fail_everywhere(everything, act) > 20
    assert part_of(id_).state == "active"


IN_PART = {"outcome": "approved_in_part", "reason": "部分同意", "until_on": "2026-10-01"}
REFUSAL = {"outcome": "refused", "ground": "other", "reason": "不同意"}
DECISIONS = {"active": IN_PART, "refused": REFUSAL}


@pytest.mark.parametrize("state", DECISIONS)
def test_another_decision(state: str) -> None:
    id_ = reviewed("plan")
    assert (
        power_cuts.fail_everywhere(
            everything, acting("decider", "decide", id=id_, **DECISIONS[state])
        )
        > 10
    )
    assert part_of(id_).state == state
    grants = model.Session.scalars(sa.select(Grant.until_at)).all()
    assert len(grants) == (state == "active")


@pytest.mark.parametrize(
    ("decision", "state"),
    [({"outcome": "approved", "reason": "同意"}, "active"), (IN_PART, "active"),
     (REFUSAL, "refused")],
)  # fmt: skip
def test_the_confirmation_of_a_decision(settings, decision: dict[str, str], state: str) -> None:
    settings(four_eyes_levels="3")
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, **decision)
    power_cuts.fail_everywhere(everything, acting("second", "confirm", id=id_))
    assert part_of(id_).state == state


def test_data_that_are_had_at_once() -> None:
    wanted = {"agency_id": "agency", "datasets": [{"dataset_id": "shared"}]}
    texts = {"purpose": "核对全省科技计划项目", "scene": "年度科技统计分析与评估"}
    power_cuts.fail_everywhere(
        everything, acting("clerk", "obtain", **wanted, **texts, terms_version="2")
    )
    assert model.Session.scalars(sa.select(Part.state)).all() == ["active"]
    assert model.Session.scalars(sa.select(Acceptance.user_id)).all() == ["id-clerk"]


def test_an_appeal_that_is_granted() -> None:
    id_ = reviewed("plan")
    refusal = {"outcome": "refused", "ground": "other", "reason": "不同意"}
    call("decider", "decide", id=id_, **refusal)
    call("clerk", "appeal", id=id_, reason="请复核")
    power_cuts.fail_everywhere(
        everything, acting("second", "appeal_decide", id=id_, outcome="overrule", reason="同意")
    )
    assert part_of(id_).state == "active"


@pytest.mark.parametrize(
    ("user", "action", "state"),
    [
        ("decider", "revoke", "revoked"),
        ("decider", "correct", "in_review"),
        ("clerk", "give_up", "expired"),
    ],
)
def test_the_end_of_a_grant(user: str, action: str, state: str) -> None:
    id_ = active("plan")
    power_cuts.fail_everywhere(everything, acting(user, action, id=id_, reason="不再需要"))
    assert part_of(id_).state == state
    assert [one.revoked_by for one in model.Session.query(Grant)] == [f"id-{user}"]


def test_a_grant_that_is_revoked_directly() -> None:
    id_ = active("plan")
    given = {"number": part_of(id_).grant_number, "reason": "违规使用"}
    context = {"user": "steward", "ignore_auth": False}
    revoke = tk.get_action("scigov_access_grant_revoke")
    assert power_cuts.fail_everywhere(everything, lambda: revoke(dict(context), dict(given))) > 10
    assert part_of(id_).state == "revoked"


def test_the_acceptance_of_terms() -> None:
    id_ = active("plan")
    given = {"number": part_of(id_).grant_number, "confirmed": True}
    accept = tk.get_action("scigov_access_terms_accept")
    power_cuts.fail_everywhere(
        everything, lambda: accept({"user": "worker", "ignore_auth": False}, dict(given))
    )
    assert model.Session.scalars(sa.select(Acceptance.user_id)).all() == ["id-worker"]


def test_a_submission_of_several_parts() -> None:
    id_ = drafted("plan", "output")
    power_cuts.fail_everywhere(everything, acting("clerk", "submit", id=id_))
    assert {part.state for part in model.Session.query(Part)} == {"signing"}
