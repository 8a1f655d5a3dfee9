"""What holds for every public page: it answers, is accessible, and loads nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

import ckanext.scigov

pytestmark = pytest.mark.ckan_config("ckan.site_url", "http://test.scigov.localhost")
THEME = Path(ckanext.scigov.__file__).parent
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


def landmarks(page: BeautifulSoup) -> Iterator[str]:
    for selector in ("main, [role=main]", "header.scigov-header", "footer", "h1"):
        if len(page.select(selector)) != 1:
            yield f"{len(page.select(selector))} times {selector}"
    if page.h1 and not page.h1.get_text(strip=True):
        yield "empty heading"
    skip = page.select_one("a.scigov-skip")
    if not skip or not page.find(id=skip["href"].removeprefix("#")):
        yield "no way past the header"


def names_of_controls(page: BeautifulSoup) -> Iterator[str]:
    for field in page.select("input:not([type=hidden]), select, textarea"):
        label = page.find("label", attrs={"for": field.get("id")}) if field.get("id") else None
        if not (label or field.get("aria-label") or field.find_parent("label")):
            yield f"nameless: {field}"
    for link in page.select("a[href], button"):
        if not (link.get_text(strip=True) or link.get("aria-label")):
            yield f"nameless: {link}"
    yield from (f"no alt: {image}" for image in page.select("img") if not image.has_attr("alt"))


def ids(page: BeautifulSoup) -> Iterator[str]:
    found = [element["id"] for element in page.select("[id]")]
    yield from (f"id used twice: {name}" for name in set(found) if found.count(name) > 1)


def other_hosts(page: BeautifulSoup) -> Iterator[str]:
    for tag, attribute in LOADING.items():
        for element in page.find_all(tag):
            if urlsplit(element.get(attribute) or "").netloc not in ("", "test.scigov.localhost"):
                yield f"from another host: {element}"


def inline_code(page: BeautifulSoup) -> Iterator[str]:
    for element in page.find_all():
        handlers = [name for name in element.attrs if re.match("on[a-z]+$", name)]
        is_data = element.get("type") == "application/ld+json"  # no browser runs it
        is_script = element.name == "script" and not element.get("src") and not is_data
        inline = element.name == "style" or is_script
        if inline or handlers or "style" in element.attrs:
            yield f"inline: {element}"
        if str(element.get("href", "")).startswith("javascript:"):
            yield f"script as address: {element}"


CHECKS = (landmarks, names_of_controls, ids, other_hosts, inline_code)


def test_every_page_is_sound_in_both_languages(
    public_pages: dict[str, tuple[str, int]], read: Callable[..., BeautifulSoup]
) -> None:
    problems = []
    for language, prefix, site in (
        ("zh-Hans-CN", "", "科技政务数据资源门户"),
        ("en", "/en", "Government Science and Technology Data Portal"),
    ):
        for name, (path, code) in public_pages.items():
            page = read(prefix + path, status=code)
            assert (page.html["lang"], site in page.title.string) == (language, True), name
            problems += [f"{name} ({language}): {p}" for check in CHECKS for p in check(page)]
    assert problems == []


@pytest.mark.parametrize(
    "path",
    ["/dashboard/datasets", "/user/owner_editor", "/dataset/new", "/drafts/file", "/worklist"],
)
def test_pages_behind_the_login_are_sound(
    path: str, read: Callable[..., BeautifulSoup], owner_editor: dict[str, Any]
) -> None:
    page = read(path, token=owner_editor["token"])
    checks = (names_of_controls, ids, other_hosts, inline_code)
    assert [problem for check in checks for problem in check(page)] == []


def test_the_checks_find_what_they_look_for() -> None:
    page = BeautifulSoup(
        '<h1></h1><input id="a"><p id="a" style="color:red"></p><a href="/x"></a><img src="/y.png">'
        '<img alt="" src="//cdn.example/z.png"><button onclick="x()">x</button>',
        "html.parser",
    )
    assert len(list(landmarks(page))) == 5
    assert len(list(names_of_controls(page))) == 3
    assert list(ids(page)) == ["id used twice: a"]
    assert len(list(other_hosts(page))) == 1
    assert len(list(inline_code(page))) == 2


def test_our_style_sheets_name_no_host() -> None:
    for sheet in THEME.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "http" not in text, sheet
        assert "@import" not in text, sheet


def test_cjk_fonts_are_named() -> None:
    text = (THEME / "assets/theme.css").read_text(encoding="utf-8")
    for font in ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"):
        assert f'"{font}"' in text


def test_our_templates_hold_no_inline_script_or_style() -> None:
    for template in THEME.rglob("templates/**/*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(
            r"<style|\sstyle=|<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))|\son[a-z]+=\"",
            text,
        ), template


def test_a_logged_in_editor_finds_the_way(
    read: Callable[..., BeautifulSoup],
    owner_editor: dict[str, Any],
    make_dataset: Callable[..., dict[str, Any]],
) -> None:
    make_dataset()
    page = read("/dataset/xiang-mu-1", token=owner_editor["token"])
    links = [link["href"] for link in page.select(".scigov-dataset-head .scigov-actions a")]
    assert links == [
        "/dataset/edit/xiang-mu-1",
        "/dataset/xiang-mu-1/resource/new",
        "/dataset/new?copy_of=xiang-mu-1",
    ]
    assert not page.select("a.scigov-sign-in")
