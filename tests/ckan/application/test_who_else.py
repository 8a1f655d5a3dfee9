"""Second deciders, substitutes, several reviewers, more time, renewal: who else has a part in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from applying import (
    NOW,
    active,
    call,
    events_of,
    on,
    outcome,
    part_of,
    pass_time,
    reviewed,
    state_of,
    submitted,
)  # fmt: skip

from ckan import model

from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.notices.model import NoticeRow

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("visit")
APPROVAL = {"outcome": "approved", "reason": "同意"}


def give_role(user: str, role: str, until: dt.datetime | None = None, instead_of: str = "") -> None:
    row = RoleAssignment(
        id=f"more-{user}", user_id=f"id-{user}", role=role, scope_kind="provider",
        scope_id="kejiting", from_at=NOW, until_at=until, granted_by="", reason="",
        substitute_for=f"id-{instead_of}" if instead_of else None,
    )  # fmt: skip
    model.Session.add(row)
    model.Session.commit()


def told(kind: str, about: str = "") -> list[str]:
    rows = model.Session.query(NoticeRow).filter_by(kind=f"application.{kind}").all()
    found = [row.user_id for row in rows if about in str(row.params)]
    return sorted(one.removeprefix("id-") for one in found)


@pytest.mark.parametrize(
    ("setting", "states"),
    [
        ({}, ("active", "active")),
        ({"four_eyes_levels": "3"}, ("confirming", "confirming")),
        ({"four_eyes_levels": "4"}, ("active", "active")),
        ({"four_eyes_providers": "kejiting"}, ("confirming", "active")),
        ({"four_eyes_providers": "tongjiju"}, ("active", "confirming")),
    ],
)
def test_a_second_decider_by_level_or_provider(
    settings: Any, setting: dict[str, str], states: tuple[str, str]
) -> None:
    settings(**setting)
    id_ = submitted("plan", "output")
    for editor, decider in (("editor", "decider"), ("other_editor", "other_decider")):
        call(editor, "accept", id=id_)
        call(decider, "decide", id=id_, **APPROVAL)
    assert (state_of(id_, "plan"), state_of(id_, "output")) == states


def test_a_substitute_decides_as_long_as_he_stands_in(at: Any) -> None:
    first, later = reviewed("plan"), reviewed("plan")
    assert outcome("plain", "decide", id=first, **APPROVAL) == "absent"
    give_role("plain", "decider", until=on("2026-09-26"), instead_of="decider")
    assert outcome("plain", "decide", id=first, **APPROVAL) == "yes"
    assert (state_of(first), events_of(first)[-2].actor_id) == ("active", "id-plain")
    at(on("2026-09-26"))
    assert outcome("plain", "decide", id=later, **APPROVAL) == "absent"


def test_several_reviewers_advise_and_nobody_decides_by_it(settings: Any) -> None:
    settings(flow="full")
    give_role("plain", "reviewer")
    id_ = submitted("plan")
    call("cdo", "check", id=id_)
    call("editor", "accept", id=id_)
    for who, advice in (("reviewer", "建议同意"), ("plain", "建议部分同意")):
        call(who, "review", id=id_, reason=advice)
        assert outcome(who, "decide", id=id_, **APPROVAL) == "forbidden"
    assert state_of(id_) == "in_review"
    read = {who: call(who, "history", id=id_) for who in ("decider", "clerk")}
    advice = [one["reason"] for one in read["decider"] if one["event"] == "advise"]
    assert advice == ["建议同意", "建议部分同意"]
    assert [one for one in read["clerk"] if one["event"] == "advise"] == []


def test_more_time_with_consent_and_notice() -> None:
    id_ = reviewed("plan")
    assert outcome("cdo", "extend", id=id_, reason="同意延期") == ["state"]
    call("editor", "extend_ask", id=id_, reason="数据量大")
    assert (str(part_of(id_).due_on), told("extension")) == ("2026-10-15", ["cdo", "cdo2"])
    assert outcome("editor", "extend", id=id_, reason="同意延期") == "forbidden"
    assert told("changed", "extend") == []
    call("cdo", "extend", id=id_, reason="同意延期")
    assert (str(part_of(id_).due_on), told("changed", "extend")) == (
        "2026-10-29", ["clerk", "worker"],
    )  # fmt: skip
    assert outcome("cdo", "extend", id=id_, reason="再延") == ["state"]


def test_renewal_by_one_press(visit: Visit, at: Any) -> None:
    id_ = active("plan")
    pass_time(at, on("2026-10-10"))
    row = model.Session.query(NoticeRow).filter_by(kind="application.ends_soon").first()
    path = f"/applications/{id_}/{part_of(id_).id}/renewal_ask"
    assert row.path == path
    page = visit("worker", path)
    assert 'value="2026-11-22"' in page.body  # thirty days again, after the 23rd of October
    assert visit("worker", path, {"until_on": "2026-11-22", "reason": ""}).status_code == 302
    assert told("renewal") == ["decider", "second"]
    renew = path.replace("renewal_ask", "renew")
    assert 'value="2026-11-22"' in visit("decider", renew).body
    assert visit("decider", renew, {"until_on": "2026-11-22", "reason": "同意"}).status_code == 302
    pass_time(at, on("2026-11-22"))
    assert state_of(id_) == "active"
    pass_time(at, on("2026-11-23"))
    assert state_of(id_) == "expired"


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-10-23", ["until_on"]),
        ("2026-10-24", "yes"),
        ("2029-09-23", "yes"),
        ("2029-09-24", ["until_on"]),
        ("", "yes"),
    ],
)
def test_until_when_a_renewal_is_asked_for(until: str, expected: Any) -> None:
    id_ = active("plan")
    assert outcome("clerk", "renewal_ask", id=id_, until_on=until) == expected
    if not until:
        assert str(part_of(id_).renewal_until_on) == "2026-11-22"
