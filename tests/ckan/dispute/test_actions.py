"""Who may take which step: every action by everybody, where somebody may; and what each action declares."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
from applying import on
from disputing import accepted, by_visitor, call, outcome, reported
from outcomes import ending

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute.logic import action, auth
from ckanext.scigov.shared.toolkit_inputs import taken_by

EVERYBODY = (
    "", "citizen", "plain", "worker", "editor", "member", "other_editor", "steward", "reviewer",
    "decider", "second", "torn", "other_decider", "other_steward", "cdo", "cdo2", "auditor",
    "operator", "root",
)  # fmt: skip
HANDLERS, DECIDERS, AUTHORITY = (
    {"editor", "steward"},
    {"decider", "second", "torn"},
    {"cdo", "cdo2"},
)
REPORTER = {"citizen"}
REFUSAL = {"outcome": "refuse", "ground": "other"}
WHY = "经核实，情况说明如下"


def refused() -> str:
    id_ = accepted()
    call("decider", "decide", id=id_, reason=WHY, **REFUSAL)
    return id_


def escalated() -> str:
    id_ = refused()
    call("citizen", "escalate", id=id_, reason=WHY)
    return id_


def of_authority() -> str:
    id_ = escalated()
    call("second", "decide", id=id_, outcome="uphold", reason=WHY)
    call("citizen", "escalate", id=id_, reason=WHY)
    return id_


def of_visitor() -> str:
    return by_visitor()[0]


# How a dispute gets where the step may be taken; the action; what it needs; whose it is.
STEPS: dict[str, tuple[Callable[[], str], str, dict[str, object], set[str]]] = {
    "accept": (reported, "accept", {}, HANDLERS),
    "reject": (reported, "reject", {"ground": "unclear"}, HANDLERS),
    "verify": (accepted, "verify", {}, HANDLERS),
    "extend": (accepted, "extend", {}, AUTHORITY),
    "press": (reported, "press", {}, AUTHORITY),
    "forward": (reported, "forward", {"unit": "tongjiju"}, AUTHORITY),
    "assign": (reported, "assign", {"user": "editor"}, HANDLERS | DECIDERS),
    "correct": (accepted, "correct", {}, HANDLERS | DECIDERS),
    "correct in part": (accepted, "correct", {"is_in_part": True}, HANDLERS | DECIDERS),
    "refuse": (accepted, "decide", REFUSAL, HANDLERS | DECIDERS),
    # Who has refused does not decide on his own answer.
    "uphold": (escalated, "decide", {"outcome": "uphold"}, {"second", "torn"} | AUTHORITY),
    "remit": (escalated, "decide", {"outcome": "remit"}, {"second", "torn"} | AUTHORITY),
    "overrule": (of_authority, "decide", {"outcome": "overrule"}, AUTHORITY),
    "escalate": (refused, "escalate", {}, REPORTER),
    "reopen": (refused, "reopen", {}, REPORTER),
    "close": (refused, "close", {}, REPORTER),
    "withdraw": (reported, "withdraw", {}, REPORTER),
    "remark": (reported, "remark", {}, REPORTER | HANDLERS | DECIDERS | AUTHORITY),
    "note": (reported, "note", {}, HANDLERS | DECIDERS | AUTHORITY),
    "publish": (of_visitor, "moderate", {"publish": True}, HANDLERS | AUTHORITY),
    "dismiss": (of_visitor, "moderate", {"publish": False}, AUTHORITY),
}  # fmt: skip


def outcome_undone(who: str, name: str, **data: object) -> object:
    """Say how a call ends, and undo it."""
    context = {"user": who, "ignore_auth": False, "defer_commit": True}
    act = tk.get_action(f"scigov_dispute_{name}")
    try:
        return ending(lambda: act(context, data))
    finally:
        model.Session.rollback()
        model.Session.remove()


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_taken_by_whose_it_is_and_by_nobody_else(name: str) -> None:
    prepare, act, more, expected = STEPS[name]
    id_ = prepare()
    model.Session.remove()
    found = {who: outcome_undone(who, act, id=id_, **{"reason": WHY, **more}) for who in EVERYBODY}
    assert {who for who, one in found.items() if one == "yes"} == expected


@pytest.mark.usefixtures("province")
def test_a_merging_is_of_those_who_handle_both() -> None:
    one, head = reported(), reported(user="plain")
    model.Session.remove()
    given = {"id": one, "into": head, "reason": WHY}
    may = {who for who in EVERYBODY if outcome_undone(who, "merge", **given) == "yes"}
    assert may == HANDLERS | AUTHORITY


@pytest.mark.usefixtures("province")
def test_what_is_hidden_and_what_is_absent_are_the_same() -> None:
    id_ = reported(kind="not_public")
    seeing = {who for who in EVERYBODY if outcome(who, "show", id=id_) == "yes"}
    expected = REPORTER | HANDLERS | DECIDERS | AUTHORITY | {"auditor", "root"}
    assert seeing == expected
    for who in sorted(set(EVERYBODY) - expected):
        for act in ("show", "history", "accept", "withdraw", "remark"):
            told = [outcome(who, act, id=one, reason=WHY) for one in (id_, "no-such-dispute")]
            signs_in_first = not who and act == "accept"
            assert told == (["forbidden"] * 2 if signs_in_first else ["absent"] * 2), (who, act)


@pytest.mark.usefixtures("province")
def test_an_overdue_dispute_is_escalated_before_it_is_answered(at) -> None:
    id_ = reported()
    assert outcome("citizen", "escalate", id=id_, reason=WHY) == ["state"]
    at(on("2026-09-30"))
    assert outcome("citizen", "escalate", id=id_, reason=WHY) == "yes"


OF_CONTRACT = (
    "create", "confirm", "accept", "reject", "forward", "assign", "merge", "correct", "decide",
    "escalate", "reopen", "close", "show",
)  # fmt: skip


@pytest.mark.parametrize("name", OF_CONTRACT)
def test_the_actions_that_were_agreed_are_there(with_plugins, name: str) -> None:
    assert f"scigov_dispute_{name}" in action.__all__


@pytest.mark.parametrize("name", action.__all__)
def test_an_action_has_an_auth_function_a_docstring_and_a_declared_input(
    with_plugins, name
) -> None:
    assert name in auth.FUNCTIONS
    called = getattr(action, name)
    text = inspect.getdoc(called) or ""
    gives = called.__annotations__["return"] not in (None, "None")
    assert ("Args:" in text, "Returns:" in text) == (True, gives)
    assert taken_by(called) is not None
