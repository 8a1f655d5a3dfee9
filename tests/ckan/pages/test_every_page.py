"""What holds for every public page: it answers, is accessible, and loads nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

import ckanext.scigov

pytestmark = pytest.mark.ckan_config("ckan.site_url", "http://test.scigov.example")
THEME = Path(ckanext.scigov.__file__).parent
LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


@pytest.fixture
def pages(
    public_pages: dict[str, tuple[str, int]], read: Callable[..., BeautifulSoup]
) -> dict[str, BeautifulSoup]:
    found = {name: read(path, status=code) for name, (path, code) in public_pages.items()}
    english = {
        f"{name} (en)": read(f"/en{path}", status=code)
        for name, (path, code) in public_pages.items()
    }
    return found | english


def test_every_page_has_its_landmarks(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        mains = page.select("main, [role=main]")
        assert len(mains) == 1, name
        assert len(page.select("header.scigov-header")) == 1, name
        assert len(page.select("footer")) == 1, name
        assert len(page.select("h1")) == 1, name
        assert page.h1.get_text(strip=True), name
        skip = page.select_one("a.scigov-skip")
        assert page.find(id=skip["href"].removeprefix("#")), name


def test_every_page_names_its_language_and_title(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        assert page.html["lang"] == ("en" if name.endswith("(en)") else "zh-Hans-CN"), name
        site = "Government Science" if name.endswith("(en)") else "科技政务数据资源门户"
        assert site in page.title.string, name


def test_every_control_has_a_name(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for field in page.select("input:not([type=hidden]), select, textarea"):
            labelled = field.get("aria-label") or page.find("label", attrs={"for": field.get("id")})
            assert labelled, f"{name}: {field}"
        for link in page.select("a[href], button"):
            text = link.get_text(strip=True) or link.get("aria-label")
            assert text, f"{name}: {link}"
        for image in page.select("img"):
            assert image.has_attr("alt"), f"{name}: {image}"


def test_no_id_is_used_twice(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        ids = [element["id"] for element in page.select("[id]")]
        assert sorted(ids) == sorted(set(ids)), name


def test_no_page_loads_from_another_host(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        for tag, attribute in LOADING.items():
            for element in page.find_all(tag):
                host = urlsplit(element.get(attribute) or "").netloc
                assert host in ("", "test.scigov.example"), f"{name}: {element}"


def test_no_page_has_inline_scripts_or_styles(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        assert not page.select("style"), name
        assert not page.select("[style]"), f"{name}: {page.select('[style]')}"
        assert not [s for s in page.select("script") if not s.get("src")], name
        handlers = [e for e in page.find_all() for a in e.attrs if re.match("on[a-z]+$", a)]
        assert not handlers, f"{name}: {handlers}"
        assert not page.select('a[href^="javascript:"]'), name


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
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text), (
            template
        )


def test_a_logged_in_editor_finds_the_way(
    read: Callable[..., BeautifulSoup],
    owner_editor: dict[str, Any],
    make_dataset: Callable[..., dict[str, Any]],
) -> None:
    make_dataset()
    page = read("/dataset/xiang-mu-1", token=owner_editor["token"])
    links = [link["href"] for link in page.select(".scigov-dataset-head .scigov-actions a")]
    assert links == ["/dataset/edit/xiang-mu-1", "/dataset/xiang-mu-1/resource/new"]
    assert not page.select("a.scigov-sign-in")
