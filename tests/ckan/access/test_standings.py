"""What pages say of how open something is, and what they do not show to whom."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.model import GradeInForce
from ckanext.scigov.tables import jobs

TERMS = {
    "security_level": "3", "share_type": "conditional", "open_type": "conditional",
    "share_condition": "用于科技管理", "open_condition": "用于科学研究", "open_method": "接口",
    "security_measure": "签订协议",
}  # fmt: skip
ROWS = "项目编号,备注\nROWCANARY,甲\n".encode()
ITEMS = [{"name": "bh", "title": "项目编号", "data_type": "C", "description": "唯一的编号"}]
Look = Callable[..., str]


@pytest.fixture(autouse=True)
def _site(clean_site: None, app: Any, ckan_config: Any, monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def plan(dataset_of: Callable[..., str]) -> dict[str, Any]:
    """A dataset open on conditions, with a table and a link."""
    dataset_id = dataset_of()
    helpers.call_action("package_patch", id=dataset_id, **TERMS)
    upload = FileStorage(io.BytesIO(ROWS), filename="清单.csv")
    context: Any = {"user": "", "ignore_auth": True}
    table = {"package_id": dataset_id, "upload": upload, "name": "清单", "data_items": ITEMS}
    made = tk.get_action("resource_create")(context, table)
    jobs.load_file({"resource_id": made["id"]})
    link = {"url": "http://example.org/urlcanary.csv", "name": "外部", "hash": "hashcanary"}
    helpers.call_action("resource_create", package_id=dataset_id, **link)
    return helpers.call_action("package_show", id=dataset_id)


@pytest.fixture
def look(app: Any) -> Look:
    def at(name: str, path: str) -> str:
        user = model.User.get(name)
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        return str(app.get(path, headers=headers, status=200).body)

    return at


def of(body: str, selector: str) -> list[str]:
    page = BeautifulSoup(body, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(selector)]


def addresses(plan: dict[str, Any]) -> list[str]:
    paths = [f"/dataset/plan/resource/{one['id']}" for one in plan["resources"]]
    return ["/dataset/plan", *paths]


def test_the_sentence_says_both_axes_and_their_conditions(plan: dict[str, Any], look: Look) -> None:
    said = "向社会有条件开放：用于科学研究；向部门有条件共享：用于科技管理。"
    for path in addresses(plan):
        assert of(look("", path), ".scigov-openness-text") == [said]


def test_who_may_not_get_the_data_sees_nothing_of_them(
    plan: dict[str, Any], look: Look, plain: str, issued: Callable[..., Any]
) -> None:
    canaries = ("ROWCANARY", "urlcanary", "hashcanary", ">下载<", "datastore/dump")
    for path in addresses(plan):
        body = look("", path)
        assert [one for one in canaries if one in body] == [], path
        assert "申请使用" in body
    issued(plan["id"])
    seen = "".join(look(plain, path) for path in addresses(plan))
    assert [one for one in ("ROWCANARY", "下载", "/access") if one not in seen] == []


def test_an_application_says_what_it_takes_and_whom_to_ask(
    plan: dict[str, Any], look: Look, plain: str, agency_of: Any, belong: Any
) -> None:
    box = of(look("", "/dataset/plan"), ".scigov-reach")[0]
    for text in ("用于科学研究", "接口", "签订协议", "15个工作日", "office@example.org"):
        assert text in box
    assert f"/applications/new?dataset={plan['id']}" in look("", "/dataset/plan")
    belong(agency_of(), plain, "member")
    box = of(look(plain, "/dataset/plan"), ".scigov-reach")[0]
    assert ("10个工作日" in box, "用于科技管理" in box, "签订协议" in box) == (True, True, False)


def test_members_of_agencies_see_the_share_type_too(
    plan: dict[str, Any], look: Look, plain: str, agency_of: Any, belong: Any
) -> None:
    for path in ("/dataset/", "/dataset/plan", "/"):
        assert "有条件共享" not in of(look(plain, path), ".scigov-badge")
    belong(agency_of(), plain, "member")
    for path in ("/dataset/", "/dataset/plan", "/"):
        badges = of(look(plain, path), ".scigov-badge")
        assert {"有条件开放", "有条件共享"} <= set(badges)


def test_a_grant_says_until_when_and_on_what_conditions(
    plan: dict[str, Any], look: Look, plain: str, issued: Callable[..., Any], now: dt.datetime
) -> None:
    obligations = Obligations(watermark=True, no_onward_transfer=True)
    until = now + dt.timedelta(days=30)
    grant = issued(plan["id"], obligations=obligations, until_at=until)
    body = look(plain, "/dataset/plan")
    box = of(body, ".scigov-reach")[0]
    for text in (grant.number, "2026-10-24", "带有授权编号", "不得转交"):
        assert text in box
    assert "已获授权" in of(body, ".scigov-badge")
    assert f"/grants/{grant.number}/terms" in body
    assert ">下载<" not in body


def test_a_stricter_resource_says_so(plan: dict[str, Any], look: Look, now: dt.datetime) -> None:
    resource = plan["resources"][1]
    row = GradeInForce(
        object_id=resource["id"], object_kind="resource", dataset_id=plan["id"],
        security_level="4", share_type="none", open_type="none", since=now, set_by="", reason="",
    )  # fmt: skip
    model.Session.add(row)
    model.Session.commit()
    assert "严于所属数据资源" in of(look("", "/dataset/plan"), ".scigov-resource .scigov-badge")
    body = look("", f"/dataset/plan/resource/{resource['id']}")
    assert "本文件的定级严于所属数据资源。" in of(body, ".scigov-openness-text")[0]
    assert "该数据不予提供" in of(body, ".scigov-reach")[0]


def test_hidden_data_items_are_for_those_who_get_the_data(
    plan: dict[str, Any], look: Look, plain: str, issued: Callable[..., Any]
) -> None:
    paths = addresses(plan)[:2]
    assert all("唯一的编号" in look("", path) for path in paths)
    helpers.call_action("package_patch", id=plan["id"], hide_dictionary=True)
    assert not any("唯一的编号" in look("", path) for path in paths)
    issued(plan["id"])
    assert all("唯一的编号" in look(plain, path) for path in paths)


def test_pages_ask_as_much_for_many_resources_as_for_few(
    plan: dict[str, Any],
    look: Look,
    plain: str,
    issued: Callable[..., Any],
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    issued(plan["id"])

    def asked(path: str) -> int:
        look(plain, path)
        with count_queries() as queries:
            look(plain, path)
        return queries.count

    few = [asked(path) for path in ("/dataset/plan", "/dataset/")]
    for number in range(4):
        link = {"url": f"http://example.org/{number}.csv", "name": f"外部{number}"}
        helpers.call_action("resource_create", package_id=plan["id"], **link)
    assert [asked(path) for path in ("/dataset/plan", "/dataset/")] == few
