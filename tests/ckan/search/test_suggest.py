"""Suggestions: what is offered, to whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.search import visible_values, wordlist

pytestmark = pytest.mark.usefixtures("clean_site")

Make = Callable[..., dict[str, Any]]
ADMIN: dict[str, Any] = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    visible_values.forget()


@pytest.fixture
def make(provider: dict[str, Any]) -> Make:
    """``make(title, tags, **fields)``: a dataset as harvesting leaves it."""

    def dataset(title: str, tags: str = "", **fields: Any) -> dict[str, Any]:
        values = {
            "title": title, "name": f"d{abs(hash((title, tags)))}", "tag_string": tags,
            "owner_org": provider["id"], "catalogue_profile": "gathered",
            "source_portal": "某市开放门户", "source_id": title, **OPEN, **fields,
        }  # fmt: skip
        return tk.get_action("package_create")(dict(ADMIN), values)

    return dataset


def suggest(text: str, user: str = "", **given: Any) -> dict[str, Any]:
    """Ask as the API would; "" is somebody who is not logged in."""
    account = model.User.get(user) if user else model.AnonymousUser()
    context = {"user": user, "auth_user_obj": account, "ignore_auth": False}
    return tk.get_action("scigov_search_suggest")(context, {"text": text, **given})


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "titles": [item["title"] for item in answer["titles"]],
        "tags": {item["name"]: item["count"] for item in answer["tags"]},
        "providers": {item["title"]: item["count"] for item in answer["providers"]},
    }


def test_titles_keywords_and_providers_are_suggested(make: Make) -> None:
    transport = factories.Organization(name="jiaotong", title="停车管理局")
    first = make("公共停车场信息", "停车场,交通")
    make("道路施工公告", "停车场,停车", owner_org=transport["id"])
    answer = suggest("停车")
    assert shown(answer) == {
        "titles": ["公共停车场信息"],
        "tags": {"停车": 1, "停车场": 2},
        "providers": {"停车管理局": 1},
    }
    assert [tag["name"] for tag in answer["tags"]] == ["停车", "停车场"]
    assert answer["titles"] == [
        {
            "id": first["id"],
            "name": first["name"],
            "title": "公共停车场信息",
            "parts": [
                {"text": "公共", "fits": False},
                {"text": "停车", "fits": True},
                {"text": "场信息", "fits": False},
            ],
        }
    ]
    assert answer["providers"][0]["name"] == "jiaotong"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("车场", ["公共停车场信息"]),
        ("停車場", ["公共停车场信息"]),
        ("riv", ["Yellow River Gauges"]),
        ("yellow riv", ["Yellow River Gauges"]),
        ("iver", []),
        ("停车 pasture", []),
        ("停车 河流", ["公共停车场信息"]),
        ("公共交通", []),
        ("河流", []),
        ("…", []),
    ],
)
def test_titles_hold_what_was_typed(make: Make, text: str, titles: list[str]) -> None:
    make("公共停车场信息", notes="河流")
    make("Yellow River Gauges", notes="河流")
    assert shown(suggest(text))["titles"] == titles


@pytest.mark.parametrize("text", ["tcc", "tingche", "ting che ch", "tingchec"])
def test_pinyin_finds_titles_keywords_and_providers(make: Make, text: str) -> None:
    factories.Organization(name="tingche", title="停车场管理处")
    make("公共停车场信息", "停车场")
    make("全省停车场名录", owner_org="tingche")
    wordlist.refresh()
    answer = shown(suggest(text))
    assert sorted(answer.pop("titles")) == ["全省停车场名录", "公共停车场信息"]
    assert answer == {"tags": {"停车场": 1}, "providers": {"停车场管理处": 1}}


def test_a_change_is_suggested_at_once(make: Make) -> None:
    dataset = make("公共停车场信息", "停车场")
    assert shown(suggest("停车"))["tags"] == {"停车场": 1}
    make("停车收费标准", "停车场,停车费")
    assert shown(suggest("停车"))["tags"] == {"停车场": 2, "停车费": 1}
    tk.get_action("package_delete")(dict(ADMIN), {"id": dataset["id"]})
    assert shown(suggest("停车")) == {
        "titles": ["停车收费标准"],
        "tags": {"停车场": 1, "停车费": 1},
        "providers": {},
    }


def test_a_provider_is_suggested_by_its_new_title(make: Make, provider: dict[str, Any]) -> None:
    make("公共停车场信息")
    assert shown(suggest("科学"))["providers"] == {"省科学技术厅": 1}
    helpers.call_action("organization_patch", id=provider["id"], title="省科技局")
    assert shown(suggest("科技局"))["providers"] == {"省科技局": 1}
    assert shown(suggest("科学"))["providers"] == {}


@pytest.fixture
def hidden(make: Make, owner_editor: dict[str, Any]) -> dict[str, Any]:
    """One open dataset and one private, with words of its own, and those who may see it."""
    other = factories.Organization(name="weijian", title="省卫生健康委")
    outsider = factories.User(name="outsider")
    helpers.call_action(
        "organization_member_create", id=other["id"], username="outsider", role="editor"
    )
    make("公共停车场信息", "停车场,交通")
    make("内部停车场名单", "停车场,停车执法", private=True)
    secret = factories.Organization(name="secret", title="停车执法总队")
    make("执法记录", "停车执法", private=True, owner_org=secret["id"])
    return {"outsider": outsider["name"], "insider": owner_editor["name"]}


def test_who_may_see_a_private_dataset_gets_it_suggested(hidden: dict[str, Any]) -> None:
    insider = shown(suggest("停车", hidden["insider"]))
    assert sorted(insider.pop("titles")) == ["公共停车场信息", "内部停车场名单"]
    assert insider == {"tags": {"停车场": 2, "停车执法": 1}, "providers": {}}
    admin = factories.Sysadmin()["name"]
    assert shown(suggest("停车", admin))["tags"] == {"停车场": 2, "停车执法": 2}
    assert shown(suggest("停车", admin))["providers"] == {"停车执法总队": 1}


@pytest.mark.parametrize("text", ["停车", "tc", "tingche", "停车执法", "内部", "执法"])
@pytest.mark.parametrize("who", ["", "outsider"])
def test_what_is_hidden_is_neither_suggested_nor_counted(
    hidden: dict[str, Any], text: str, who: str
) -> None:
    wordlist.refresh()
    # Those who may see it ask first: nothing of theirs is kept for others.
    assert suggest(text, hidden["insider"]) != {"titles": [], "tags": [], "providers": []}
    open_title = text in ("停车", "tc", "tingche")
    assert shown(suggest(text, hidden.get(who, ""))) == {
        "titles": ["公共停车场信息"] if open_title else [],
        "tags": {"停车场": 1} if open_title else {},
        "providers": {},
    }


def test_who_leaves_an_organisation_sees_nothing_of_it_any_more(hidden: dict[str, Any]) -> None:
    assert shown(suggest("执法", hidden["insider"]))["tags"] == {"停车执法": 1}
    leaving = {"id": "kejiting", "username": hidden["insider"]}
    tk.get_action("organization_member_delete")({"user": factories.Sysadmin()["name"]}, leaving)
    assert shown(suggest("执法", hidden["insider"]))["tags"] == {}


def test_a_callers_other_powers_are_not_used(hidden: dict[str, Any]) -> None:
    context = {"user": "", "auth_user_obj": model.AnonymousUser(), "ignore_auth": True}
    answer = tk.get_action("scigov_search_suggest")(context, {"text": "执法"})
    assert shown(answer) == {"titles": [], "tags": {}, "providers": {}}


def test_each_list_has_at_most_the_limit(make: Make) -> None:
    for number in range(7):
        make(f"停车场第{number}号", f"停车场{number}")
    assert [len(items) for items in suggest("停车").values()] == [5, 5, 0]
    assert [len(items) for items in suggest("停车", limit="2").values()] == [2, 2, 0]


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({}, "text", "Missing value"),
        ({"text": ["停车"]}, "text", "Give the text as a string."),
        ({"text": "停" * 101}, "text", "The text may have 100 characters, not 101."),
        ({"text": "停\x00车"}, "text", "The text holds control characters. Leave them out."),
        ({"text": "停", "limit": "0"}, "limit", "The limit is a whole number from 1 to 20."),
        ({"text": "停", "limit": "21"}, "limit", "The limit is a whole number from 1 to 20."),
        ({"text": "停", "limit": "many"}, "limit", "The limit is a whole number from 1 to 20."),
    ],
)
def test_wrong_input_is_refused(given: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        helpers.call_action("scigov_search_suggest", **given)
    assert refused.value.error_dict == {field: [message]}


def test_what_looks_like_a_query_is_only_text(make: Make) -> None:
    make("公共停车场信息")
    for text in ('"', "*:*", "title:(", "{!lucene}x", "a AND", "-", "\\", "[* TO *]", "1e9^2"):
        assert shown(suggest(text))["titles"] == []


def test_everybody_may_ask_by_get(make: Make, app: Any) -> None:
    make("公共停车场信息", "停车场")
    reply = app.get("/api/3/action/scigov_search_suggest?text=停车", status=200)
    assert shown(reply.json["result"])["tags"] == {"停车场": 1}
    refused = app.get("/api/3/action/scigov_search_suggest", status=409)
    assert sorted(refused.json["error"]) == ["__type", "text"]


def test_statements_do_not_grow_with_the_catalogue(
    make: Make, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    def asked(text: str) -> int:
        model.Session.commit()
        with count_queries() as queries:
            suggest(text)
        return queries.count

    make("停车场第0号", "停车场0")
    suggest("停车")
    few = [asked("停车"), asked("tcc")]
    for number in range(1, 9):
        make(f"停车场第{number}号", f"停车场{number}", owner_org=factories.Organization()["id"])
    first = asked("停车")
    many = [asked("停车"), asked("tcc")]
    assert many == few
    assert max(*many, first) <= 30
