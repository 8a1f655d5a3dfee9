"""Pages on which a provider writes what it asks besides of who applies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from applying import call, grant_role
from page_reading import texts

Visit = Callable[..., Any]
PAGE = "/applications/questions/plan"
LIST = "/provider/kejiting/questions"


def asked(*names: str, needed: str = "") -> list[dict[str, Any]]:
    return [{"text": name, "is_needed": name == needed} for name in names]


def form(act: str, *names: str, **more: str) -> dict[str, str]:
    """Return what the form sends: a row for each question and the empty one."""
    rows = [*names, ""]
    return {"act": act, "rows": str(len(rows)), **more} | {
        f"text-{number}": name for number, name in enumerate(rows)
    }


def stored() -> list[tuple[str, bool]]:
    return [(one["text"], one["is_needed"]) for one in call("", "question_list", dataset_id="plan")]


def test_questions_are_written_and_changed(visit: Visit) -> None:
    assert texts(visit("editor", PAGE), "textarea") == [""]
    one = form("save", "是否用于商业目的？", "由谁使用？", **{"is_needed-1": "1"})
    assert visit("editor", PAGE, one).status_code == 302
    assert stored() == [("是否用于商业目的？", False), ("由谁使用？", True)]
    first, second = (one["id"] for one in call("", "question_list", dataset_id="plan"))
    assert texts(visit("steward", PAGE), "textarea") == ["是否用于商业目的？", "由谁使用？", ""]
    assert visit("steward", PAGE, form("save", "由谁使用？", "保存多久？")).status_code == 302
    kept = call("", "question_list", dataset_id="plan")
    assert [one["text"] for one in kept] == ["由谁使用？", "保存多久？"]
    assert (kept[0]["id"], kept[1]["id"] in (first, second)) == (second, False)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        ("up:1", ["乙", "甲", "丙", ""]), ("down:1", ["甲", "丙", "乙", ""]),
        ("remove:0", ["乙", "丙", ""]), ("up:0", ["甲", "乙", "丙", ""]),
        ("remove:x", ["甲", "乙", "丙", ""]), ("add", ["甲", "乙", "丙", ""]),
    ],
)  # fmt: skip
def test_a_button_changes_the_form_and_nothing_else(
    visit: Visit, act: str, left: list[str]
) -> None:
    call("editor", "question_set", dataset_id="id-plan", questions=asked("甲", needed="甲"))
    answer = visit("editor", PAGE, form(act, "甲", "乙", "丙"))
    assert (answer.status_code, texts(answer, "textarea")) == (200, left)
    assert stored() == [("甲", True)]


def test_a_row_that_was_emptied_moves_no_other(visit: Visit) -> None:
    answer = visit("editor", PAGE, form("up:2", "甲", "", "丙"))
    assert texts(answer, "textarea") == ["甲", "丙", ""]
    assert visit("editor", PAGE, form("save", "甲", "", "丙")).status_code == 302
    assert stored() == [("甲", False), ("丙", False)]


def test_who_does_not_handle_it_writes_nothing(visit: Visit) -> None:
    assert visit("editor", PAGE).status_code == 200
    for who in ("clerk", "decider", "other_editor", "root"):
        assert visit(who, PAGE).status_code == 403
        assert visit(who, PAGE, form("save", "甲")).status_code == 403
        assert visit(who, LIST).status_code == 403
    assert stored() == []
    hidden = visit("clerk", "/applications/questions/hidden")
    absent = visit("clerk", "/applications/questions/nothing-here")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert visit("editor", "/applications/questions/hidden").status_code == 200


def test_too_long_a_question_comes_back(visit: Visit) -> None:
    answer = visit("editor", PAGE, form("save", "问" * 5001))
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert texts(answer, "textarea")[0] == "问" * 5001


@pytest.mark.usefixtures("found")
def test_a_provider_has_a_list_of_its_datasets(visit: Visit) -> None:
    call("editor", "question_set", dataset_id="id-plan", questions=asked("甲", "乙"))
    answer = visit("editor", LIST)
    assert texts(answer, "tbody tr") == ["数据paper 0", "数据plan 2", "数据shared 0"]
    assert texts(visit("editor", f"{LIST}?q=数据paper"), "tbody th") == ["数据paper"]
    assert visit("editor", "/provider/nothing-here/questions").status_code == 404


def test_the_inbox_and_the_dataset_lead_there(visit: Visit) -> None:
    assert texts(visit("editor", "/inbox"), ".scigov-search-row a") == ["附加问题", "待处理疑义"]
    assert texts(visit("clerk", "/inbox"), ".scigov-search-row a") == []
    one = visit("editor", "/applications/questions")
    assert (one.status_code, one.headers["Location"].endswith(LIST)) == (302, True)
    assert visit("clerk", "/applications/questions").status_code == 403
    grant_role("editor", "steward", "tongjiju")
    several = visit("editor", "/applications/questions")
    assert texts(several, "[role=main] li") == ["省科学技术厅", "省统计局"]


@pytest.mark.usefixtures("found")
def test_pages_ask_as_much_for_three_datasets_as_for_one(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    for name in ("plan", "paper", "shared"):
        call("editor", "question_set", dataset_id=f"id-{name}", questions=asked("甲", "乙"))
    counts = []
    for names in ("plan",), ("plan", "paper", "shared"):
        path = "/applications/new?kind=open&" + "&".join(f"dataset=id-{one}" for one in names)
        visit("citizen", path)
        with count_queries() as queries:
            answer = visit("citizen", path)
        assert len(texts(answer, ".scigov-wanted textarea")) == 2 * len(names)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60


@pytest.mark.usefixtures("found")
def test_the_list_of_datasets_asks_once_for_all(visit: Visit, count_queries: Any) -> None:
    visit("editor", LIST)
    with count_queries() as queries:
        answer = visit("editor", LIST)
    assert len(texts(answer, "tbody tr")) == 3
    asked_for = [one for one in queries.statements if "FROM scigov_application_question" in one]
    assert len(asked_for) == 1
