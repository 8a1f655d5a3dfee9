"""Every type of page: no barrier, no overflow, nothing on top of something else.

With SCIGOV_SCREENSHOTS a picture of each page is left in that folder; with SCIGOV_TEST_LONG in both languages
on both devices.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import every_page
from browser.every_page import DESKTOP, PHONE, ZOOMED, Shown, Things
from browser.publishing import sign_in
from browser.waiting import visit
from playwright.sync_api import Page
from thoroughly import every

LANGUAGES = {"zh": "", "en": "/en"}
# Each page in both languages and on both devices; in all of their pairs where everything is wanted.
PAIRS = every(
    [("zh", "phone"), ("en", "desktop"), ("zh", "desktop"), ("en", "phone")],
    else_=[("zh", "phone"), ("en", "desktop")],
)


@pytest.fixture(scope="module")
def things(site) -> Iterator[Things]:
    made = every_page.make_things(site)
    yield made
    every_page.remove_things(site, made)


@pytest.fixture
def look(open_browser, site, things) -> Callable[..., Iterator[tuple[Shown, Page]]]:
    """Go through all pages in one window, signed in as who looks at each."""

    def through(language: str, viewport: dict[str, int]) -> Iterator[tuple[Shown, Page]]:
        windows: dict[str, Page] = {}
        for shown in every_page.pages(things):
            if shown.who not in windows:
                windows[shown.who] = open_browser(viewport=viewport)
                if shown.who:
                    sign_in(windows[shown.who], shown.who, site.accounts[shown.who])
            page = windows[shown.who]
            visit(page, LANGUAGES[language] + shown.path)
            yield shown, page

    return through


def photograph(page: Page, name: str) -> None:
    folder = os.environ.get("SCIGOV_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "device"), PAIRS)
def test_no_barrier_no_overflow_no_overlap(look, language: str, device: str) -> None:
    viewport = PHONE if device == "phone" else DESKTOP
    problems: list[str] = []
    for shown, page in look(language, viewport):
        photograph(page, f"{shown.name}-{language}-{device}")
        found = [*every_page.barriers(page), *every_page.overlaps(page)]
        found += [*too_wide(page, "the window"), *at_200_percent(page, viewport)]
        problems += [f"{shown.name} {shown.path}: {one}" for one in found]
    assert not problems, "\n".join(problems)


def too_wide(page: Page, what: str) -> Iterator[str]:
    if (wider := every_page.overflow(page)) > 0:
        yield f"{wider} pixels wider than {what}"


def at_200_percent(page: Page, viewport: dict[str, int]) -> Iterator[str]:
    """Say what is cut off when somebody makes everything twice as large on the page that he reads."""
    page.set_viewport_size(ZOOMED)
    yield from too_wide(page, "the window at 200 %")
    page.set_viewport_size(viewport)


def test_the_checks_find_what_they_look_for(page: Page) -> None:
    visit(page, "/")
    page.evaluate(
        """() => {
            const one = '<a href="#x" class="t">Erstes</a>';
            document.querySelector("main, [role=main]").innerHTML =
                `<img src="/x.png"><div id="w">${one}</div><div id="v">${one}</div>`;
            document.querySelector("#w").style.width = "5000px";
            const second = document.querySelector("#v .t");
            second.style.position = "absolute";
            const first = document.querySelector("#w .t").getBoundingClientRect();
            second.style.left = `${first.left + scrollX}px`;
            second.style.top = `${first.top + scrollY}px`;
        }"""
    )
    assert any(one.startswith("image-alt") for one in every_page.barriers(page))
    assert every_page.overflow(page) > 0
    assert every_page.overlaps(page) == ["Erstes / Erstes"]
