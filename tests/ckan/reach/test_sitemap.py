"""The sitemap and robots.txt: what everybody may find, in few statements however much that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.reach import listing
from ckanext.scigov.reach.domain import sitemaps

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
SITE = "http://test.scigov.localhost"
XML = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ON_CONDITIONS = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}


def addresses(text: str) -> list[str]:
    root = ET.fromstring(text)
    return [one.text.removeprefix(SITE) for one in root.iter(f"{XML}loc")]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of no more than four addresses: two entries in two languages."""
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 4)
    monkeypatch.setattr(listing, "AT_ONCE", 1)


def test_it_names_what_everybody_may_find_and_nothing_else(make: Make, get: Get) -> None:
    make("gong-kai")
    make("you-tiao-jian", **ON_CONDITIONS)
    make("bu-yu", **CLOSED)
    make("canary-private", private=True)
    make("canary-hidden", hide_entry=True, **CLOSED)
    make("canary-ungraded", security_level="", share_type="", open_type="")
    tk.get_action("package_delete")({"ignore_auth": True}, {"id": make("canary-deleted")["id"]})
    factories.Organization(name="canary-empty")
    answer = get("/sitemap.xml")
    text = answer.get_data(as_text=True)
    found = addresses(text)
    assert "canary" not in text
    own = [one for one in found if not one.startswith("/en")]
    assert [f"/en{one}" if one != "/" else "/en/" for one in own] == found[1::2] or len(own) * 2 == len(found)  # fmt: skip
    assert own[:6] == ["/", "/dataset/", "/organization/", "/about", "/help", "/help/api"]
    assert "/help/visitors" in own
    assert "/organization/kejiting" in own
    entries = [one for one in own if one.startswith("/dataset/")][1:]
    assert sorted(entries) == ["/dataset/bu-yu", "/dataset/gong-kai", "/dataset/you-tiao-jian"]
    for path in found:
        assert get(path).status_code == 200, path


def test_times_are_those_of_the_last_change(make: Make, get: Get) -> None:
    entry = make("gong-kai")
    root = ET.fromstring(get("/sitemap.xml").get_data(as_text=True))
    changed = {one.findtext(f"{XML}loc"): one.findtext(f"{XML}lastmod") for one in root}
    moment = entry["metadata_modified"].partition(".")[0] + "Z"
    assert changed[f"{SITE}/dataset/gong-kai"] == moment
    assert changed[f"{SITE}/organization/kejiting"] == moment
    assert changed[f"{SITE}/about"] is None


def test_each_page_has_its_other_language(make: Make, get: Get) -> None:
    make("gong-kai")
    text = get("/sitemap.xml").get_data(as_text=True)
    for language, path in (("zh-Hans", ""), ("en", "/en"), ("x-default", "")):
        link = f'hreflang="{language}" href="{SITE}{path}/dataset/gong-kai"'
        assert text.count(link) == 2


def _renamed() -> None:
    tk.get_action("package_patch")(_system(), {"id": "gong-kai", "title": "改后的标题"})


def _hidden() -> None:
    tk.get_action("package_patch")(_system(), {"id": "gong-kai", "hide_entry": "true", **CLOSED})


def _deleted() -> None:
    tk.get_action("package_delete")(_system(), {"id": "gong-kai"})


def _system() -> Any:
    return {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}


@pytest.mark.parametrize("change", [_renamed, _hidden, _deleted])
def test_it_is_sent_again_only_when_it_has_changed(
    make: Make, get: Get, owner_editor: dict[str, Any], change: Callable[[], None]
) -> None:
    make("gong-kai")
    make("ling-yi")
    first = get("/sitemap.xml")
    etag = first.headers["ETag"]
    assert first.content_type == "application/xml; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache, public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in first.headers
    for method in ("get", "head"):
        assert get("/sitemap.xml", etag=etag, method=method).status_code == 304
    signed_in = get("/sitemap.xml", token=owner_editor["token"])
    assert signed_in.get_data() == first.get_data()
    change()
    model.Session.remove()
    again = get("/sitemap.xml", etag=etag)
    assert again.status_code == 200
    assert again.headers["ETag"] != etag
    assert ("gong-kai" in again.get_data(as_text=True)) == (change is _renamed)


@pytest.mark.usefixtures("few")
def test_many_addresses_go_into_several_files(make: Make, get: Get) -> None:
    for number in range(5):
        make(f"xiang-mu-{number}")
    files = addresses(get("/sitemap.xml").get_data(as_text=True))
    assert files == [f"/sitemap-{number}.xml" for number in (1, 2, 3, 4)]
    lists = [addresses(get(path).get_data(as_text=True)) for path in files]
    entries = [one for found in lists[1:] for one in found if not one.startswith("/en")]
    assert sorted(entries) == [f"/dataset/xiang-mu-{number}" for number in range(5)]
    assert [len(found) for found in lists[1:]] == [4, 4, 2]
    assert "/organization/kejiting" in lists[0]
    marks = {path: get(path).headers["ETag"] for path in ("/sitemap.xml", *files)}
    assert len(set(marks.values())) == 5
    for path, etag in marks.items():
        assert get(path, etag=etag).status_code == 304
    for number in (0, 5):
        assert get(f"/sitemap-{number}.xml").status_code == 404


def test_one_file_has_no_others(make: Make, get: Get) -> None:
    make("gong-kai")
    assert get("/sitemap-1.xml").status_code == 404


def test_more_entries_take_no_more_statements(
    make: Make, get: Get, count_queries: Callable[[], Any]
) -> None:
    counts = []
    for name in ("xiang-mu-1", "xiang-mu-2", "xiang-mu-3"):
        etag = ""
        make(name)
        for _known in range(2):
            with count_queries() as queries:
                answer = get("/sitemap.xml", etag=etag)
                answer.get_data()
            counts.append(queries.count)
            etag = answer.headers["ETag"]
    assert counts == [counts[0], counts[1]] * 3
    assert counts[1] == counts[0] - 1 == 3


def test_robots_are_told_of_the_sitemap_and_kept_from_files_and_filters(get: Get) -> None:
    answer = get("/robots.txt")
    lines = answer.get_data(as_text=True).strip().splitlines()
    assert answer.content_type == "text/plain; charset=utf-8"
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    rules = {line for line in lines if line.startswith(("Disallow", "Allow"))}
    assert {
        "Disallow: /api/", "Disallow: /en/api/", "Disallow: /*?", "Allow: /webassets/",
        "Disallow: /*/resource/*/access", "Disallow: /*/resource/*/download",
        "Disallow: /user/", "Disallow: /en/user/",
    } <= rules  # fmt: skip
    assert not [line for line in lines[1:-1] if line and ": " not in line]


def test_a_parser_of_robots_txt_reads_all_of_it(get: Get) -> None:
    parser = RobotFileParser()
    parser.parse(get("/robots.txt").get_data(as_text=True).splitlines())
    assert parser.site_maps() == [f"{SITE}/sitemap.xml"]
    closed = (
        "/api/3/action/package_show?id=a",
        "/user/login",
        "/en/user/login",
        "/applications/new",
    )
    seen = ("/", "/dataset/gong-kai", "/en/dataset/gong-kai", "/dataset/gong-kai/schema.json")
    assert [path for path in (*closed, *seen) if parser.can_fetch("any", path)] == list(seen)
