"""Statistics and charts are data: of what somebody may see, and not under a grant with terms."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from graded_files import HIDDEN, published
from grades_given import CLOSED, OPEN

from ckan.tests import factories

from ckanext.scigov.access.domain.obligations import Obligations

pytestmark = pytest.mark.usefixtures("clean_site", "now")
CONTENT = """单位,经费,暗号
科学院,1.10,canary
科学院,2.20,canary
大学,4.40,canary
"""
SECRET = "暗号"


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Any]:
    """Make an entry with a loaded table; with the third column closed if asked."""

    def make(grade: dict[str, str], *, item: bool = False) -> tuple[str, str]:
        closed = SECRET if item else ""
        wish = {**entry, **grade}
        return published(wish, "立项单位.csv", CONTENT.encode(), closed_item=closed)

    return make


@pytest.fixture
def plain() -> str:
    return str(factories.UserWithToken(name="plain")["token"])


@pytest.fixture
def figures(app: Any) -> Callable[..., dict[str, Any]]:
    """Ask for statistics and charts in each way."""

    def ask(token: str, made: tuple[str, str], by: str = "单位", **query: str) -> dict[str, Any]:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        below, action = f"/dataset/{made[0]}/resource/{made[1]}", "/api/action/scigov_tables"
        of_table = {"resource_id": made[1]}
        addresses = {
            "statistics": (f"{action}_column_statistics", of_table),
            "chart data": (f"{action}_chart_show", {**of_table, "by": by}),
            "columns": (f"{below}/columns", query),
            "chart": (f"{below}/chart", {"by": by, **query}),
        }
        return {
            name: client.get(f"{path}?{urlencode(words)}", headers=headers)
            for name, (path, words) in addresses.items()
        }

    return ask


def statuses(answers: dict[str, Any]) -> set[int]:
    return {answer.status_code for answer in answers.values()}


def texts(answers: dict[str, Any]) -> list[str]:
    """Return what is answered, JSON with its characters as they are read."""
    return [
        json.dumps(answer.json, ensure_ascii=False)
        if answer.is_json
        else answer.get_data(as_text=True)
        for answer in answers.values()
    ]


def test_of_open_data_they_are_everybodys(publish, figures):
    answers = figures("", publish(OPEN))
    assert statuses(answers) == {200}
    assert all("科学院" in text for text in texts(answers))
    assert "7.70" in texts(answers)[0]


def test_of_closed_data_they_are_given_with_the_rows(publish, figures, plain, issued, recorded):
    made = publish(CLOSED)
    for token in ("", plain):
        answers = figures(token, made)
        assert statuses(answers) == {403}
        assert not any("科学院" in text or "7.70" in text for text in texts(answers))
    issued(made[0])
    answers = figures(plain, made)
    assert statuses(answers) == {200}
    assert all("科学院" in text for text in texts(answers))
    assert ("plain", "data.read") in recorded(made[1])


def test_of_hidden_data_they_are_absent(publish, figures, plain, owner_editor):
    made = publish(HIDDEN)
    absent = (made[0], "00000000-0000-4000-8000-000000000000")
    assert statuses(figures(plain, made)) == statuses(figures(plain, absent)) == {404}
    assert statuses(figures(owner_editor["token"], made)) == {200}


def test_a_closed_item_is_no_column_of_them(publish, figures, owner_editor):
    made = publish(OPEN, item=True)
    for text in texts(figures("", made)):
        assert "科学院" in text
        assert "canary" not in text
        assert SECRET not in text
    shown = texts(figures(owner_editor["token"], made))
    assert all(SECRET in shown[number] for number in (0, 2, 3))
    assert "canary" in shown[0]


@pytest.mark.parametrize("words", [{"fc": "暗号", "fo": "eq", "fv": "x"}, {"by": "暗号"}])
def test_nor_can_it_be_asked_for(publish, figures, owner_editor, words):
    """It is answered as one that never was."""
    made = publish(OPEN, item=True)
    never = {key: "从无此列" if value == SECRET else value for key, value in words.items()}
    answers, others = figures("", made, **words), figures("", made, **never)
    assert [one.status_code for one in answers.values()] == [
        one.status_code for one in others.values()
    ]
    assert answers["chart"].status_code == 400
    assert not any("canary" in text for text in texts(answers))
    assert statuses(figures(owner_editor["token"], made, **words)) == {200}


def test_a_sum_of_it_is_none_either(publish, app, owner_editor):
    made = publish(OPEN, item=True)
    path = "/api/action/scigov_tables_chart_show"
    for token, status in (("", 409), (owner_editor["token"], 409)):
        wish = {"resource_id": made[1], "by": "单位", "sum": SECRET}
        answer = app.post(path, json=wish, headers={"Authorization": token} if token else {})
        assert answer.status_code == status
        assert "canary" not in answer.get_data(as_text=True)


def test_words_of_it_find_nothing(publish, figures, owner_editor):
    made = publish(OPEN, item=True)
    assert "科学院" not in texts(figures("", made, q="canary"))[2]
    assert "科学院" in texts(figures(owner_editor["token"], made, q="canary"))[2]


@pytest.mark.parametrize(
    "terms",
    [{"watermark": True}, {"query_only": True}, {"most_rows": 2}, {"most_requests_a_day": 9}],
)
def test_a_grant_with_terms_does_not_reach_them(publish, figures, plain, issued, terms):
    made = publish(CLOSED)
    issued(made[0], obligations=Obligations(**terms))
    answers = figures(plain, made)
    assert statuses(answers) == {403}
    assert not any("科学院" in text for text in texts(answers))
