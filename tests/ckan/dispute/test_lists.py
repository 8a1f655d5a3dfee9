"""Lists of disputes: what everybody sees, one's own, the unit's, the register; and what their counts tell."""

from __future__ import annotations

from typing import Any

import applying
import pytest
import sqlalchemy as sa
from disputing import accepted, call, dispute_of, outcome, reported, state_of

from ckan import model

from ckanext.scigov.access.model import GradeInForce
from ckanext.scigov.dispute import jobs, viewing
from ckanext.scigov.dispute.domain.states import Party, State
from ckanext.scigov.dispute.logic.calls import doer
from ckanext.scigov.dispute.model import Dispute

pytestmark = pytest.mark.usefixtures("province")
PEOPLE = (
    "", "citizen", "plain", "editor", "steward", "decider", "other_editor", "cdo", "auditor", "root",
)  # fmt: skip
WORKING = {Party.HANDLER, Party.DECIDER}
OVERSEEING = {Party.AUTHORITY, Party.AUDITOR}


def listed(who: str, of: str = "public", **more: Any) -> list[str]:
    found = call(who, "list", of=of, **more)
    assert found["count"] == len(found["results"])
    return [one["id"] for one in found["results"]]


def one_by_one(who: str) -> list[viewing.View]:
    """Return what somebody sees by the rules of a single dispute, each asked about by itself."""
    context = {"user": who, "ignore_auth": False}
    every = model.Session.scalars(sa.select(Dispute)).all()
    return [view for one in every for view in viewing.viewed(model.Session, [one], doer(context))]


def many() -> dict[str, str]:
    """Report something in each way that changes who sees it; return the ids by what they are about."""
    applying.verify("citizen")
    found = {
        "open": reported(),
        "accepted": accepted(user="plain", kind="outdated"),
        "secret": reported("plan", kind="description"),
        "not public": reported(kind="not_public", resource="free-a"),
        "withdrawn": reported(user="plain", kind="incomplete"),
        "by staff": reported(user="editor", kind="duplicate"),
        "foreign": reported("output", kind="description", user="editor"),
    }
    call("plain", "withdraw", id=found["withdrawn"])
    return found


def test_the_public_list_is_what_everybody_sees_whoever_asks() -> None:
    ids = many()
    wanted = {ids["open"], ids["accepted"], ids["by staff"]}
    for who in PEOPLE:
        assert set(listed(who)) == wanted
    # Nobody is more than anybody else there: not the reporter, not the unit.
    for who in ("citizen", "editor"):
        shown = call(who, "list")["results"]
        assert [(one["parties"], one["possible"]) for one in shown] == [([], [])] * 3
        assert call(who, "list")["results"] == call("", "list")["results"]
        assert call(who, "show", id=ids["open"])["parties"] != []


def test_lists_hold_what_the_rules_of_one_dispute_say() -> None:
    many()
    public = {view.dispute.id for view in one_by_one("")}
    assert set(listed("")) == public
    for who in PEOPLE[1:]:
        views = one_by_one(who)
        own = {view.dispute.id for view in views if Party.REPORTER in view.held}
        works = {view.dispute.id for view in views if view.held & WORKING}
        oversees = {view.dispute.id for view in views if view.held & OVERSEEING}
        assert set(listed(who, "own")) == own
        assert set(listed(who, "unit")) == works
        if oversees:
            assert set(listed(who, "authority")) == oversees
        else:
            assert outcome(who, "list", of="authority") == "forbidden"


def test_lists_are_for_those_whom_they_concern() -> None:
    ids = many()
    assert set(listed("editor", "own")) == {ids["by staff"], ids["foreign"]}
    assert set(listed("editor", "unit")) == set(ids.values()) - {ids["by staff"], ids["foreign"]}
    assert listed("other_editor", "unit") == [ids["foreign"]]
    assert set(listed("cdo", "authority")) == set(ids.values())
    assert call("cdo", "list", of="authority")["is_whole"]
    for of in ("own", "unit", "authority"):
        assert outcome("", "list", of=of) == "forbidden"
    assert outcome("editor", "list", of="authority") == "forbidden"


def test_counts_do_not_tell_what_is_hidden() -> None:
    many()
    found = call("", "list")
    assert (found["count"], found["counts"]) == (
        3,
        {"forwarded": 2, "accepted": 1, "all": 3, "overdue": 0},
    )
    assert found["units"] == [{"id": "kejiting", "title": "省科学技术厅", "count": 3}]
    for more in ({"dataset": "plan"}, {"dataset": "nothing"}, {"kind": "not_public"}):
        hidden = call("", "list", **more)
        assert (hidden["count"], hidden["counts"]) == (0, {"all": 0, "overdue": 0})
    assert listed("", q="数据plan") == []
    assert len(listed("citizen", "own", q="数据plan")) == 1


def test_a_dataset_that_is_closed_takes_its_disputes_out_of_the_list() -> None:
    ids = many()
    assert ids["open"] in listed("")
    closed = {"security_level": "4", "share_type": "none", "open_type": "none"}
    of_free = sa.update(GradeInForce).where(GradeInForce.dataset_id == "id-free")
    model.Session.execute(of_free.values(**closed))
    model.Session.commit()
    assert listed("") == []
    assert call("", "list")["counts"] == {"all": 0, "overdue": 0}
    assert ids["open"] in listed("citizen", "own")


def test_lists_are_narrowed() -> None:
    ids = many()
    assert listed("", state=["accepted"]) == [ids["accepted"]]
    assert listed("", state="accepted,verifying") == [ids["accepted"]]
    assert listed("", kind="outdated") == [ids["accepted"]]
    assert len(listed("", dataset="free")) == len(listed("", dataset="id-free")) == 3
    assert len(listed("", unit="kejiting")) == len(listed("", provider="kejiting")) == 3
    assert listed("", unit="tongjiju") == listed("", unit="nobody") == []
    number = call("", "show", id=ids["open"])["number"]
    assert listed("", q=number.lower()) == [ids["open"]]
    assert len(listed("", q="数据fre")) == 3
    assert listed("citizen", "own", resource="free-a") == [ids["not public"]]
    assert outcome("", "list", state=["nonsense"]) == ["state"]
    assert outcome("", "list", of="all") == ["of"]


def test_counts_are_not_narrowed_by_state() -> None:
    many()
    found = call("", "list", state=["accepted"], kind="outdated")
    assert (found["count"], found["counts"]) == (1, {"accepted": 1, "all": 1, "overdue": 0})
    found = call("", "list", state=["accepted"])
    assert (found["count"], found["counts"]["all"]) == (1, 3)


def test_the_unit_finds_what_is_due_first_and_who_has_it(at) -> None:
    first = reported(kind="other")
    at(applying.on("2026-09-25"))
    second = accepted(user="plain")
    call("steward", "assign", id=second, user="editor")
    answered = accepted(user="plain", kind="outdated")
    call("editor", "correct", id=answered, reason="已更正")
    assert listed("steward", "unit") == [first, second, answered]
    assert listed("steward", "unit", assigned_to="editor") == [second]
    assert listed("steward", "unit", assigned_to="") == [first, answered]
    assert outcome("steward", "list", of="unit", assigned_to="nobody") == ["assigned_to"]
    for of in ("public", "own", "authority"):
        assert outcome("cdo", "list", of=of, assigned_to="editor") == ["assigned_to"]


def test_what_is_overdue_is_counted(at) -> None:
    late, answered = reported(), accepted(user="plain")
    call("editor", "correct", id=answered, reason="已更正")
    at(applying.on("2026-12-01"))
    assert dispute_of(answered).due_on is not None
    found = call("cdo", "list", of="authority", overdue=True)
    assert [one["id"] for one in found["results"]] == [late]
    assert found["counts"] == {"forwarded": 1, "corrected": 1, "all": 2, "overdue": 1}
    assert listed("cdo", "authority", overdue=False) == [answered]
    jobs.take_steps_of_time(applying.on("2026-12-01"))
    assert state_of(answered) == "closed"


def test_what_was_never_confirmed_is_in_no_list() -> None:
    id_ = reported()
    dispute_of(id_)
    assert listed("") == [id_]
    for state in (State.UNCONFIRMED, State.DROPPED, State.WITHDRAWN):
        model.Session.execute(sa.update(Dispute).values(state=state.value))
        assert call("", "list")["count"] == 0
    model.Session.execute(sa.update(Dispute).values(state="filed", is_published=False))
    assert call("", "list")["count"] == 0
    assert call("cdo", "list", of="authority")["count"] == 1
    model.Session.rollback()


@pytest.mark.parametrize(
    ("who", "of"),
    [("", "public"), ("citizen", "own"), ("editor", "unit"), ("cdo", "authority")],
)
def test_lists_take_as_many_statements_for_many(count_queries, who: str, of: str) -> None:
    numbers = []
    for kinds in (("inaccurate",), ("outdated", "other", "incomplete", "duplicate")):
        for kind in kinds:
            reported(kind=kind)
        model.Session.rollback()
        with count_queries() as queries:
            assert call(who, "list", of=of)["results"]
        numbers.append(queries.count)
        model.Session.rollback()
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 40
