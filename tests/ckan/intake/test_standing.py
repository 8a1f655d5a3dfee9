"""What still stands of a source: problems of records that no later run has told again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import gathering
import pytest
from gathering import call, outcome
from page_reading import texts

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def visit(app: Any) -> Any:
    return gathering.visiting(app)


@pytest.fixture
def source() -> str:
    return gathering.approved()


def runs(source: str, number: int = 4) -> list[str]:
    """Return runs at each hour from the first on; each takes ten seconds."""
    return [gathering.run(source, one) for one in range(1, number + 1)]


def written(source: str, key: str, hour: int, last_run: str, **columns: Any) -> None:
    """Add a record that the run of an hour has written, and another has seen last."""
    moment = gathering.NOW + hour * HOUR + dt.timedelta(seconds=5)
    gathering.record(source, key, run_id=last_run, changed_at=moment, **columns)


def standing(source: str, user: str = "editor", **like: str) -> list[tuple[str, str, str]]:
    found = call(user, "standing_list", id=source, **like)["results"]
    return sorted((one["key"], one["cause"], one["value"]) for one in found)


def test_a_record_unchanged_since_three_runs_still_has_its_gap(source) -> None:
    first, *_between, last = runs(source)
    written(source, "a", 1, last)
    gathering.problem(first, key="a", value="不定期")
    assert call("editor", "run_show", id=last)["causes"] == []
    assert standing(source) == [("a", "unmapped", "不定期")]


def test_what_was_mended_since_does_not_stand(source) -> None:
    first, second, *_between, last = runs(source)
    written(source, "a", 2, last)
    written(source, "b", 2, last)
    gathering.problem(first, key="a", value="before")
    gathering.problem(first, key="b", value="before")
    gathering.problem(second, key="b", value="since")
    assert standing(source) == [("b", "unmapped", "since")]


def test_what_is_told_at_each_run_stands_once_and_newest(source) -> None:
    ids = runs(source)
    written(source, "held", 1, ids[-1])
    written(source, "settled", 1, ids[-1])
    for run_id in ids[1:]:
        gathering.problem(run_id, "deleted_here", key="held", field="", value=run_id[-1])
    gathering.problem(ids[2], "deleted_here", key="settled", field="", value="")
    assert standing(source) == [("held", "deleted_here", "4")]


def test_a_rejected_record_keeps_the_details_of_the_run_that_rejected_it(source) -> None:
    ids = runs(source)
    written(source, "r", 1, ids[-1], fate="rejected", reason="invalid")
    gathering.problem(ids[0], "invalid", key="r", severity="error", value="", field="contact")
    gathering.problem(ids[-1], "invalid", key="r", severity="error", value="", field="")
    (one,) = call("editor", "standing_list", id=source)["results"]
    assert (one["severity"], one["field"]) == ("error", "contact")


@pytest.mark.parametrize(
    ("columns", "cause", "stands"),
    [
        ({"missing_since": gathering.NOW}, "vanished", True),
        ({"missing_since": gathering.NOW}, "not_archived", True),
        ({}, "vanished", False),
        ({"fate": "archived", "missing_since": gathering.NOW}, "archived", False),
        ({"fate": "archived", "missing_since": gathering.NOW}, "unmapped", False),
        ({}, "duplicate_identity", False),
    ],
)
def test_what_depends_on_whether_the_record_is_there(source, columns, cause, stands) -> None:
    ids = runs(source)
    written(source, "a", 1, ids[-1], **columns)
    gathering.problem(ids[0], cause, key="a", value="")
    assert standing(source) == ([("a", cause, "")] if stands else [])


def test_a_twin_is_told_of_as_long_as_the_last_run_has_met_it(source) -> None:
    ids = runs(source)
    written(source, "a", 1, ids[-1])
    gathering.problem(ids[0], "duplicate_identity", key="a", field="", value="")
    gathering.problem(ids[-1], "duplicate_identity", key="a", field="", value="")
    assert len(standing(source)) == 1


def test_other_sources_and_problems_without_a_record_are_none_of_it(source) -> None:
    other = gathering.approved("other")
    (run_id,) = runs(other, 1)
    written(other, "a", 1, run_id)
    gathering.problem(run_id, key="a")
    (own,) = runs(source, 1)
    gathering.problem(own, "changed_meanwhile", key="", severity="error")
    assert standing(source) == []
    assert len(standing(other)) == 1


def test_the_page_groups_counts_and_turns(visit, source) -> None:
    first, *_between, last = runs(source)
    for number in range(25):
        written(source, f"k{number:02}", 1, last)
        gathering.problem(first, key=f"k{number:02}", value=f"值{number}")
    written(source, "r", 1, last, fate="rejected", reason="no_title")
    gathering.problem(first, "no_title", key="r", severity="error", field="", value="", detail="")
    page = f"/sources/{source}/standing"
    answer = visit("editor", page)
    assert texts(answer, "h1") == ["现存问题 示例开放平台"]
    assert texts(answer, ".scigov-count-badge") == ["1", "25"]
    assert texts(answer, ".scigov-result-line") == ["26处问题"]
    assert len(texts(answer, ".scigov-problem-rows tbody tr")) == 20
    second = visit("editor", f"{page}?page=2")
    assert texts(second, ".scigov-count-badge") == []
    assert len(texts(second, ".scigov-problem-rows tbody tr")) == 6
    narrowed = visit("editor", f"{page}?severity=warning&cause=unmapped&field=update_cycle")
    assert texts(narrowed, ".scigov-result-line") == ["25处问题"]
    assert texts(visit("editor", f"/en{page}"), "h1") == ["What still stands 示例开放平台"]


def test_the_table_is_narrowed_as_the_page_is(visit, source) -> None:
    first, last = runs(source, 2)
    written(source, "a", 1, last)
    gathering.problem(first, key="a", value="不定期")
    gathering.problem(first, "not_a_date", key="a", field="issued", value="某日")
    page = f"/sources/{source}/standing.csv"
    lines = visit("editor", page).get_data(as_text=True).splitlines()
    assert lines[0] == "\ufeff错误或警告,原因代码,含义,字段,值,详情,记录标识,记录标题"
    assert len(lines) == 3
    lines = visit("editor", f"{page}?cause=not_a_date").get_data(as_text=True).splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["not_a_date"]


def test_it_is_for_those_who_see_the_source(visit, source) -> None:
    names = ("editor", "steward", "approver", "root", "other_editor", "citizen", "")
    assert [outcome(name, "standing_list", id=source) for name in names] == [
        "yes", "yes", "yes", "yes", "absent", "absent", "forbidden",
    ]  # fmt: skip
    for path in ("standing", "standing.csv"):
        assert visit("other_editor", f"/sources/{source}/{path}").status_code == 404
        assert visit("approver", f"/sources/{source}/{path}").status_code == 200
    empty = visit("approver", f"/sources/{source}/standing")
    assert texts(empty, ".scigov-nothing") == ["没有发现问题。"]


def test_of_a_record_whose_entry_is_hidden_nothing_is_told(source) -> None:
    (run_id,) = runs(source, 1)
    written(source, "a", 1, run_id, dataset_id="not-found-by-anybody")
    gathering.problem(run_id, key="a")
    assert standing(source, "root") == [("a", "unmapped", "不定期更新")]
    found = call("steward", "standing_list", id=source)
    assert (found["count"], found["causes"]) == (0, [])
