"""The worklist: what entries lack, and filling it in for many of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan.tests import factories

GRADE = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}


@pytest.fixture
def gather(provider: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Make an entry as harvesting leaves it, of this provider or of another."""

    def make(number: int, owner: str = "", **fields: Any) -> dict[str, Any]:
        context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        wish = {
            "name": f"gathered-{number}", "title": f"农业科技企业名录第{number}批",
            "owner_org": owner or provider["id"], "catalogue_profile": "gathered",
            "source_portal": "data.example", "source_id": f"x-{number}",
        }  # fmt: skip
        return tk.get_action("package_create")(context, {**wish, **GRADE, **fields})

    return make


@pytest.fixture
def ask(app: Any, owner_editor: dict[str, Any]) -> Callable[..., Any]:
    def get(query: str = "", token: str = owner_editor["token"], **form: Any) -> Any:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        if form:
            return client.post(f"/worklist{query}", data=form, headers=headers)
        return client.get(f"/worklist{query}", headers=headers)

    return get


def page_of(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def gaps(answer: Any) -> dict[str, str]:
    found = page_of(answer).select("[aria-labelledby=scigov-by-gap] a[href*=gap]")
    return {one.contents[0].strip(): one.span.get_text() for one in found}


def stored(entry: dict[str, Any]) -> dict[str, Any]:
    return tk.get_action("package_show")({"ignore_auth": True, "user": ""}, {"id": entry["id"]})


def test_it_says_what_is_missing_and_how_often(gather, ask):
    gather(1)
    gather(2, data_kind="management")
    answer = ask()
    assert gaps(answer)["更新周期"] == "2"
    assert gaps(answer)["数据种类"] == "1"
    titles = [one.get_text(strip=True) for one in page_of(answer).select(".scigov-card-title")]
    assert titles == ["农业科技企业名录第2批", "农业科技企业名录第1批"]


def test_one_gap_shows_its_entries_and_its_field(gather, ask):
    gather(1)
    gather(2, data_kind="management")
    page = page_of(ask("?gap=data_kind"))
    assert [one["value"] for one in page.select("input[name=entry]")] == [
        stored({"id": "gathered-1"})["id"]
    ]
    assert page.select_one("select[name=data_kind] option[value=scientific]")


def test_many_are_filled_in_at_once(gather, ask):
    entries = [gather(number) for number in range(3)]
    ticked = [entry["id"] for entry in entries[:2]]
    answer = ask(gap="update_cycle", entry=ticked, update_cycle="annual")
    assert [one.status_code for one in answer.history] == [302]
    assert [stored(entry).get("update_cycle") for entry in entries] == ["annual", "annual", None]
    assert "update_cycle" not in stored(entries[0])["missing_fields"]
    assert "update_cycle" in stored(entries[2])["missing_fields"]


def test_what_is_refused_for_one_stops_no_other(gather, ask):
    first = gather(1)
    other = factories.Organization(name="other")
    theirs = gather(3, owner=other["id"])
    ids = [theirs["id"], first["id"], "no-such-entry"]
    answer = ask(gap="update_cycle", entry=ids, update_cycle="annual")
    assert answer.status_code == 200
    assert stored(first)["update_cycle"] == "annual"
    assert "update_cycle" not in stored(theirs)
    assert len(page_of(answer).select("[role=alert] li")) == 2


def test_a_wrong_value_is_explained_and_changes_nothing(gather, ask):
    entry = gather(1)
    answer = ask(gap="update_cycle", entry=entry["id"], update_cycle="sometimes")
    told = page_of(answer).select_one("[role=alert] li").get_text()
    assert told.startswith("农业科技企业名录第1批：更新周期：")
    assert "update_cycle" not in stored(entry)


def test_nothing_typed_is_said_and_changes_nothing(gather, ask):
    entry = gather(1)
    answer = ask(gap="update_cycle", entry=entry["id"])
    assert "请填写" in page_of(answer).select_one(".flash-messages, .alert").get_text()
    assert "update_cycle" not in stored(entry)


def test_others_entries_are_not_on_it(gather, ask):
    other = factories.Organization(name="other", title="另一单位")
    gather(1, owner=other["id"], title="别的单位的企业名录")
    answer = ask(f"?provider={other['name']}")
    assert answer.status_code == 200
    assert "别的单位的企业名录" not in answer.get_data(as_text=True)


def test_it_is_for_editors(gather, ask):
    gather(1)
    assert ask().status_code == 200
    plain = factories.UserWithToken(name="plain")
    assert ask(token=plain["token"]).status_code == 403
    assert ask(token=plain["token"], gap="update_cycle", entry="x").status_code == 403
    assert "/user/login?" in ask(token="").get_data(as_text=True)
    assert ask(token="", gap="update_cycle", entry="x").status_code == 403


def test_what_differs_from_entry_to_entry_is_not_filled_in_for_many(gather, ask):
    gather(1)
    page = page_of(ask("?gap=notes"))
    assert not page.select("input[name=entry]")
    assert page.select_one(".scigov-card-title a")["href"].endswith("/dataset/edit/gathered-1")
