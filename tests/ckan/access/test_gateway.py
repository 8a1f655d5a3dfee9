"""The one way out for bytes: who gets them, how, and what everybody else hears."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from graded_files import grade_item
from grades_given import CLOSED, OPEN, TEXTS
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.subjects import Axis

pytestmark = pytest.mark.usefixtures("clean_site")
SECRET = "https://data.example.org/canary-url/7f3a.csv"
BYTES = "甲,乙\n1,canary-byte-91c2\n".encode()


@pytest.fixture
def tokens(owner_editor: dict[str, Any], now: Any) -> dict[str, str]:
    """People by what they are, with their tokens; nobody has a grant yet."""
    stranger = factories.UserWithToken(name="plain")
    root = factories.SysadminWithToken(name="root")
    return {
        "anonymous": "",
        "editor": owner_editor["token"],
        "plain": stranger["token"],
        "sysadmin": root["token"],
    }


@pytest.fixture
def made(entry: dict[str, Any], owner_editor: dict[str, Any], now: Any) -> Callable[..., Any]:
    """Make an entry with a link and a file: ``made(**grade)`` returns dataset, link, file."""

    def make(grade: dict[str, str], name: str = "sheng-2026") -> tuple[dict[str, Any], str, str]:
        entry.pop("no_resource_reason", None)
        file = FileStorage(io.BytesIO(BYTES), filename="省级计划.csv")
        resources = [{"name": "链接", "url": SECRET}, {"name": "文件", "url": "", "upload": file}]
        wish = {**entry, **TEXTS, **grade, "name": name, "resources": resources}
        dataset = tk.get_action("package_create")({"user": owner_editor["name"]}, wish)
        link, upload = (one["id"] for one in dataset["resources"])
        return dataset, link, upload

    return make


@pytest.fixture
def ask(app: Any, tokens: dict[str, str]) -> Callable[..., Any]:
    def asking(who: str, path: str, method: str = "GET", **headers: str) -> Any:
        headers |= {"Authorization": tokens[who]} if tokens[who] else {}
        client = app.test_client(use_cookies=False)
        return client.open(path, method=method, headers=headers, follow_redirects=False)

    return asking


def addresses(dataset: dict[str, Any], resource_id: str) -> list[str]:
    """Return every way to ask for the bytes of a resource."""
    base = f"/dataset/{dataset['id']}/resource/{resource_id}"
    ways = ("access", "access/plan.csv", "download", "download/plan.csv")
    return [
        *(f"{base}/{way}" for way in ways),
        f"/en{base}/access",
        f"/en{base}/download/x",
        f"/dataset/{dataset['name']}/resource/{resource_id}/download",
    ]


def test_closed_bytes_go_to_nobody_who_may_not_have_them(made, ask):
    dataset, link, upload = made(CLOSED)
    for who in ("anonymous", "plain", "sysadmin"):
        for path in addresses(dataset, link) + addresses(dataset, upload):
            for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
                answer = ask(who, path, **headers)
                assert answer.status_code == 403, (who, path)
                text = answer.get_data(as_text=True) + str(answer.headers)
                assert "canary" not in text
                assert "ETag" not in answer.headers
            assert ask(who, path, "HEAD").status_code == 403


def test_who_may_have_them_gets_them_in_every_way(made, ask):
    dataset, link, upload = made(CLOSED)
    for path in addresses(dataset, upload):
        answer = ask("editor", path)
        assert (answer.status_code, answer.get_data()) == (200, BYTES), path
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "sheng-ji-ji-hua.csv" in answer.headers["Content-Disposition"]
    for path in addresses(dataset, link):
        answer = ask("editor", path)
        assert (answer.status_code, answer.headers["Location"]) == (302, SECRET), path
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_ranges_heads_and_what_somebody_has_already(made, ask):
    dataset, _link, upload = made(CLOSED)
    path = f"/dataset/{dataset['id']}/resource/{upload}/access"
    part = ask("editor", path, Range="bytes=4-9")
    assert (part.status_code, part.get_data()) == (206, BYTES[4:10])
    assert part.headers["Content-Range"] == f"bytes 4-9/{len(BYTES)}"
    head = ask("editor", path, "HEAD")
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["Content-Length"] == str(len(BYTES))
    tag = head.headers["ETag"]
    assert ask("editor", path, **{"If-None-Match": tag}).status_code == 304
    # The tag is a checksum: who may not have the bytes cannot compare it.
    assert ask("plain", path, **{"If-None-Match": tag}).status_code == 403


def test_open_bytes_are_everybodys_and_may_be_kept(made, ask):
    dataset, link, upload = made(OPEN)
    for who in ("anonymous", "plain", "sysadmin"):
        answer = ask(who, f"/dataset/{dataset['id']}/resource/{upload}/access")
        assert (answer.status_code, answer.get_data()) == (200, BYTES)
        assert "public" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        answer = ask(who, f"/dataset/{dataset['id']}/resource/{link}/download")
        assert (answer.status_code, answer.headers["Location"]) == (302, SECRET)


def test_a_grant_opens_the_way_while_it_lasts(made, ask, issued, at, now):
    dataset, _link, upload = made(CLOSED)
    path = f"/dataset/{dataset['id']}/resource/{upload}/access"
    issued(dataset["id"], axis=Axis.OPENING, until_at=now + dt.timedelta(days=1))
    assert ask("plain", path).get_data() == BYTES
    assert ask("anonymous", path).status_code == 403
    at(now + dt.timedelta(days=1))
    assert ask("plain", path).status_code == 403


def test_an_administrator_has_to_break_the_glass(made, ask, call):
    dataset, _link, upload = made(CLOSED)
    path = f"/dataset/{dataset['id']}/resource/{upload}/access"
    assert ask("sysadmin", path).status_code == 403
    call("root", "break_glass", dataset_id=dataset["id"], reason="按照要求核查一起数据泄露的投诉")
    assert ask("sysadmin", path).get_data() == BYTES


def plain_text(answer: Any, *ids: str) -> tuple[Any, ...]:
    """Return an answer without what it repeats of the question."""
    body = answer.get_data(as_text=True)
    for one in ids:
        body = body.replace(one, "ID")
    body = re.sub(r'(_csrf_token"[^>]* (?:content|value)=)"[^"]*"', r"\1", body)
    skipped = ("Date", "Set-Cookie", "Content-Length")
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in skipped)
    return answer.status_code, body, str(headers)


def test_hidden_and_absent_are_one_answer(made, ask):
    dataset, link, upload = made({"security_level": "", "share_type": "", "open_type": ""})
    absent = str(uuid.uuid4())
    for who in ("anonymous", "plain"):
        for resource_id in (link, upload):
            found = addresses(dataset, resource_id)
            instead = addresses({"id": absent, "name": absent}, absent)
            for here, there in zip(found, instead, strict=True):
                seen = plain_text(ask(who, here), dataset["id"], dataset["name"], resource_id)
                assert seen == plain_text(ask(who, there), absent), here
                assert seen[0] == 404
    assert ask("editor", addresses(dataset, upload)[0]).get_data() == BYTES


def test_a_resource_is_not_served_under_another_entry(made, ask):
    _dataset, _link, upload = made(OPEN)
    other, _link, _upload = made(OPEN, "other")
    for path in addresses(other, upload):
        assert ask("editor", path).status_code == 404, path


@pytest.mark.with_plugins("image_view")
def test_the_page_of_a_resource_hides_its_views(made, ask, owner_editor):
    dataset, link, _upload = made(CLOSED)
    view = {"resource_id": link, "title": "图", "view_type": "image_view", "order": 0}
    row = model.ResourceView(**view, config={"image_url": "https://example.org/canary-view"})
    model.Session.add(row)
    model.repo.commit()
    show = f"/api/3/action/resource_view_show?id={row.id}"
    listed = f"/api/3/action/resource_view_list?id={link}"
    for who in ("anonymous", "plain", "sysadmin"):
        assert ask(who, show).status_code == 403
        assert ask(who, listed).json["result"] == []
        page = ask(who, f"/dataset/{dataset['id']}/resource/{link}")
        assert page.status_code == 200
        assert "canary" not in page.get_data(as_text=True)
    assert "canary-view" in ask("editor", listed).get_data(as_text=True)


def test_the_place_is_told_to_who_may_know_it(made, ask):
    dataset, link, upload = made(CLOSED)
    path = f"/api/3/action/scigov_access_location_show?resource_id={link}"
    told = ask("editor", path).json["result"]
    assert told["url"] == SECRET
    assert told["access_url"] == (
        f"http://test.scigov.localhost/dataset/{dataset['id']}/resource/{link}/access"
    )
    file = ask("editor", path.replace(link, upload)).json["result"]
    assert (file["size"], len(file["hash"])) == (len(BYTES), 64)
    for who in ("anonymous", "plain", "sysadmin"):
        answer = ask(who, path)
        assert answer.status_code == 403
        assert "canary" not in answer.get_data(as_text=True)
        assert ask(who, path.replace(link, str(uuid.uuid4()))).status_code == 404


@pytest.mark.parametrize("terms", [{"no_onward_transfer": True}, {"query_only": True}, {}])
def test_the_place_is_told_on_the_terms_of_the_grant(made, ask, issued, terms):
    dataset, link, _upload = made(CLOSED)
    issued(dataset["id"], obligations=Obligations(**terms))
    addresses = (
        f"/api/3/action/scigov_access_location_show?resource_id={link}",
        f"/dataset/{dataset['id']}/resource/{link}/access",
    )
    for path in addresses:
        answer = ask("plain", path)
        text = answer.get_data(as_text=True) + str(answer.headers)
        assert (SECRET in text) == (terms == {}), path
        assert (answer.status_code == 403) == (terms != {}), path


def test_the_place_is_told_to_nobody_who_gets_a_part_only(made, ask, issued):
    dataset, link, _upload = made(CLOSED)
    issued(dataset["id"])
    path = f"/api/3/action/scigov_access_location_show?resource_id={link}"
    assert ask("plain", path).json["result"]["url"] == SECRET
    grade_item(dataset["id"], link, "identity", ("3", "none", "none"))
    model.repo.commit()
    for address in (path, f"/dataset/{dataset['id']}/resource/{link}/access"):
        answer = ask("plain", address)
        assert answer.status_code == 403
        assert SECRET not in answer.get_data(as_text=True) + str(answer.headers)
    assert ask("editor", path).json["result"]["url"] == SECRET


def test_what_a_page_shows_of_an_object_is_kept_by_nobody(made, ask):
    dataset, link, _upload = made(CLOSED)
    for path in (f"/dataset/{dataset['name']}", f"/dataset/{dataset['name']}/resource/{link}"):
        answer = ask("editor", path)
        assert answer.status_code == 200
        assert "private" in answer.headers["Cache-Control"]
        assert {"Authorization", "Cookie"} <= set(answer.headers["Vary"].split(", "))


def test_who_gets_closed_data_is_written_down(made, ask, recorded, issued):
    dataset, link, upload = made(CLOSED)
    issued(dataset["id"])
    path = f"/dataset/{dataset['id']}/resource/{upload}/access"
    ask("plain", path)
    ask("plain", path, "HEAD")
    ask("plain", path, Range="bytes=4-9")
    ask("anonymous", path)
    ask("editor", f"/api/3/action/scigov_access_location_show?resource_id={link}")
    assert [one for one in recorded(upload) if one[1].startswith("data.")] == [
        ("plain", "data.download")
    ]
    assert ("owner_editor", "data.locate") in recorded(link)


@pytest.mark.ckan_config("ckanext.scigov.tables.accel_prefix", "/-/files/")
def test_a_proxy_sends_the_file(made, ask):
    dataset, _link, upload = made(CLOSED)
    path = f"/dataset/{dataset['id']}/resource/{upload}/access"
    answer = ask("editor", path)
    assert answer.get_data() == b""
    place = answer.headers["X-Accel-Redirect"]
    assert re.fullmatch(r"/-/files/objects/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", place)
    again = ask("editor", path, **{"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "X-Accel-Redirect" not in again.headers
    assert "X-Accel-Redirect" not in ask("plain", path).headers


def test_nothing_else_reads_a_path(made, ask, app):
    """The uploader itself gives no path to who comes past the entrance."""
    from ckan.lib import uploader

    dataset, _link, upload = made(OPEN)
    with app.flask_app.test_request_context("/"):
        path = uploader.get_resource_uploader({"id": upload}).get_path(upload)
    assert path.endswith("/none")
    answer = ask("anonymous", f"/dataset/{dataset['id']}/resource/{upload}/download")
    assert answer.status_code == 200
