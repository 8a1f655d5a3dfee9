"""An application from its form to a grant that has ended by itself, by five people and more."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from browser.applying import TEXTS
from browser.own_site import own_site
from browser.story import (
    DUE,
    ENDED,
    FILED,
    LETTER,
    TITLES,
    Story,
    done,
    make_dataset,
    make_people,
)
from browser.waiting import ready, visit
from playwright.sync_api import Browser, expect


@pytest.fixture
def story(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Story]:
    with own_site(request.session, "ckanext.scigov.testing = true") as (site, scigov):
        told = Story(site, scigov, chromium)
        told.at(FILED)
        make_people(told.site)
        for provider, title in TITLES.items():
            told.datasets[provider] = make_dataset(told, provider, title)
        yield told


def test_from_the_form_to_a_grant_that_ends_by_itself(story: Story) -> None:
    application = files(story)
    signs(story, application)
    is_returned_and_supplemented(story, application)
    is_advised_and_granted_in_part(story, application)
    is_refused(story, application)
    is_replied_to_on_paper(story, application)
    gives_two_of_three_columns(story, application)
    ends_by_itself(story, application)
    is_appealed(story, application)


def files(story: Story) -> str:
    """Apply from the page of one entry for the tables of two providers; return the id."""
    page, other = story.by("clerk"), story.datasets["tongjiju"]
    page.goto(f"/dataset/{story.datasets['kejiting']['name']}")
    page.locator("a[href*='/applications/new']").first.click()
    page.wait_for_url(re.compile(r"/applications/new\?"))
    visit(page, f"{page.url}&dataset={other['name']}")
    expect(page.locator(".scigov-wanted")).to_have_count(2)
    for name in ("purpose", "scene", "legal_basis", "security_measures"):
        page.locator(f"[name={name}]").fill(TEXTS[name])
    for name in ("contact_name", "contact_phone", "contact_email"):
        page.locator(f"[name={name}]").fill(TEXTS[name])
    page.locator("button[value=submit]").click()
    expect(page.locator(".scigov-problems")).to_be_visible()
    ready(page)
    expect(page.locator("[name=purpose]")).to_have_value(TEXTS["purpose"])
    for one in story.datasets.values():
        page.locator(f"[name='from_on-{one['id']}']").fill("2026-09-24")
        page.locator(f"[name='until_on-{one['id']}']").fill("2026-12-31")
    page.locator("label", has_text="clerk").locator("input[name=handlers]").check()
    page.locator("input[name=letter]").set_input_files(LETTER)
    page.locator("button[value=submit]").click()
    done(page)
    application = page.url.rpartition("/")[2].partition("?")[0]
    expect(page.locator("header .scigov-badge").first).to_have_text("待本单位签批")
    return application


def signs(story: Story, application: str) -> None:
    page = story.by("signer")
    page.goto("/inbox")
    page.locator(f"a[href*='/applications/{application}']").first.click()
    page.wait_for_url(f"**/applications/{application}*")
    story.step("signer", application, "sign").locator(".scigov-step-form .btn-primary").click()
    done(page)
    expect(page.locator("header .scigov-number")).to_have_text("SJSQ-20260924-0001")
    clerk = story.by("clerk")
    clerk.goto(f"/applications/{application}")
    expect(clerk.locator("header time").first).to_have_text(DUE)


def is_returned_and_supplemented(story: Story, application: str) -> None:
    page = story.step("other", application, "return")
    page.locator("[name=reason]").fill("请写明比对的统计年度。")
    page.locator(".scigov-step-form button[type=submit]").click()
    done(page)
    clerk = story.by("clerk")
    visit(clerk, f"/applications/{application}/edit")
    expect(clerk.get_by_text("请写明比对的统计年度。").first).to_be_visible()
    clerk.locator("[name=scene]").fill("比对2023至2025三个统计年度的研发活动，每季度一次。")
    clerk.locator("button[value=submit]").click()
    done(clerk)
    page.goto(f"/applications/{application}")
    changed = page.locator(".scigov-panel-marked")
    expect(changed).to_contain_text("比对2023至2025三个统计年度")
    expect(changed).to_contain_text(TEXTS["scene"])


def is_advised_and_granted_in_part(story: Story, application: str) -> None:
    page = story.step("steward", application, "accept")
    page.locator(".scigov-step-form .btn-primary").click()
    done(page)
    page = story.step("reviewer", application, "review")
    page.locator("[name=advice]").first.check()
    page.locator("[name=reason]").fill("资助金额与申请目的没有直接关联。")
    page.locator(".scigov-step-form .btn-primary").click()
    done(page)
    page = story.step("decider", application, "decide")
    page.locator("label", has_text="资助金额（万元）").locator("input").uncheck()
    page.locator("[name=until_on]").fill("2026-10-23")
    page.locator("[name=watermark]").check()
    page.locator("[name=no_onward_transfer]").check()
    page.locator("[name=reason]").fill("同意提供项目编号与项目名称，使用三十日。")
    page.locator("button[value=approve]").click()
    done(page)
    expect(page.locator(".scigov-part").first).to_contain_text("部分同意")


def is_refused(story: Story, application: str) -> None:
    page = story.step("other", application, "accept")
    page.locator(".scigov-step-form .btn-primary").click()
    done(page)
    page = story.step("other_decider", application, "decide")
    page.locator(".scigov-refusal summary").click()
    page.locator("[name=ground]").select_option("law_forbids")
    page.locator("[name=reason]").fill("统计调查中获得的单个企业资料不得对外提供。")
    page.locator("button[value=refuse]").click()
    done(page)
    expect(page.locator(".scigov-part").first).to_contain_text("不予同意")


def is_replied_to_on_paper(story: Story, application: str) -> None:
    page = story.by("clerk")
    page.goto(f"/applications/{application}")
    with page.expect_download() as downloading:
        page.locator(".scigov-papers a[href*='reply_refused.pdf']").click()
    file = pypdf.PdfReader(io.BytesIO(Path(downloading.value.path()).read_bytes()))
    words = "".join("".join(one.extract_text().split()) for one in file.pages)
    for expected in ("SJSQ-20260924-0001", "2026年9月24日", "不得对外提供", "协商"):
        assert expected in words


def data(story: Story) -> Any:
    """Ask for the file of the granted table as the clerk."""
    one = story.datasets["kejiting"]
    return story.by("clerk").request.get(
        f"/dataset/{one['id']}/resource/{one['resource_id']}/access", max_redirects=0
    )


def gives_two_of_three_columns(story: Story, application: str) -> None:
    page = story.by("clerk")
    assert data(story).status == 403  # The terms are not accepted yet.
    page.goto(f"/applications/{application}")
    page.locator("a[href*='/grants/']").first.click()
    page.locator("[name=confirmed]").check()
    page.locator("form:has([name=confirmed]) button[type=submit]").click()
    expect(page.get_by_text("您已接受使用条款")).to_be_visible()
    answer = data(story)
    text = answer.body().decode("utf-8-sig")
    assert answer.status == 200, text
    assert ("2023-001" in text, "水质在线监测" in text) == (True, True)
    assert ("12.5" in text, "SQ2026-" in text) == (False, True)


def ends_by_itself(story: Story, application: str) -> None:
    story.at(ENDED)
    assert data(story).status == 403
    story.scigov("ckan", "scigov", "jobs", "run", "scigov_application_time", "--now", ENDED)
    page = story.by("clerk")
    page.goto(f"/applications/{application}")
    part = page.locator(".scigov-part", has_text=TITLES["kejiting"])
    expect(part).to_contain_text("已到期")
    expect(part).to_contain_text("须提交使用情况报告")
    page = story.step("clerk", application, "use_report_submit")
    page.locator("[name=is_purpose_kept]").first.check()
    page.locator("[name=results]").fill("编制了年度科技经费绩效评价报告，发现重复立项三项。")
    page.locator(".scigov-step-form .btn-primary").click()
    done(page)


def is_appealed(story: Story, application: str) -> None:
    page = story.step("clerk", application, "appeal")
    page.locator("[name=reason]").fill("所申请的是汇总数据，不涉及单个企业资料。")
    page.locator(".scigov-step-form button[type=submit]").click()
    done(page)
    page = story.step("officer", application, "appeal_decide")
    page.locator("[name=outcome][value=remit]").check()
    page.locator("[name=reason]").fill("汇总数据不在禁止提供之列，请重新审核。")
    page.locator(".scigov-step-form .btn-primary").click()
    done(page)
    part = page.locator(".scigov-part", has_text=TITLES["tongjiju"])
    expect(part).to_contain_text("审核中")
