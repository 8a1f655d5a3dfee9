"""How long a busy machine is waited for, and for what, before a page is used."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

SHOWN_WITHIN = 30_000
"""Until a page shows what is expected of it; milliseconds, as all below."""
DONE_WITHIN = 60_000
"""Until a page is there, a button can be pressed, or a request is answered."""
LOADED_WITHIN = 300_000
"""Until a file has become a table, which another process does when it comes to it."""

READY = """() => {
    const started = () => Object.keys(ckan.module.instances).length > 0;
    const known = (one) => one.dataset.module.split(" ").some((name) => ckan.module.registry[name]);
    return document.readyState === "complete"
        && (![...document.querySelectorAll("[data-module]")].some(known) || started());
}"""


def new_context(chromium: Browser, address: str, **settings: Any) -> BrowserContext:
    """Return a window of its own for one person, who is patient."""
    context = chromium.new_context(base_url=address, locale="zh-CN", **settings)
    context.set_default_timeout(DONE_WITHIN)
    context.set_default_navigation_timeout(DONE_WITHIN)
    return context


def ready(page: Page) -> None:
    """Wait until the page's scripts listen.

    CKAN starts its modules when it has fetched their translations, which may be long after the page is
    complete: what is typed before, no script hears.
    """
    page.wait_for_function(READY)


def visit(page: Page, path: str) -> None:
    """Open a page and wait until its scripts listen."""
    page.goto(path)
    ready(page)
