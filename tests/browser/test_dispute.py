"""A visitor's doubt about one line of 62,504, from the flag at its cell to the version without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import every_page
from browser.doubt import (
    CITIZEN,
    EXPLANATION,
    HEADING,
    MAILBOX,
    OWNER,
    READER,
    STRAY,
    TITLE,
    Doubt,
    answered,
    find,
    make,
)
from browser.own_site import own_site
from browser.story import done
from browser.waiting import new_context, ready, visit
from mail_server import MailServer
from playwright.sync_api import Browser, Page, expect

NOTE = "疑义标注"
ANSWER = "经核实，该行系汇编时误留的表头，已予删除。"
ATTEMPTS = 4


@pytest.fixture
def doubt(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Doubt]:
    post = MailServer()
    post.start()
    settings = (
        f"smtp.server = {post.address}", "smtp.mail_from = noreply@example.org",
        f"ckanext.scigov.dispute.most_of_network = {ATTEMPTS}",
    )  # fmt: skip
    try:
        with own_site(request.session, *settings) as (site, _scigov):
            told = Doubt(site, chromium, post)
            make(told)
            yield told
    finally:
        post.stop()


def test_a_stray_line_is_marked_confirmed_noted_deleted_and_told(doubt: Doubt) -> None:
    downloads(doubt)
    dispute = is_marked_by_a_visitor(doubt)
    is_confirmed_by_the_link_of_the_mail(doubt)
    is_released_and_accepted(doubt, dispute)
    is_noted_everywhere(doubt, dispute)
    is_corrected_right_there(doubt, dispute)
    is_gone_and_lifted(doubt, dispute)
    are_told(doubt, dispute)
    stays_with_the_right_one_of_two(doubt)
    says_when_to_try_again(doubt)


def downloads(doubt: Doubt) -> None:
    """Let somebody who is signed in download the table, so that the audit log knows it."""
    page = doubt.by(READER)
    visit(page, doubt.table)
    with page.expect_download() as downloading:
        page.locator(f"a.btn-primary[href*='{doubt.resource}/download/']").first.click()
    assert HEADING in downloading.value.path().read_text(encoding="utf-8-sig")


def is_marked_by_a_visitor(doubt: Doubt) -> str:
    """Press the flag of the stray line, choose the item, and send what is wrong with it; return the dispute's id."""
    page = doubt.by("")
    find(page, doubt, "获奖概况")
    expect(page.locator("#table tbody tr")).to_have_count(1)
    holds(page)
    # A phone has no pointer that could show the flag of a cell: the form lets choose the item.
    page.locator("#table tbody .scigov-flag-row .scigov-flag").click()
    page.wait_for_url("**/disputes/new?**")
    ready(page)
    page.locator("[name=item]").select_option(label=HEADING)
    page.locator("button[value=refresh]:not([tabindex])").click()
    ready(page)
    place = page.locator(".scigov-place")
    expect(place).to_contain_text(TITLE)
    expect(place).to_contain_text("58,944")
    expect(place.locator(".scigov-place-value")).to_have_text(HEADING)
    holds(page)
    fills_in(page)
    sends(page)
    page.wait_for_url("**/disputes/sent")
    expect(page.get_by_role("heading", name="请查收邮件")).to_be_visible()
    holds(page)
    return doubt.letter("确认").split("/disputes/")[1].partition("/")[0]


def fills_in(page: Page) -> None:
    page.locator("[name=kind][value=other]").check()
    page.locator("[name=explanation]").fill(EXPLANATION)
    page.locator("[name=proposal_change][value=remove]").check()
    page.locator("[name=email]").fill(MAILBOX)


def sends(page: Page) -> None:
    """Answer the question, not sooner than a person does."""
    question = page.locator("label[for=challenge-answer]").inner_text()
    page.wait_for_timeout(3_500)
    page.locator("[name=challenge_answer]").fill(answered(question))
    page.locator("button[value=send]").click()


def is_confirmed_by_the_link_of_the_mail(doubt: Doubt) -> None:
    page = doubt.by("")
    visit(page, doubt.letter("确认"))
    expect(page.get_by_role("main")).to_contain_text(EXPLANATION)
    holds(page)
    page.get_by_role("button", name="确认提交").click()
    done(page)
    expect(page.locator("header .scigov-badge").first).to_have_text("已转办")
    expect(page.locator("header .scigov-number")).to_be_visible()
    holds(page)


def is_released_and_accepted(doubt: Doubt, dispute: str) -> None:
    stranger = new_context(doubt.chromium, doubt.site.address).new_page()
    reply = stranger.goto(f"/disputes/{dispute}")
    assert reply is not None
    assert reply.status == 404  # Nobody has looked at it yet.
    page = doubt.by(OWNER)
    visit(page, "/disputes/desk")
    expect(page.locator(".scigov-rows tbody tr")).to_have_count(1)
    page.locator(f".scigov-rows a[href*='{dispute}']").first.click()
    page = doubt.step(OWNER, dispute, "moderate")
    expect(page.locator("[name=publish][value=yes]")).to_be_checked()
    page.locator(".scigov-step-form button[type=submit]").click()
    done(page)
    page = doubt.step(OWNER, dispute, "accept")
    page.locator(".scigov-step-form button[type=submit]").click()
    done(page)
    visit(stranger, f"/disputes/{dispute}")
    expect(stranger.locator("header .scigov-badge").first).to_have_text("已受理")
    assert MAILBOX not in stranger.content()


def is_noted_everywhere(doubt: Doubt, dispute: str) -> None:
    page = doubt.by("")
    visit(page, f"/dataset/{doubt.dataset['name']}")
    expect(page.locator(".scigov-doubt")).to_contain_text(HEADING)
    holds(page)
    visit(page, "/dataset?q=国家社会科学基金")
    expect(page.get_by_role("main")).to_contain_text(NOTE)
    find(page, doubt, "获奖概况")
    expect(page.locator("#table tbody .scigov-mark")).to_have_count(1)
    holds(page)
    api, feed = entry_and_feed(doubt)
    number = doubt.site.call("scigov_dispute_show", id=dispute)["number"]
    (note,) = api["dispute_annotations"]
    assert [note[name] for name in ("kind", "item", "disputes")] == ["item", HEADING, [number]]
    assert "in-doubt" in feed
    masked(str(api) + feed + page.content())


def entry_and_feed(doubt: Doubt) -> tuple[Any, str]:
    """Return what everybody gets of the entry by the API, and by the feed."""
    asked = doubt.by("").request
    api = asked.get(f"/api/3/action/package_show?id={doubt.dataset['id']}").json()["result"]
    return api, asked.get("/feeds/dataset.atom").text()


def is_corrected_right_there(doubt: Doubt, dispute: str) -> None:
    page = doubt.step(OWNER, dispute, "correct")
    page.locator("[name=reason]").fill(ANSWER)
    page.locator("button[value=delete]").click()
    expect(page.locator("del", has_text="获奖概况")).to_be_visible()
    page.locator("button[value=save-delete]").click()
    done(page)
    doubt.until_version(2)
    visit(page, f"{doubt.table}/versions/2")
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    expect(page.get_by_role("main").locator("table tbody")).to_contain_text("获奖概况")
    (row,) = version(doubt, 2)["changes"]["rows"]
    assert (row["row"], row["before"][HEADING], row["after"]) == (STRAY, HEADING, None)
    old = page.request.get(f"{doubt.table}/versions/1/file")
    assert (old.status, old.text().count("获奖概况")) == (200, 1)


def version(doubt: Doubt, number: int) -> Any:
    return doubt.site.call("scigov_tables_version_show", resource_id=doubt.resource, number=number)


def is_gone_and_lifted(doubt: Doubt, dispute: str) -> None:
    page = doubt.by("")
    find(page, doubt, "获奖概况")
    expect(page.locator("#table tbody tr")).to_have_count(0)
    expect(page.locator(".scigov-doubt")).to_have_count(0)
    visit(page, f"/dataset/{doubt.dataset['name']}")
    expect(page.locator(".scigov-doubt")).to_have_count(0)
    visit(page, "/dataset?q=国家社会科学基金")
    expect(page.get_by_role("main")).not_to_contain_text(NOTE)
    api, feed = entry_and_feed(doubt)
    assert ("dispute_annotations" in api, "in-doubt" in feed) == (False, False)


def are_told(doubt: Doubt, dispute: str) -> None:
    """See that the visitor has a letter with the answer, and the reader a notice."""
    page = doubt.by("")
    visit(page, doubt.letter("更正"))
    expect(page.locator("header .scigov-badge").first).to_have_text("已更正")
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    holds(page)
    page = doubt.by(READER)
    visit(page, "/notices")
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text("更正")


def stays_with_the_right_one_of_two(doubt: Doubt) -> None:
    """Report one of two projects with the same number; the other is deleted, and this one is meant still."""
    page = doubt.by(CITIZEN)
    find(page, doubt, "15WSH004")
    expect(page.locator("#table tbody tr")).to_have_count(2)
    meant = page.locator("#table tbody tr", has_text="丝绸之路戏剧文化研究")
    cell = meant.locator("td", has_text="丝绸之路戏剧文化研究")
    cell.hover()
    cell.locator(".scigov-flag").click()
    page.wait_for_url("**/disputes/new?**")
    ready(page)
    page.locator("[name=kind][value=duplicate]").check()
    page.locator("[name=explanation]").fill("该批准号与另一项目相同，请核对立项通知书。")
    page.locator("button[value=send]").click()
    done(page)
    path = page.url.removeprefix(doubt.site.address)
    expect(page.locator(".scigov-seen")).to_contain_text("丝绸之路戏剧文化研究")
    deletes_the_other(doubt)
    visit(page, path)
    expect(page.locator(".scigov-seen")).to_contain_text("丝绸之路戏剧文化研究")
    expect(page.locator(".scigov-seen")).not_to_contain_text("多元城镇化与中国发展")
    expect(page.locator("[role=main] .scigov-note-warn")).to_have_count(0)


def deletes_the_other(doubt: Doubt) -> None:
    owner = doubt.by(OWNER)
    find(owner, doubt, "多元城镇化与中国发展")
    owner.locator("#table tbody a[href*='/edit']").first.click()
    owner.wait_for_url("**/edit")
    ready(owner)
    owner.locator("[name=note]").fill("批准号登记有误，另行补录。")
    owner.locator("button[value=delete]").click()
    owner.locator("button[value=save-delete]").click()
    done(owner)
    doubt.until_version(3)


def says_when_to_try_again(doubt: Doubt) -> None:
    """Send what lacks something until the limit is reached: what was typed stays, and the hour is named."""
    page = doubt.by("")
    visit(page, f"/disputes/new?resource={doubt.resource}&row=1")
    for _ in range(ATTEMPTS):
        page.locator("[name=explanation]").fill("不详")
        with page.expect_response(lambda one: one.request.method == "POST") as answer:
            page.locator("button[value=send]").click()
        ready(page)
    assert answer.value.status == 429
    expect(page.locator(".scigov-problems, .alert").first).to_contain_text("请在")
    expect(page.locator("[name=explanation]")).to_have_value("不详")
    holds(page)


def holds(page: Page) -> None:
    """See that the page has no barrier and is not wider than the phone."""
    assert (page.url, every_page.barriers(page)) == (page.url, [])
    assert (page.url, every_page.overflow(page)) == (page.url, 0)


def masked(text: str) -> None:
    """See that neither the reporter nor his words are there."""
    assert (MAILBOX in text, EXPLANATION in text) == (False, False)
