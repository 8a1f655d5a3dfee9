"""The table of real projects on a site that sends mail, and everybody whom a doubt about it concerns."""

from __future__ import annotations

import lzma
import re
import time
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from browser import every_page
from browser.conftest import Site
from browser.publishing import sign_in
from browser.waiting import new_context, ready, visit
from mail_server import MailServer
from playwright.sync_api import Browser, Page

PROJECTS: Final = (
    Path(__file__).parents[1] / "corpus/projects/social-science-fund-projects-2017.csv.xz"
)
TITLE: Final = "国家社会科学基金项目立项与结项情况（截至2017年9月）"
NOTES: Final = "国家社会科学基金各类项目的立项、承担单位与结项情况。"
HEADING: Final = "项目类别"
STRAY: Final = 58_944
"""The row that is a heading: line 58,945 of the file."""
OWNER, READER, CITIZEN = "owner_editor", "reader", "citizen"
MAILBOX: Final = "zhang.reader@example.org"
EXPLANATION: Final = "该行各单元格均为栏目名称，应是汇编时误留的表头，不是立项项目，请核实后删除。"
LETTER_WITHIN: Final = 300
_NUMERALS: Final = "零一二三四五六七八九"


@dataclass
class Doubt:
    """A site with one table, its mail server, and a browser for each person."""

    site: Site
    chromium: Browser
    post: MailServer
    dataset: dict[str, Any] = field(default_factory=dict[str, Any])
    resource: str = ""
    pages: dict[str, Page] = field(default_factory=dict[str, Page])

    @property
    def table(self) -> str:
        return f"/dataset/{self.dataset['name']}/resource/{self.resource}"

    def by(self, name: str) -> Page:
        """Return the browser of a person, signed in; of somebody without a name, on a phone."""
        if name not in self.pages:
            device = {} if name else {"viewport": every_page.PHONE, "has_touch": True}
            self.pages[name] = new_context(self.chromium, self.site.address, **device).new_page()
            if name:
                sign_in(self.pages[name], name, self.site.accounts[name])
        return self.pages[name]

    def step(self, name: str, dispute: str, step: str) -> Page:
        """Open the form of a step as somebody does who reads the dispute."""
        page = self.by(name)
        page.goto(f"/disputes/{dispute}")
        page.locator(f".scigov-actions a[href$='/{step}']").click()
        page.wait_for_url(f"**/{step}")
        ready(page)
        return page

    def letter(self, about: str) -> str:
        """Wait for the newest letter to the visitor whose words hold ``about``; return its link."""
        until = time.monotonic() + LETTER_WITHIN
        while True:
            found = [text for text in self.letters() if about in text]
            if found:
                return re.findall(r"https?://\S+", found[-1])[0].removeprefix(self.site.address)
            assert time.monotonic() < until, (about, self.letters())
            time.sleep(0.3)

    def letters(self) -> list[str]:
        """Return subject and text of every letter to the visitor, in their order."""
        return [_words(letter) for to, letter in self.post.letters if to == MAILBOX]

    def until_version(self, number: int) -> None:
        """Wait until this version of the table is the one that is shown."""
        until = time.monotonic() + 300
        while True:
            found = self.site.call("scigov_tables_version_list", resource_id=self.resource)
            if [one["number"] for one in found["versions"] if one["is_shown"]] == [number]:
                return
            assert time.monotonic() < until, found
            time.sleep(0.5)


def make(doubt: Doubt) -> None:
    """Publish the table; make its owner, a reader and a citizen."""
    site = doubt.site
    site.call("organization_create", name="kejiting", title="省科学技术厅")
    site.add_editor(OWNER, "kejiting")
    site.add_approver("approver")
    for name in (READER, CITIZEN):
        site.add_user(name)
    entry = {**every_page.ENTRY, "title": TITLE, "notes": NOTES, "owner_org": "kejiting"}
    doubt.dataset = site.publish(**entry)
    content = lzma.decompress(PROJECTS.read_bytes())
    made = site.call(
        "resource_create", {"upload": ("社科基金项目.csv", content, "text/csv")},
        package_id=doubt.dataset["id"], name="立项项目清单", format="CSV",
    )  # fmt: skip
    doubt.resource = made["id"]
    site.until_loaded(made["id"])


def find(page: Page, doubt: Doubt, words: str) -> None:
    """Look for a row in the preview by its search."""
    visit(page, doubt.table)
    page.locator("#table input[name=q]").fill(words)
    page.locator("#table .scigov-rows-search button").click()
    page.wait_for_url("**q=*")
    ready(page)


def answered(question: str) -> str:
    """Return the answer to the question of a form, as a person reads it."""
    numbers = [_number(one) for one in re.findall(r"[零一二三四五六七八九十]+(?!个)", question)]
    if "加" in question:
        return str(sum(numbers))
    if "减" in question:
        return str(numbers[0] - numbers[1])
    if "后面" in question:
        return str(numbers[0] + 1)
    return str(max(numbers) if "最大" in question else min(numbers))


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _NUMERALS.index(ones)
    return 10 * (_NUMERALS.index(tens) if tens else 1) + (_NUMERALS.index(ones) if ones else 0)


def _words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return f"{letter['Subject']}\n{body.get_content()}"
