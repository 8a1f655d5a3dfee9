"""Every type of page: no barrier, no overflow, nothing on top of something else, on a phone, a desktop and at 200 %.

The ordinary run opens each page once, in a language and on a device by turns, and makes the window of it another
one's; with SCIGOV_TEST_LONG it is opened in both languages on both devices. With SCIGOV_SCREENSHOTS a picture of
each is left in that folder.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from browser import every_page
from browser.every_page import DESKTOP, PHONE, ZOOMED, Shown, Things
from browser.publishing import sign_in
from browser.waiting import visit
from playwright.sync_api import Page
from thoroughly import every

Turn: TypeAlias = "tuple[str, str]"
LANGUAGES = {"zh": "", "en": "/en"}
DEVICES = {"phone": PHONE, "desktop": DESKTOP}
TURNS = (("zh", "phone"), ("en", "desktop"), ("en", "phone"), ("zh", "desktop"))
PASSES = every([(turn,) for turn in TURNS], else_=[TURNS])


@pytest.fixture(scope="module")
def things(site) -> Iterator[Things]:
    made = every_page.make_things(site)
    yield made
    every_page.remove_things(site, made)


@pytest.fixture
def look(open_browser, site, things) -> Callable[..., Iterator[tuple[Turn, Shown, Page]]]:
    """Go through all pages in one window, signed in as who looks at each."""

    def through(turns: Iterable[Turn]) -> Iterator[tuple[Turn, Shown, Page]]:
        windows: dict[str, Page] = {}
        for turn, shown in zip(itertools.cycle(turns), every_page.pages(things), strict=False):
            language, device = turn
            if shown.who not in windows:
                windows[shown.who] = open_browser(viewport=DEVICES[device])
                if shown.who:
                    sign_in(windows[shown.who], shown.who, site.accounts[shown.who])
            page = windows[shown.who]
            page.set_viewport_size(DEVICES[device])
            visit(page, LANGUAGES[language] + shown.path)
            yield turn, shown, page

    return through


def photograph(page: Page, name: str) -> None:
    folder = os.environ.get("SCIGOV_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("turns", PASSES)
def test_no_barrier_no_overflow_no_overlap(look, turns: tuple[Turn, ...]) -> None:
    problems: list[str] = []
    for turn, shown, page in look(turns):
        photograph(page, "-".join((shown.name, *turn)))
        found = [*every_page.barriers(page)]
        for device, viewport in DEVICES.items():
            page.set_viewport_size(viewport)
            found += [*every_page.overlaps(page), *too_wide(page, f"the window of a {device}")]
        page.set_viewport_size(ZOOMED)
        found += too_wide(page, "the window at 200 %")
        problems += [f"{shown.name} {turn} {shown.path}: {one}" for one in found]
    assert not problems, "\n".join(problems)


def too_wide(page: Page, what: str) -> Iterator[str]:
    if (wider := every_page.overflow(page)) > 0:
        yield f"{wider} pixels wider than {what}"


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
