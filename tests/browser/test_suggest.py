"""Suggestions below the search field: by keyboard, by hand, with an input method, and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.waiting import visit
from playwright.sync_api import Locator, Page, Route, expect

LONG = (
    "全省公共停车场经营备案、泊位数量与收费标准信息汇总表"
    "（含路内停车、专用停车、公共停车与立体机械停车四类，按县区与年度逐项列出）"
)
TITLES = ("公共停车场信息", "停车场收费标准", LONG)
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 700},
    "is_mobile": True,
    "has_touch": True,
}
API = "/api/3/action/scigov_search_suggest"
WAIT = 150
"""After the last letter, milliseconds: asked too early, the server would be asked for every letter."""


@pytest.fixture(scope="module", autouse=True)
def datasets(site) -> dict[str, str]:
    """Three datasets about parking; their names by their titles."""
    names = {}
    for title in TITLES:
        dataset = site.publish(
            title=title, notes="停车设施的名称、地点与泊位。", tag_string="停车场,停车泊位",
            data_kind="management", owner_org="kejiting", license_id="cc-by", data_form="spreadsheet",
            contact=[{"name": "设施处", "email": "office@example.org"}], source_system="停车管理平台",
            update_cycle="annual", no_resource_reason="数据表随后挂接。", **OPEN,
        )  # fmt: skip
        names[title] = dataset["name"]
    return names


@pytest.fixture
def asked(page: Page) -> list[str]:
    """The texts for which the page asks the server, as they are sent."""
    texts: list[str] = []

    def note(request: Any) -> None:
        address = urlsplit(request.url)
        if address.path.endswith(API):
            texts.append(parse_qs(address.query)["text"][0])

    page.on("request", note)
    return texts


def field(page: Page) -> Locator:
    return page.get_by_role("combobox").first


def put_in(page: Page, text: str) -> None:
    """Put words in at once, as an input method does.

    Letter by letter a busy machine asks for the first ones too, and the last answer would put away what
    has been chosen in the one before.
    """
    field(page).focus()
    page.keyboard.insert_text(text)


def stop_the_clock(page: Page) -> None:
    """Let the page's time stand still in an hour, at once; ``page.clock.run_for`` moves it."""
    page.clock.pause_at(page.evaluate("Date.now()") + 3_600_000)


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def test_suggestions_are_a_listbox_of_the_field(page: Page) -> None:
    page.goto("/")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    field(page).press_sequentially("停车")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    listbox = page.get_by_role("listbox")
    assert listbox.get_attribute("id") == field(page).get_attribute("aria-controls")
    groups = listbox.get_by_role("group")
    expect(groups.nth(0)).to_have_accessible_name("数据资源")
    expect(groups.nth(0).get_by_role("option")).to_have_count(3)
    expect(groups.nth(1)).to_have_accessible_name("关键词")
    expect(groups.nth(1).get_by_role("option")).to_have_text(
        ["停车场3 条数据资源", "停车泊位3 条数据资源"]
    )
    expect(listbox.locator("mark").first).to_have_text("停车")
    expect(page.get_by_role("status").first).to_have_text(re.compile("5"))


def test_a_suggestion_is_chosen_by_keyboard(page: Page, datasets) -> None:
    page.goto("/")
    put_in(page, "收费标准")
    expect(options(page).first).to_be_visible()
    field(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    active = field(page).get_attribute("aria-activedescendant")
    assert active == options(page).first.get_attribute("id")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("收费标准")
    field(page).press("Enter")
    page.wait_for_url(f"**/dataset/{datasets['停车场收费标准']}")


def test_arrows_go_round_and_escape_closes(page: Page) -> None:
    page.goto("/dataset/")
    put_in(page, "停车")
    expect(options(page)).to_have_count(5)
    field(page).press("ArrowUp")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    field(page).press("ArrowDown")
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile(""))
    field(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    field(page).press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field(page)).to_have_value("停车")
    field(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_enter_without_a_choice_searches(page: Page) -> None:
    page.goto("/dataset/")
    put_in(page, "停车场")
    expect(options(page).first).to_be_visible()
    field(page).press("Enter")
    page.wait_for_url("**/dataset/?q=%E5%81%9C%E8%BD%A6%E5%9C%BA")
    expect(page.get_by_role("listbox")).to_have_count(0)


@pytest.mark.parametrize(
    ("prefix", "typed", "option", "query"),
    [
        ("", "泊位", "停车泊位", "tags=停车泊位"),
        ("", "科学", "省科学技术厅", "organization=kejiting"),
        ("/en", "泊位", "停车泊位", "tags=停车泊位"),
    ],
)
def test_keywords_and_providers_lead_to_their_datasets(
    page: Page, prefix: str, typed: str, option: str, query: str
) -> None:
    page.goto(f"{prefix}/")
    put_in(page, typed)
    options(page).filter(has_text=option).last.click()
    name, value = query.split("=")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {name: [value]})
    assert urlsplit(page.url).path == f"{prefix}/dataset/"
    # Other tests publish for the same provider.
    expect(page.locator(".scigov-card-title").filter(has_text="停车场")).to_have_count(3)


def test_only_the_last_text_is_asked_for(page: Page, asked: list[str]) -> None:
    page.clock.install()
    visit(page, "/")
    stop_the_clock(page)
    for letter in "停车场收费":
        field(page).press_sequentially(letter)
        page.clock.run_for(WAIT - 1)
    assert asked == []
    page.clock.run_for(1)
    expect(options(page)).to_have_count(1)
    assert asked == ["停车场收费"]


def test_an_outdated_answer_is_not_shown(page: Page) -> None:
    first = f"**{API}?text=%E5%81%9C&*"
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(first, hold)
    page.goto("/")
    with page.expect_request(first) as outdated:
        put_in(page, "停")
    # Nobody waits for it any more: whatever the server says, no script hears it.
    with page.expect_event("requestfailed", lambda request: request == outdated.value):
        put_in(page, "车场收费")
    expect(options(page)).to_have_count(1)
    held[0].continue_()
    expect(options(page)).to_have_count(1)


def test_an_input_method_is_left_in_peace(page: Page, asked: list[str]) -> None:
    page.clock.install()
    visit(page, "/")
    stop_the_clock(page)
    field(page).focus()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("t", "ti", "ting", "ting'che"):
        caret = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        keyboard.send("Input.imeSetComposition", {"text": letters, **caret})
        page.clock.run_for(2 * WAIT)
    assert asked == []
    keyboard.send("Input.insertText", {"text": "停车"})
    page.clock.run_for(WAIT)
    expect(options(page)).to_have_count(5)
    assert asked == ["停车"]


def test_without_scripts_the_form_searches(open_browser: Callable[..., Page]) -> None:
    page = open_browser(java_script_enabled=False)
    for address in ("/", "/dataset/"):
        page.goto(address)
        page.locator("input[name=q]:visible").first.fill("停车场")
        page.locator("input[name=q]:visible").first.press("Enter")
        page.wait_for_url("**/dataset/?q=*")
        expect(page.locator(".scigov-card-title")).to_have_count(3)


def test_without_an_answer_the_form_searches(page: Page) -> None:
    page.route(f"**{API}*", lambda route: route.abort())
    page.goto("/")
    with page.expect_event("requestfailed", lambda request: API in request.url):
        put_in(page, "停车场")
    expect(page.get_by_role("listbox")).to_have_count(0)
    field(page).press("Enter")
    page.wait_for_url("**/dataset/?q=*")
    expect(page.locator(".scigov-card-title")).to_have_count(3)


@pytest.mark.parametrize("address", ["/", "/dataset/", "/en/"])
def test_suggestions_fit_a_phone(open_browser: Callable[..., Page], address: str) -> None:
    page = open_browser(**PHONE)
    visit(page, address)
    field(page).tap()
    put_in(page, "停车")
    expect(options(page)).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
    box = page.get_by_role("listbox").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    long_one = options(page).filter(has_text="全省公共停车场").bounding_box()
    assert long_one is not None
    assert 40 <= long_one["height"] <= 75
    options(page).filter(has_text="停车泊位").last.tap()
    page.wait_for_url("**/dataset/?tags=*")
