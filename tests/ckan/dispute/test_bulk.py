"""Many disputes of one cause are answered at once; what cannot be answered does not hinder the others."""

from __future__ import annotations

import pytest
from disputing import accepted, call, dispute_of, events_of, outcome, reported, state_of

import ckan.plugins.toolkit as tk
from ckan import model

pytestmark = pytest.mark.usefixtures("province")
REASON = "同一批次导入有误，已统一更正"


def results(answer):
    return [(one["id"], one["is_done"]) for one in answer["results"]]


def test_a_step_is_taken_in_each_that_can_take_it() -> None:
    first, second = reported(), reported("plan", user="plain", kind="other")
    done = accepted(user="plain")
    others = reported("output", user="plain")
    answer = call("editor", "bulk", ids=[first, done, others, "nothing", second], step="accept")
    assert results(answer) == [
        (first, True), (done, False), (others, False), ("nothing", False), (second, True),
    ]  # fmt: skip
    assert (answer["count"], answer["done"]) == (5, 2)
    assert [one["error"] for one in answer["results"]][1:4] == [
        (
            "This step cannot be taken now: somebody has taken another one in the meantime, or the "
            "dispute stands elsewhere. Reload the page to see where it stands."
        ),
        "This was not found, or it is not visible to you.",
        "This was not found, or it is not visible to you.",
    ]
    assert [state_of(id_) for id_ in (first, second, others)] == [
        "accepted", "accepted", "forwarded",
    ]  # fmt: skip


def test_what_is_refused_leaves_nothing_of_its_step() -> None:
    first, own = accepted(), reported(user="steward")
    call("editor", "accept", id=own)
    wish = {"ids": [first, own], "step": "refuse", "reason": REASON}
    answer = call("steward", "bulk", **wish, ground="data_are_right")
    assert results(answer) == [(first, True), (own, False)]
    assert (state_of(first), state_of(own)) == ("not_corrected", "accepted")
    assert [event.event for event in events_of(own)] == ["confirm", "forward", "accept"]
    assert call("editor", "bulk", **{**wish, "ids": [own]})["results"][0]["error"] == (
        "Choose the ground of the answer."
    )


@pytest.mark.parametrize(
    ("step", "more", "state"),
    [
        ("verify", {}, "verifying"),
        ("assign", {"user": "steward"}, "accepted"),
        ("correct", {"reason": REASON}, "corrected"),
        ("correct", {"reason": REASON, "is_in_part": True}, "partly_corrected"),
        ("note", {"reason": REASON}, "accepted"),
    ],
)
def test_every_step_that_many_can_be_answered_with(step, more, state) -> None:
    id_ = accepted()
    answer = call("editor", "bulk", ids=[id_], step=step, **more)
    assert results(answer) == [(id_, True)]
    assert state_of(id_) == state
    assert events_of(id_)[-1].reason == more.get("reason", "")


def test_reject_needs_its_ground() -> None:
    id_ = reported()
    call("editor", "bulk", ids=[id_], step="reject", ground="not_found")
    assert (state_of(id_), dispute_of(id_).ground) == ("not_accepted", "not_found")


def test_the_whole_desk_is_answered_as_far_as_it_fits() -> None:
    first, other_kind = reported(), reported(user="plain", kind="outdated")
    others = reported("output", user="plain")
    answer = call("editor", "bulk", desk=True, kind="inaccurate", step="accept")
    assert results(answer) == [(first, True)]
    assert (state_of(other_kind), state_of(others)) == ("forwarded", "forwarded")
    assert outcome("citizen", "bulk", desk=True, step="accept") == ["ids"]


def test_too_many_or_none_are_refused() -> None:
    assert outcome("editor", "bulk", ids=[], step="accept") == ["ids"]
    many = [f"none-{number}" for number in range(101)]
    assert outcome("editor", "bulk", ids=many, step="accept") == ["ids"]
    assert outcome("editor", "bulk", ids=many[:1], step="close") == ["step"]
    assert outcome("", "bulk", ids=many[:1], step="accept") == "forbidden"


def test_others_about_the_same_place_are_found_in_one_statement(count_queries) -> None:
    first, second = reported(), reported(user="plain")
    elsewhere, secret = reported("plan", user="plain"), reported(user="member", kind="not_public")
    accepted("output", handler="other_editor")
    shown = call("editor", "similar_list", id=second)["disputes"]
    assert [one["id"] for one in shown] == [first]
    assert {elsewhere, secret}.isdisjoint(one["id"] for one in shown)
    for user in ("citizen", "plain", "other_editor"):
        assert outcome(user, "similar_list", id=second) == "forbidden"
    with count_queries() as few:
        call("editor", "similar_list", id=second)
    for user in ("clerk", "worker", "signer"):
        reported(user=user)
    with count_queries() as many:
        assert len(call("editor", "similar_list", id=second)["disputes"]) == 4
    assert many.count == few.count
    model.Session.rollback()


def test_a_preview_tells_what_is_meant_and_does_nothing(count_queries) -> None:
    ids = [reported(), reported(user="plain")]
    wish = {"step": "accept", "preview": True}
    with count_queries() as few:
        shown = call("editor", "bulk", ids=ids, **wish)["disputes"]
    assert [(one["id"], "accept" in one["possible"]) for one in shown] == [
        (id_, True) for id_ in ids
    ]
    ids += [reported(user=user) for user in ("clerk", "worker", "signer")]
    with count_queries() as many:
        assert len(call("editor", "bulk", ids=[*ids, "nothing"], **wish)["disputes"]) == 5
    assert many.count == few.count
    assert {state_of(id_) for id_ in ids} == {"forwarded"}


def test_a_number_names_a_dispute_too() -> None:
    number = dispute_of(reported()).number
    (one,) = call("editor", "bulk", ids=[number.lower()], step="accept")["results"]
    assert (one["number"], one["is_done"]) == (number, True)
    assert isinstance(tk.get_action("scigov_dispute_bulk").__doc__, str)
