"""Corrections: what is proposed for a search without success, to whom, and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.cli import scigov
from ckanext.scigov.search import wordlist
from ckanext.scigov.search.model import SearchWord
from ckanext.scigov.shared.interfaces import IJobs

pytestmark = pytest.mark.usefixtures("clean_site")

Make = Callable[..., dict[str, Any]]
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def make(provider: dict[str, Any]) -> Make:
    """``make(title, tags, **fields)``: a dataset as harvesting leaves it."""

    def dataset(title: str, tags: str = "", **fields: Any) -> dict[str, Any]:
        values = {
            "title": title, "name": f"d{abs(hash((title, tags)))}", "tag_string": tags,
            "owner_org": provider["id"], "catalogue_profile": "gathered",
            "source_portal": "某市开放门户", "source_id": title, **OPEN, **fields,
        }  # fmt: skip
        context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        return tk.get_action("package_create")(context, values)

    return dataset


def correct(text: str, user: str = "", **given: Any) -> dict[str, int]:
    account = model.User.get(user) if user else model.AnonymousUser()
    context = {"user": user, "auth_user_obj": account, "ignore_auth": False}
    found = tk.get_action("scigov_search_correct")(context, {"text": text, **given})
    return {proposal["text"]: proposal["count"] for proposal in found}


@pytest.fixture
def catalogue(make: Make) -> None:
    make("公共停车场信息", "停车场,GDP")
    make("路边停车场收费", "停车费")
    make("许可证信息", "许可证")
    make("Yellow River research", "gauges")
    wordlist.refresh()


@pytest.mark.parametrize(
    ("text", "proposals"),
    [
        ("停车厂", {"停车场": 2}),
        ("停車廠", {"停车场": 2}),
        ("停场", {"停车场": 2}),
        ("许可正", {"许可证": 1}),
        ("reserch", {"research": 1}),
        ("tingchechang", {"停车场": 2}),
        ("xkz", {"许可证": 1}),
        ("gpd", {"gdp": 1}),
        ("停车场", {}),
        ("魑魅", {}),
        ("title:停车厂", {}),
        ("停车厂*", {}),
        ("", {}),
    ],
)
def test_what_finds_something_is_proposed(
    catalogue: None, text: str, proposals: dict[str, int]
) -> None:
    assert dict(list(correct(text).items())[:1]) == proposals


def test_what_has_changed_is_said(catalogue: None) -> None:
    answer = helpers.call_action("scigov_search_correct", text="路边 停车厂")
    assert answer[:1] == [
        {
            "text": "路边 停车场",
            "count": 1,
            "parts": [{"text": "路边 ", "changed": False}, {"text": "停车场", "changed": True}],
        }
    ]


def test_filters_go_along(catalogue: None) -> None:
    assert correct("停车厂")["停车场"] == 2
    assert correct("停车厂", fq="tags:停车费")["停车场"] == 1
    assert correct("停车厂", fq="tags:许可证") == {}


@pytest.fixture
def secret(make: Make, catalogue: None) -> None:
    make("内部审讯录像", "审讯录像", private=True)
    wordlist.refresh()


def test_words_of_hidden_datasets_are_not_collected(secret: None) -> None:
    words = set(model.Session.scalars(sa.select(SearchWord.text)))
    assert "停车场" in words
    assert [word for word in words if "审" in word or "录像" in word] == []


def test_what_became_hidden_is_not_proposed(
    catalogue: None, make: Make, owner_editor: dict[str, Any]
) -> None:
    dataset = make("审讯录像目录", "审讯录像")
    wordlist.refresh()
    assert correct("审讯路像") == {"审讯录像": 1}
    sysadmin = factories.Sysadmin()["name"]
    tk.get_action("package_patch")({"user": sysadmin}, {"id": dataset["id"], "private": True})
    assert "审讯录像" in set(model.Session.scalars(sa.select(SearchWord.text)))
    outsider = factories.User()["name"]
    assert [correct("审讯路像", who) for who in ("", outsider)] == [{}, {}]
    assert correct("审讯路像", owner_editor["name"]) == {"审讯录像": 1}


def test_a_search_that_found_something_needs_a_far_better_one(make: Make) -> None:
    make("停车厂", "同类")
    for number in range(15):
        make(f"停车场第{number}号", "同类" if number < 4 else "")
    wordlist.refresh()
    assert correct("停车厂") == {"停车场": 15}
    assert correct("停车厂", fq="tags:同类") == {}
    make("停车厂房")
    make("停车厂区")
    assert correct("停车厂") == {}


def test_the_number_of_statements_is_bounded(
    catalogue: None, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    correct("公共停车厂")
    with count_queries() as queries:
        correct("公共停车厂信息许可正")
    assert queries.count <= 80


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Missing value"),
        ({"text": "停" * 101}, "The text may have 100 characters, not 101."),
        ({"text": "停\x00"}, "The text holds control characters. Leave them out."),
    ],
)
def test_wrong_input_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        helpers.call_action("scigov_search_correct", **given)
    assert refused.value.error_dict == {"text": [message]}


def collected_at() -> dt.datetime | None:
    model.Session.rollback()
    return model.Session.scalar(sa.select(sa.func.max(SearchWord.built_at)))


def test_words_are_collected_anew_only_when_enough_has_changed(make: Make) -> None:
    job = next(
        jobs["scigov_search_words"].run
        for plugin in p.PluginImplementations(IJobs)
        if "scigov_search_words" in (jobs := plugin.get_scheduled_jobs())
    )
    make("公共停车场信息")
    now = dt.datetime.now(dt.timezone.utc)
    job(now)
    first = collected_at()
    assert first is not None
    job(now)
    job(now + 2 * DAY)
    assert collected_at() == first
    make("许可证信息")
    job(now)
    assert collected_at() > first
    assert correct("许可正") == {"许可证": 1}


def test_a_small_change_waits_for_a_day(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    make("公共停车场信息")
    wordlist.refresh()
    make("许可证信息")
    first = collected_at()
    monkeypatch.setattr(wordlist, "CHANGED_SHARE", 0.9)
    now = dt.datetime.now(dt.timezone.utc)
    wordlist.refresh_when_due(now)
    assert collected_at() == first
    wordlist.refresh_when_due(now + DAY)
    assert collected_at() > first


def test_words_are_collected_by_hand(make: Make, cli: Any) -> None:
    make("停车场")
    answer = cli.invoke(scigov, ["search", "words"])
    # 停车, 车场, 停车场; and of the provider, 省科学技术厅, every piece of two to six characters.
    assert answer.output.splitlines()[-1] == "18 words collected."


def test_an_empty_catalogue_has_no_words() -> None:
    assert wordlist.refresh() == 0
    wordlist.refresh_when_due(dt.datetime.now(dt.timezone.utc))
    assert correct("停车厂") == {}


def test_more_datasets_than_one_page_are_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordlist, "ROWS_AT_ONCE", 2)
    for number in range(5):
        make(f"第{number}号停车场")
    wordlist.refresh()
    number = sa.select(SearchWord.number).where(SearchWord.text == "号停车场")
    assert model.Session.scalar(number) == 5
