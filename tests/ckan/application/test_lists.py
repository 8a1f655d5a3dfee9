"""Inbox, register, figures, similar ones: what they hold, masked, in a bounded number of statements."""

from __future__ import annotations

import pytest
from applying import (
    active,
    call,
    drafted,
    on,
    outcome,
    part_of,
    pass_time,
    reviewed,
    submitted,
    verify,
)  # fmt: skip

from ckan import model

pytestmark = pytest.mark.usefixtures("province")
REFUSAL = {"outcome": "refused", "reason": "用途不明", "ground": "purpose_unclear"}


def inbox(who: str, **more: object) -> list[tuple[str, str]]:
    rows = call(who, "inbox_list", **more)["results"]
    return [(row["number"], row["parts"][0]["dataset_name"]) for row in rows]


def test_everybody_finds_what_waits_for_him() -> None:
    first, second = submitted("plan", "output"), drafted("plan")
    one, other = "SJSQ-20260924-0001", "SJSQ-20260924-0002"
    assert inbox("editor") == [(one, "plan")]
    assert inbox("other_editor") == [(one, "output")]
    assert inbox("decider") == inbox("cdo") == inbox("plain") == []
    call("editor", "accept", id=first)
    assert inbox("decider") == inbox("reviewer") == [(one, "plan")]
    assert [row["id"] for row in call("clerk", "inbox_list")["results"]] == [second]
    call("clerk", "submit", id=second)
    assert inbox("signer") == [(other, "plan")]
    assert inbox("clerk") == []


def test_what_is_due_soonest_comes_first(at) -> None:
    at(on("2026-09-24"))
    submitted("plan")
    at(on("2026-09-30"))
    submitted("plan")
    at(on("2026-09-28"))
    submitted("plan")
    numbers = [number[-13:] for number, _ in inbox("editor")]
    assert numbers == ["20260924-0001", "20260928-0001", "20260930-0001"]


def test_an_inbox_is_counted_and_narrowed(at) -> None:
    late = submitted("plan")
    at(on("2026-10-15"))
    reviewed("plan")
    pass_time(at, on("2026-10-16"))
    found = call("editor", "inbox_list")
    assert found["counts"] == {"submitted": 1, "in_review": 1, "all": 2, "overdue": 1}
    assert [row["id"] for row in call("editor", "inbox_list", overdue=True)["results"]] == [late]
    narrowed = call("editor", "inbox_list", state=["in_review"])
    assert (narrowed["count"], narrowed["counts"]["all"]) == (1, 2)
    assert call("editor", "inbox_list", q="20260924")["count"] == 1
    assert call("editor", "inbox_list", dataset_id="id-output")["count"] == 0
    assert outcome("editor", "inbox_list", state=["nonsense"]) == ["state"]


def test_many_are_assigned_at_once() -> None:
    parts = [part_of(submitted("plan")).id for _ in range(3)]
    assert call("steward", "assign", parts=parts[:2], user="editor")["assigned"] == sorted(
        parts[:2]
    )
    assert call("editor", "inbox_list", assigned_to="editor")["count"] == 2
    assert call("editor", "inbox_list", assigned_to="")["count"] == 1
    # All or none: one of them is another provider's.
    foreign = part_of(submitted("output"), "output").id
    assert outcome("steward", "assign", parts=[parts[2], foreign], user="editor") == "absent"
    assert part_of(submitted("plan")).assigned_to is None
    assert call("editor", "inbox_list", assigned_to="editor")["count"] == 2


def test_only_who_may_work_on_it_is_assigned() -> None:
    id_ = submitted()
    for who in ("plain", "clerk", "torn", "other_editor", "auditor", "nobody"):
        assert outcome("editor", "assign", id=id_, user=who) == ["user"]
    assert outcome("editor", "assign", id=id_, user="reviewer") == "yes"


def test_the_register_has_a_row_for_each_part() -> None:
    verify("citizen")
    submitted("plan", user="citizen", kind="open")
    id_ = submitted("plan", "output")
    call("editor", "accept", id=id_)
    call("decider", "decide", id=id_, **REFUSAL)
    rows = call("cdo", "register_list")["results"]
    found = [(r["number"][-4:], r["applicant"], r["dataset_title"], r["state"]) for r in rows]
    assert sorted(found) == [
        ("0001", "张**", "数据plan", "submitted"),
        ("0002", "单位0", "数据output", "submitted"),
        ("0002", "单位0", "数据plan", "refused"),
    ]
    own = call("editor", "register_list")
    assert (own["count"], {row["applicant"] for row in own["results"]}) == (2, {"张某某", "单位0"})
    assert outcome("clerk", "register_list") == "forbidden"


def test_what_is_due_and_how_long_it_took(at) -> None:
    id_ = reviewed()
    at(on("2026-09-29"))
    call("decider", "decide", id=id_, **REFUSAL)
    row = call("cdo", "register_list")["results"][0]
    told = {name: row[name] for name in ("received_on", "due_on", "decided_on", "took_days")}
    assert told == {
        "received_on": "2026-09-24", "due_on": "2026-10-15", "decided_on": "2026-09-29",
        "took_days": 2,
    }  # fmt: skip


def test_figures_are_public(at) -> None:
    quick, slow = reviewed("plan"), reviewed("plan")
    submitted("output")
    call("decider", "decide", id=quick, outcome="approved", reason="同意")
    at(on("2026-10-16"))
    call("decider", "decide", id=slow, **REFUSAL)
    assert call("", "figures_show")["providers"] == [
        {
            "provider_id": "kejiting", "provider_title": "省科学技术厅", "received": 2, "decided": 2,
            "in_time": 1, "median_days": 5.5, "grounds": {"purpose_unclear": 1},
        },
        {
            "provider_id": "tongjiju", "provider_title": "省统计局", "received": 1, "decided": 0,
            "in_time": 0, "median_days": None, "grounds": {},
        },
    ]  # fmt: skip


def test_earlier_and_similar_ones() -> None:
    old = active()
    call("decider", "revoke", id=old, reason="超出用途使用")
    new = submitted()
    shown = call("clerk", "similar_list", id=new)["results"]
    assert [(one["id"], one["likeness"], one["percent"]) for one in shown] == [
        (old, "earlier", 100)
    ]
    assert [(p["state"], p["reason"], p["owes_report"]) for p in shown[0]["parts"]] == [
        ("revoked", "超出用途使用", True),
    ]


def test_similar_ones_of_others_are_for_officials() -> None:
    verify("citizen")
    other = submitted("plan", user="citizen", kind="open")
    new = submitted()
    assert call("clerk", "similar_list", id=new)["results"] == []
    shown = call("editor", "similar_list", id=new)["results"]
    assert [(one["id"], one["likeness"]) for one in shown] == [(other, "similar")]


@pytest.mark.parametrize(
    ("who", "action"),
    [("clerk", "list"), ("editor", "inbox_list"), ("cdo", "register_list")],
)
def test_lists_take_as_many_statements_for_many(count_queries, who: str, action: str) -> None:
    numbers = []
    for _ in range(2):
        for _ in range(2):
            submitted("plan", "output")
        model.Session.rollback()
        with count_queries() as queries:
            assert call(who, action)["results"]
        numbers.append(queries.count)
        model.Session.rollback()
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 30
