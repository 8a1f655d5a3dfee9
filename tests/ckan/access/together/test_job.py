"""The job of a decision: in batches, killed in the middle, broken by one of them, run twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from deciding import left_by, outcomes

from ckan import model

from ckanext.scigov.access import deciding_together
from ckanext.scigov.access.model_together import DecisionTogether
from ckanext.scigov.access.service import grades
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.search.many import Indexer
from ckanext.scigov.shared.model import OutboxEntry

Make = Callable[..., Any]


class Killed(BaseException):
    """As if the worker had died: nothing catches it."""


@pytest.fixture(autouse=True)
def _of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding_together, "BATCH", 2)


@pytest.fixture
def five(gathered: Make) -> dict[str, str]:
    return {name: gathered(name)["id"] for name in ("aa", "bb", "cc", "dd", "ee")}


def states(decision_id: str) -> list[str]:
    return [outcome for _, outcome, _ in outcomes(decision_id)]


def test_a_job_that_is_killed_goes_on_where_it_was(
    five: dict[str, str], decide: Make, work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real, seen = decide(5), grades.approve, []

    def dying(*given: Any, **named: Any) -> Any:
        seen.append(given)
        if len(seen) == 4:
            raise Killed
        return real(*given, **named)

    monkeypatch.setattr(grades, "approve", dying)
    with pytest.raises(Killed):
        deciding_together.carry_out(made["id"])
    model.Session.rollback()
    assert sorted(states(made["id"])) == ["done", "done", "waiting", "waiting", "waiting"]
    work()
    assert states(made["id"]) == ["done"] * 5
    marks = [left_by(id_) for id_ in five.values()]
    assert {len(one["audit"]) for one in marks} == {3}
    assert all(one["index"]["shown"]["security_level"] == "1" for one in marks)


def test_run_again_it_does_nothing(five: dict[str, str], decide: Make, work: Make) -> None:
    made = decide(5)
    work()
    before = [left_by(id_) for id_ in five.values()]
    finished = model.Session.get(DecisionTogether, made["id"]).finished_at
    deciding_together.carry_out(made["id"])
    deciding_together.carry_out("absent")
    assert [left_by(id_) for id_ in five.values()] == before
    assert model.Session.get(DecisionTogether, made["id"]).finished_at == finished
    assert model.Session.query(NoticeRow).count() == 1


def test_one_that_is_broken_stops_no_other(
    five: dict[str, str], decide: Make, work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = decide(5), grades.approve

    def failing(session: Any, target: Any, *given: Any) -> Any:
        found = real(session, target, *given)
        if target.object_id == five["cc"]:
            raise RuntimeError("broken")
        return found

    monkeypatch.setattr(grades, "approve", failing)
    work()
    assert [one for one in outcomes(made["id"]) if one[1] != "done"] == [
        ("cc", "skipped", "failed")
    ]
    left = left_by(five["cc"])
    assert left["proposals"][0]["state"] == "waiting"
    assert [event for _, event, _ in left["audit"]] == ["grade.propose"]


def test_one_that_cannot_be_indexed_is_not_decided(
    five: dict[str, str], decide: Make, work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real = decide(5), Indexer.index

    def failing(self: Indexer, new: list[str], changed: list[str]) -> Any:
        broken = {five["cc"]: RuntimeError("broken")} if five["cc"] in changed else {}
        return real(self, new, [one for one in changed if one not in broken]) | broken

    monkeypatch.setattr(Indexer, "index", failing)
    work()
    assert [one for one in outcomes(made["id"]) if one[1] != "done"] == [
        ("cc", "skipped", "failed")
    ]
    assert left_by(five["cc"])["proposals"][0]["state"] == "waiting"
    assert left_by(five["bb"])["proposals"][0]["state"] == "approved"


def test_it_leaves_the_worker_to_others_and_comes_back(
    five: dict[str, str], decide: Make, work: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding_together, "AT_A_TIME", dt.timedelta(seconds=-1))
    made = decide(5)
    deciding_together.carry_out(made["id"])
    assert states(made["id"]).count("waiting") == 3
    waiting = model.Session.query(OutboxEntry).filter_by(name="scigov_access_decide_together")
    assert [one.state for one in waiting] == ["waiting"]
    work()
    assert states(made["id"]) == ["done"] * 5
