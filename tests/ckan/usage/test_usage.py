"""Usage: counted when something was given, stored once, told to whoever sees the entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import redis
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories, helpers

from ckanext.scigov.shared import clock
from ckanext.scigov.usage import collecting, counter
from ckanext.scigov.usage.domain.counting import Counted

pytestmark = pytest.mark.usefixtures("clean_site")
NOW = dt.datetime(2026, 11, 28, 2, 0, tzinfo=dt.timezone.utc)
GRADE = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
Make = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _moment() -> Any:
    connection = connect_to_redis()
    for key in connection.scan_iter(match="*:usage:*"):
        connection.delete(key)
    clock.install(lambda: NOW)
    yield
    clock.reset()


@pytest.fixture
def make() -> Make:
    provider = factories.Organization(name="kejiting", title="省科学技术厅")
    context: Any = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}

    def create(name: str, **more: Any) -> dict[str, Any]:
        values = {
            "name": name, "title": f"立项清单 {name}", "owner_org": provider["id"],
            "data_kind": "management", "catalogue_profile": "gathered", "source_portal": "x",
            "source_id": name, "resources": [{"name": "清单", "url": "https://files.example/a.csv"}],
            **GRADE, **more,
        }  # fmt: skip
        return tk.get_action("package_create")(dict(context), values)

    return create


@pytest.fixture
def get(app: Any) -> Callable[..., Any]:
    client = app.test_client(use_cookies=False)
    return lambda path, **headers: client.get(path, headers=headers, follow_redirects=False)


def show(dataset: dict[str, Any]) -> dict[str, Any]:
    return helpers.call_action("scigov_usage_show", {"ignore_auth": False}, id=dataset["id"])


def test_pages_and_links_to_files_are_counted(make: Make, get) -> None:
    dataset = make("one")
    resource = dataset["resources"][0]["id"]
    page = get("/dataset/one")
    get("/en/dataset/one")
    assert get("/dataset/one", **{"If-None-Match": page.headers["ETag"]}).status_code == 304
    get(f"/dataset/one/resource/{resource}")
    away = get(f"/dataset/one/resource/{resource}/download/a.csv")
    assert (away.status_code, away.location) == (302, "https://files.example/a.csv")
    get("/dataset/another")
    get("/dataset/one", **{"User-Agent": "examplebot/1.0"})
    assert show(dataset) == {"views": 0, "downloads": 0, "months": [], "resources": {}}
    collecting.collect(NOW)
    collecting.collect(NOW)
    assert show(dataset) == {
        "views": 4,
        "downloads": 1,
        "months": [{"month": "2026-11", "views": 4, "downloads": 1}],
        "resources": {resource: {"views": 1, "downloads": 1}},
    }


def test_a_new_month_begins_at_midnight_of_the_portal(make: Make, get) -> None:
    dataset = make("one")
    for moment in ("2026-11-30T15:59:00+00:00", "2026-11-30T16:00:00+00:00"):
        clock.install(lambda m=moment: dt.datetime.fromisoformat(m))
        get("/dataset/one")
        collecting.collect(clock.now())
    assert [month["month"] for month in show(dataset)["months"]] == ["2026-11", "2026-12"]


@pytest.mark.parametrize("dies", ["before it is stored", "before it is dropped"])
def test_a_run_that_dies_loses_nothing_and_counts_nothing_twice(
    make: Make, get, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    dataset = make("one")
    get("/dataset/one")
    place = "store" if dies == "before it is stored" else "drop"
    where = collecting.service if place == "store" else counter
    with monkeypatch.context() as patched:
        patched.setattr(where, place, _die)
        with pytest.raises(RuntimeError):
            collecting.collect(NOW)
    model.Session.rollback()
    get("/dataset/one")
    collecting.collect(NOW)
    assert show(dataset)["views"] == 2
    assert counter.aside() == []


def _die(*_: Any) -> None:
    raise RuntimeError("The process died.")


def test_what_an_address_says_of_the_dataset_is_not_believed(make: Make) -> None:
    one, other = make("one"), make("other")
    resource = one["resources"][0]["id"]
    month = dt.date(2026, 11, 1)
    counter.note(Counted(month, "download", "other", resource))
    counter.note(Counted(month, "view", "gone"))
    counter.note(Counted(month, "view", "gone", "gone"))
    collecting.collect(NOW)
    assert (show(one)["downloads"], show(other)["downloads"]) == (1, 0)


def test_a_page_is_shown_without_redis(make: Make, get, monkeypatch: pytest.MonkeyPatch) -> None:
    make("one")

    def fail(*_: Any) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(counter, "note", fail)
    assert get("/dataset/one").status_code == 200


def test_the_most_used_come_first_and_hidden_ones_not_at_all(make: Make, get) -> None:
    for name, more in (("one", {}), ("two", {}), ("hidden", {"private": True}), ("unused", {})):
        make(name, **more)
    month = dt.date(2026, 11, 1)
    for name, kind, number in (("one", "view", 9), ("two", "download", 1), ("hidden", "view", 99)):
        for _ in range(number):
            counter.note(Counted(month, kind, name))
    for _ in range(50):
        counter.note(Counted(dt.date(2026, 8, 1), "download", "unused"))
    collecting.collect(NOW)
    found = helpers.call_action("scigov_usage_list", {"ignore_auth": False, "user": ""})
    assert [(one["name"], one["usage"]) for one in found] == [
        ("two", {"views": 0, "downloads": 1}),
        ("one", {"views": 9, "downloads": 0}),
    ]
    for provider, names in (
        ("kejiting", ["two", "one"]),
        ("other", []),
        ('kejiting"\\', ["two", "one"]),
    ):
        ours = helpers.call_action(
            "scigov_usage_list", {"ignore_auth": False, "user": ""}, organization=provider
        )
        assert [one["name"] for one in ours] == names
    home = BeautifulSoup(get("/").get_data(as_text=True), "html.parser")
    used = home.select("[aria-labelledby=scigov-used] li")
    assert [one.a.get_text() for one in used] == ["立项清单 two", "立项清单 one"]
    assert "0 次浏览，1 次下载" in used[0].get_text()


def test_a_hidden_entry_and_none_are_answered_alike(make: Make) -> None:
    hidden = make("hidden", private=True)
    counter.note(Counted(dt.date(2026, 11, 1), "view", "hidden"))
    collecting.collect(NOW)
    assert helpers.call_action("scigov_usage_show", id=hidden["id"])["views"] == 1
    for wanted in (hidden["id"], "no-such-entry"):
        with pytest.raises((tk.ObjectNotFound, tk.NotAuthorized)):
            helpers.call_action("scigov_usage_show", {"ignore_auth": False, "user": ""}, id=wanted)


def test_a_limit_is_a_number() -> None:
    with pytest.raises(tk.ValidationError):
        helpers.call_action("scigov_usage_list", limit="many")


def test_the_page_shows_what_has_been_stored(make: Make, get) -> None:
    make("one")
    before = get("/dataset/one")
    assert "数据使用情况" not in before.get_data(as_text=True)
    collecting.collect(NOW)
    after = get("/dataset/one", **{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    page = BeautifulSoup(after.get_data(as_text=True), "html.parser")
    cells = [cell.get_text() for cell in page.select(".scigov-usage tbody tr > *")]
    assert cells == ["2026-11", "1", "0"]


def test_a_site_that_does_not_count_use_has_its_home_page(make: Make, get, monkeypatch) -> None:
    make("one")
    counter.note(Counted(dt.date(2026, 11, 1), "view", "one"))
    collecting.collect(NOW)
    assert "近三个月使用最多" in get("/?_=1").get_data(as_text=True)
    monkeypatch.setattr("ckan.plugins.plugin_loaded", lambda name: name != "scigov_usage")
    answer = get("/?_=2")
    assert answer.status_code == 200
    assert "近三个月使用最多" not in answer.get_data(as_text=True)
