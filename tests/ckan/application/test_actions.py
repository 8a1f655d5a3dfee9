"""Who may take which step: every action by everybody, in the state in which somebody may."""

from __future__ import annotations

from collections.abc import Callable

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
    state_of,
    submitted,
    verify,
)  # fmt: skip
from outcomes import ending

from ckan import model

pytestmark = pytest.mark.usefixtures("province")
EVERYBODY = (
    "clerk", "worker", "robot", "signer", "foreign_clerk", "foreign_signer", "torn", "editor",
    "member", "asked", "other_editor", "steward", "reviewer", "decider", "second",
    "other_decider", "other_steward", "cdo", "auditor", "operator", "plain", "root",
)  # fmt: skip


def refused() -> str:
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, outcome="refused", reason="用途不明", ground="other")
    return id_


def consulting() -> str:
    id_ = reviewed("plan")
    call("editor", "consult", id=id_, organization="anquanju", reason="是否涉密")
    return id_


def confirming() -> str:
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    return id_


def signing() -> str:
    id_ = drafted("plan")
    call("clerk", "submit", id=id_)
    return id_


def extending() -> str:
    id_ = reviewed("plan")
    call("editor", "extend_ask", id=id_, reason="数据量大")
    return id_


def appealed() -> str:
    id_ = refused()
    call("clerk", "appeal", id=id_, reason="请复核")
    return id_


REFUSAL = {"outcome": "refused", "ground": "other"}
# How a part gets where the step may be taken; the action; what it needs; whose it is.
STEPS: dict[str, tuple[Callable[[], str], str, dict[str, str], set[str]]] = {
    "update": (lambda: drafted("plan"), "update", {"scene": "另一个应用场景的说明"}, {"clerk", "worker"}),
    "submit": (lambda: drafted("plan"), "submit", {}, {"clerk", "worker"}),
    "sign": (signing, "sign", {}, {"signer"}),
    "send_back": (signing, "send_back", {}, {"signer"}),
    "accept": (lambda: submitted("plan"), "accept", {}, {"editor", "steward"}),
    "return": (lambda: submitted("plan"), "return", {}, {"editor", "steward"}),
    "review": (lambda: reviewed("plan"), "review", {}, {"reviewer"}),
    "decide": (lambda: reviewed("plan"), "decide", REFUSAL, {"decider", "second"}),
    "extend_ask": (
        lambda: reviewed("plan"), "extend_ask", {}, {"editor", "steward", "decider", "second"}
    ),
    "extend": (extending, "extend", {}, {"cdo"}),
    "consult": (
        lambda: reviewed("plan"), "consult", {"organization": "anquanju"},
        {"editor", "steward", "decider", "second"},
    ),
    "answer": (consulting, "answer", {}, {"asked", "editor", "steward"}),
    "assign": (
        lambda: reviewed("plan"), "assign", {"user": "editor"},
        {"editor", "steward", "decider", "second"},
    ),
    "remark": (
        lambda: reviewed("plan"), "remark", {},
        {"clerk", "worker", "signer", "editor", "steward", "reviewer", "decider", "second", "cdo"},
    ),
    "withdraw": (lambda: reviewed("plan"), "withdraw", {}, {"clerk", "worker"}),
    "give_up": (lambda: active("plan"), "give_up", {}, {"clerk", "worker"}),
    "revoke": (
        lambda: active("plan"), "revoke", {}, {"editor", "steward", "decider", "second", "cdo"}
    ),
    "correct": (lambda: active("plan"), "correct", {}, {"decider", "second", "cdo"}),
    "renewal_ask": (
        lambda: active("plan"), "renewal_ask", {"until_on": "2026-12-31"}, {"clerk", "worker"}
    ),
    "renew": (lambda: active("plan"), "renew", {"until_on": "2026-12-31"}, {"decider", "second"}),
    "deliver": (lambda: active("paper"), "deliver", {}, {"editor", "steward"}),
    "appeal": (refused, "appeal", {}, {"clerk", "worker"}),
    # The first decider has decided already.
    "appeal_decide": (appealed, "appeal_decide", {"outcome": "uphold"}, {"second", "cdo"}),
    "use_report_submit": (
        lambda: active("plan"), "use_report_submit", {"is_purpose_kept": "true", "results": "报告"},
        {"clerk", "worker"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_taken_by_whose_it_is_and_by_nobody_else(name: str) -> None:
    prepare, action, more, expected = STEPS[name]
    id_ = prepare()
    model.Session.remove()
    may = set()
    for who in EVERYBODY:
        found = outcome_undone(who, action, id=id_, **{"reason": "理由", **more})
        may |= {who} if found == "yes" else set()
    assert may == expected


def outcome_undone(who: str, action: str, **data: object) -> object:
    """Say how a call ends, and undo it."""
    import ckan.plugins.toolkit as tk

    context = {"user": who, "ignore_auth": False, "defer_commit": True}
    act = tk.get_action(f"scigov_application_{action}")
    try:
        return ending(lambda: act(context, data))
    finally:
        model.Session.rollback()
        model.Session.remove()


def test_four_eyes_are_two(settings) -> None:
    settings(four_eyes_levels="3")
    id_ = confirming()
    found = {who for who in EVERYBODY if outcome_undone(who, "confirm", id=id_) == "yes"}
    assert found == {"second"}
    found = {
        who for who in EVERYBODY if outcome_undone(who, "object", id=id_, reason="否") == "yes"
    }
    assert found == {"second"}


def test_the_full_flow_is_checked_advised_and_confirmed(settings) -> None:
    settings(flow="full")
    id_ = submitted("plan")
    assert state_of(id_) == "checking"
    found = {who for who in EVERYBODY if outcome_undone(who, "check", id=id_) == "yes"}
    assert found == {"cdo"}
    call("cdo", "check", id=id_)
    call("editor", "accept", id=id_)
    approval = {"outcome": "approved", "reason": "同意"}
    assert outcome("decider", "decide", id=id_, **approval) == ["state"]
    call("reviewer", "review", id=id_, reason="建议同意")
    call("decider", "decide", id=id_, **approval)
    assert (state_of(id_), call("clerk", "show", id=id_)["parts"][0]["outcome"]) == (
        "confirming", None,
    )  # fmt: skip
    call("second", "confirm", id=id_)
    assert state_of(id_) == "active"


def test_a_provider_may_have_another_flow(settings) -> None:
    settings(provider_flows="kejiting=full")
    id_ = submitted("plan", "output")
    assert [state_of(id_, name) for name in ("plan", "output")] == ["checking", "submitted"]


# What everybody sees of a part: y, or . for what is not there for him.
SEEN = {
    "draft": {"clerk", "worker"},
    "signing": {"clerk", "worker", "signer", "auditor", "root"},
    "submitted": {
        "clerk", "worker", "signer", "auditor", "root", "editor", "steward", "reviewer", "decider",
        "second", "cdo",
    },
}  # fmt: skip


@pytest.mark.parametrize("state", SEEN)
def test_what_is_hidden_and_what_is_absent_are_the_same(state: str) -> None:
    id_ = {"draft": lambda: drafted("plan"), "signing": signing, "submitted": submitted}[state]()
    assert {who for who in EVERYBODY if outcome(who, "show", id=id_) == "yes"} == SEEN[state]
    for who in sorted(set(EVERYBODY) - SEEN[state]):
        for action in ("show", "history", "accept", "submit", "sign", "withdraw", "similar_list"):
            told = [outcome(who, action, id=one) for one in (id_, "no-such-application")]
            assert told == ["absent", "absent"], (who, action)


@pytest.mark.parametrize("state", SEEN)
def test_lists_hold_what_is_seen_one_by_one(state: str) -> None:
    id_ = {"draft": lambda: drafted("plan"), "signing": signing, "submitted": submitted}[state]()
    found = set()
    for who in EVERYBODY:
        listed = [row["id"] for row in call(who, "list")["results"]]
        if outcome(who, "register_list") == "yes":
            listed += [row["id"] for row in call(who, "register_list")["results"]]
        found |= {who} if id_ in listed else set()
    assert found == SEEN[state]


def test_nobody_sees_anything_without_signing_in() -> None:
    id_ = submitted()
    assert outcome("clerk", "show", id=id_) == "yes"
    for action in ("show", "history", "list", "inbox_list", "register_list", "create"):
        assert outcome("", action, id=id_, kind="share") == "forbidden"
    assert outcome("", "figures_show") == "yes"


def test_nobody_decides_on_his_own_application() -> None:
    id_ = reviewed("plan")
    # A decider who belongs to the agency that applies.
    approval = {"outcome": "approved", "reason": "同意"}
    assert outcome("torn", "decide", id=id_, **approval) == "absent"
    verify("decider")
    own = submitted("plan", user="decider", kind="open")
    call("editor", "accept", id=own)
    assert outcome("decider", "decide", id=own, **approval) == "forbidden"
    assert outcome("second", "decide", id=own, **approval) == "yes"


def test_an_administrator_decides_nothing() -> None:
    id_ = reviewed("plan")
    assert outcome("root", "show", id=id_) == "yes"
    assert outcome("root", "decide", id=id_, outcome="approved", reason="同意") == "forbidden"


def test_whoever_signs_does_not_sign_his_own() -> None:
    id_ = drafted("plan", user="signer")
    call("signer", "submit", id=id_)
    assert outcome("signer", "sign", id=id_) == "forbidden"


def test_contacts_are_told_to_those_whom_they_concern() -> None:
    id_ = submitted()
    told = {who: call(who, "show", id=id_)["contact_phone"] for who in SEEN["submitted"]}
    masked = {who for who, phone in told.items() if phone != "0591-87654321"}
    assert masked == {"auditor", "root"}
    assert told["auditor"] == "059****21"


def test_an_applicant_does_not_learn_who_advised_what(at) -> None:
    id_ = reviewed("plan")
    call("reviewer", "review", id=id_, reason="不宜提供")
    call("editor", "remark", id=id_, reason="内部备注", is_internal=True)
    call("decider", "decide", id=id_, outcome="refused", reason="用途不明", ground="other")
    told = [(one["event"], one["actor_name"]) for one in call("clerk", "history", id=id_)]
    assert told == [("submit", "clerk"), ("sign", "signer"), ("accept", ""), ("refuse", "")]
    inside = [(one["event"], one["actor_name"]) for one in call("editor", "history", id=id_)]
    assert inside[3:] == [("advise", "reviewer"), ("remark", "editor"), ("refuse", "decider")]


def test_a_part_has_to_be_named_where_there_are_several() -> None:
    id_ = submitted("plan", "output")
    assert outcome("clerk", "remark", id=id_, reason="补充说明") == ["part"]
    part = part_of(id_, "output").id
    assert outcome("clerk", "remark", id=id_, part=part, reason="补充说明") == "yes"
    assert outcome("editor", "remark", id=id_, part=part, reason="备注") == "absent"


def test_what_is_over_is_refused_in_a_sentence(at) -> None:
    id_ = active("plan")
    pass_time(at, on("2026-10-24"))
    assert outcome("decider", "renew", id=id_, until_on="2026-12-31", reason="续") == ["state"]
