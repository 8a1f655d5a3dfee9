"""Reports of loads and versions of files are data: for whoever may read the table, and for him alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graded_files import HIDDEN, published
from grades_given import CLOSED, OPEN

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.scigov.access.domain.obligations import Obligations

pytestmark = pytest.mark.usefixtures("clean_site", "now")
ITEMS = [
    {"title": "单位", "name": "dan_wei", "data_type": "C", "description": "立项的单位"},
    {"title": "经费", "name": "jing_fei", "data_type": "Y", "description": "立项的经费"},
    {"title": "年龄", "name": "nian_ling", "data_type": "I", "description": "负责人年龄"},
]
LINES = ["单位,经费,年龄", *(f"甲{n},{n},40" for n in range(200)), "乙,canary-one,canary-two", ""]
CONTENT = "\n".join(LINES)
Publish = Callable[..., tuple[str, str]]


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Publish:
    """Make an entry with a loaded table; with the age closed if asked."""

    def make(grade: dict[str, str], *, item: bool = False, content: str = CONTENT) -> Any:
        closed, wish = "nian_ling" if item else "", {**entry, **grade}
        text = content.encode()
        return published(wish, "立项单位.csv", text, closed_item=closed, data_items=ITEMS)

    return make


@pytest.fixture
def plain() -> str:
    return str(factories.UserWithToken(name="plain")["token"])


@pytest.fixture
def pages(app: Any) -> Callable[..., dict[str, Any]]:
    """Ask for the report in each of its forms."""

    def ask(token: str, dataset_id: str, resource_id: str) -> dict[str, Any]:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        below = f"/dataset/{dataset_id}/resource/{resource_id}"
        action = "/api/action/scigov_tables_bad_cell_list"
        addresses = (
            f"{action}?resource_id={resource_id}",
            f"{below}/report",
            f"{below}/report.csv",
        )
        return {one.split("?")[0][-8:]: client.get(one, headers=headers) for one in addresses}

    return ask


def statuses(answers: dict[str, Any]) -> set[int]:
    return {answer.status_code for answer in answers.values()}


def texts(answers: dict[str, Any]) -> list[str]:
    return [answer.get_data(as_text=True) for answer in answers.values()]


def load_of(user: str, resource_id: str) -> Any:
    show = tk.get_action("scigov_tables_load_show")
    return show({"user": user, "ignore_auth": False}, {"resource_id": resource_id})


def test_open_to_all_is_read_by_all(publish, pages):
    made = publish(OPEN)
    answers = pages("", *made)
    assert statuses(answers) == {200}
    assert all("canary-one" in text and "canary-two" in text for text in texts(answers))
    assert [one["count"] for one in load_of("", made[1])["emptied"]] == [1, 1]


def test_closed_to_somebody_tells_him_nothing(publish, pages, plain, issued, recorded):
    made = publish(CLOSED)
    for token in ("", plain):
        answers = pages(token, *made)
        assert statuses(answers) == {403}
        assert not any("canary" in text for text in texts(answers))
    assert "emptied" not in load_of("plain", made[1])
    issued(made[0])
    answers = pages(plain, *made)
    assert statuses(answers) == {200}
    assert all("canary-one" in text for text in texts(answers))
    assert ("plain", "data.read") in recorded(made[1])


def test_what_is_not_there_answers_as_what_is_hidden(publish, pages, plain):
    made = publish(HIDDEN)
    hidden = pages(plain, *made)
    absent = pages(plain, made[0], "00000000-0000-4000-8000-000000000000")
    assert statuses(hidden) == statuses(absent) == {404}


def test_a_closed_item_is_no_column_of_the_report(publish, pages, owner_editor):
    made = publish(OPEN, item=True)
    answers = pages("", *made)
    assert statuses(answers) == {200}
    for text in texts(answers):
        assert "canary-one" in text
        assert "canary-two" not in text
        assert "年龄" not in text
    counted = answers["ell_list"].json["result"]
    assert (counted["total"], [one["column"] for one in counted["columns"]]) == (1, ["经费"])
    assert [one["column"] for one in load_of("", made[1])["emptied"]] == ["经费"]
    assert all("canary-two" in text for text in texts(pages(owner_editor["token"], *made)))


def test_nor_are_problems_of_a_first_file_that_became_no_table(publish, owner_editor, issued):
    """There is no table yet by which a column could be told to be an item's."""
    made = publish(OPEN, item=True, content="单位,经费,年龄\n乙,1,canary-two\n")
    resource = {"resource_id": made[1]}
    editor = load_of(owner_editor["name"], made[1])
    assert (editor["state"], editor["problems"][0]["value"]) == ("failed", "canary-two")
    assert "problems" not in load_of("", made[1])
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("scigov_tables_bad_cell_list")({"user": "", "ignore_auth": False}, resource)


def test_a_grant_with_terms_does_not_reach_the_report(publish, pages, plain, issued):
    made = publish(CLOSED)
    issued(made[0], obligations=Obligations(watermark=True))
    answers = pages(plain, *made)
    assert statuses(answers) == {403}
    assert not any("canary" in text for text in texts(answers))


@pytest.fixture
def history(app: Any) -> Callable[..., dict[str, Any]]:
    """Ask for versions in each way."""

    def ask(token: str, dataset_id: str, resource_id: str) -> dict[str, Any]:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        below = f"/dataset/{dataset_id}/resource/{resource_id}/versions"
        action, name = "/api/action/scigov_tables_version", f"resource_id={resource_id}"
        addresses = {
            "list": f"{action}_list?{name}",
            "show": f"{action}_show?{name}&number=1",
            "page": below,
            "file": f"{below}/1/file",
        }
        return {one: client.get(path, headers=headers) for one, path in addresses.items()}

    return ask


def test_versions_of_open_data_are_everybodys(publish, history):
    answers = history("", *publish(OPEN))
    assert statuses(answers) == {200}
    assert answers["file"].get_data() == CONTENT.encode()
    assert answers["show"].json["result"]["columns"][2]["label"] == "年龄"


def test_versions_follow_the_decision_about_the_present_file(
    publish, history, plain, issued, recorded
):
    made = publish(CLOSED)
    answers = history(plain, *made)
    assert statuses(answers) == {403}
    assert not any("canary" in text or "立项单位.csv" in text for text in texts(answers))
    grant = issued(made[0])
    answers = history(plain, *made)
    assert statuses(answers) == {200}
    assert answers["file"].headers["X-Scigov-Grant"] == str(grant.number)
    assert answers["file"].headers["Cache-Control"] == "private, no-cache"
    assert ("plain", "data.download") in recorded(made[1])


def test_a_closed_item_closes_old_originals(publish, history, owner_editor):
    made = publish(OPEN, item=True)
    answers = history("", *made)
    file = answers.pop("file")
    assert (file.status_code, statuses(answers)) == (403, {200})
    assert not any("年龄" in text or "canary" in text for text in [*texts(answers), str(file.data)])
    (one,) = answers["list"].json["result"]["versions"]
    assert set(one) == {"number", "loaded_at", "is_shown", "row_count", "compared_with"}
    assert history(owner_editor["token"], *made)["file"].get_data() == CONTENT.encode()


@pytest.mark.parametrize("terms", [{"watermark": True}, {"query_only": True}])
def test_a_grant_with_terms_does_not_reach_versions(terms, publish, history, plain, issued):
    made = publish(CLOSED)
    issued(made[0], obligations=Obligations(**terms))
    answers = history(plain, *made)
    assert statuses(answers) == {403}
    assert not any("canary" in text for text in texts(answers))


def test_versions_of_what_is_hidden_are_absent(publish, history, plain):
    made = publish(HIDDEN)
    assert statuses(history(plain, *made)) == {404}


def test_how_a_file_is_read_is_shown_to_who_may_change_it_and_have_it(
    publish, app, plain, issued, owner_editor
):
    made = publish(CLOSED)
    issued(made[0])
    root = factories.SysadminWithToken()["token"]
    answers = {}
    for name, token in (("plain", plain), ("root", root), ("editor", owner_editor["token"])):
        client = app.test_client(use_cookies=False)
        for path in (
            f"/dataset/{made[0]}/resource/{made[1]}/reading",
            f"/api/action/scigov_tables_reading_show?resource_id={made[1]}&header_row=201",
        ):
            answer = client.get(path, headers={"Authorization": token})
            answers[name, path[1:4]] = answer.status_code, "canary" in answer.get_data(as_text=True)
    assert answers == {
        ("plain", "dat"): (403, False), ("plain", "api"): (403, False),
        ("root", "dat"): (403, False), ("root", "api"): (403, False),
        ("editor", "dat"): (200, False), ("editor", "api"): (200, True),
    }  # fmt: skip
