"""A whole site, started as a person would start it, and Chromium before it.

What a failed test saw lies in ``test-results/``: a picture of the page and a trace for
``playwright show-trace``, and what the site's programs wrote.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from browser import waiting
from browser.publishing import sign_in
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "test-results"
UP_WITHIN = 600
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass
class Site:
    """The running site and what an administrator does to it by the API."""

    address: str
    token: str
    accounts: dict[str, str] = field(default_factory=dict)
    approver: str = ""

    def call(self, action: str, files: dict[str, Any] | None = None, **data: Any) -> Any:
        """Call an action as the administrator; fail with its own words."""
        return self.call_as(self.token, action, files, **data)

    def call_as(
        self, token: str, action: str, files: dict[str, Any] | None = None, **data: Any
    ) -> Any:
        reply = requests.post(
            f"{self.address}/api/3/action/{action}",
            headers={"Authorization": token},
            timeout=180,
            **({"data": data, "files": files} if files else {"json": data}),
        )
        answer = reply.json()
        assert answer["success"], answer["error"]
        return answer["result"]

    def publish(self, **entry: Any) -> Any:
        """Create an entry and have somebody else approve its grade."""
        dataset = self.call("package_create", **entry)
        self.call_as(self.approver, "scigov_access_grade_approve", dataset_id=dataset["id"])
        return dataset

    def until_loaded(self, resource_id: str, is_told: Callable[[Any], bool] = bool) -> None:
        """Wait until a file is a table, and until what is told of its load is what is awaited."""
        until = time.monotonic() + waiting.LOADED_WITHIN / 1000
        while True:
            load = self.call("scigov_tables_load_show", resource_id=resource_id)
            if load["state"] == "loaded" and is_told(load):
                return
            assert load["state"] != "failed", load
            assert time.monotonic() < until, f"The table is still '{load['state']}'."
            time.sleep(0.3)

    def add_approver(self, name: str) -> None:
        """Make somebody who approves grades of every provider."""
        self.add_user(name)
        role = {"role": "approver", "scope": "platform", "reason": "负责核定定级"}
        self.call("scigov_access_role_grant", user=name, **role)
        self.approver = self.call("api_token_create", user=name, name="tests")["token"]

    def add_user(self, name: str) -> None:
        """Make a user with a password of its own."""
        self.accounts[name] = secrets.token_urlsafe(12)
        account = {"email": f"{name}@example.org", "password": self.accounts[name]}
        self.call("user_create", name=name, **account)

    def add_editor(self, name: str, provider: str) -> None:
        """Make a user who may publish for the provider."""
        self.add_user(name)
        self.call("organization_member_create", id=provider, username=name, role="editor")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# Visitors are shown the form by which they report, as on a portal that sends mail. Nobody gets any.
MAIL = {"CKAN_SMTP_SERVER": "127.0.0.1:9", "CKAN_SMTP_MAIL_FROM": "portal@example.org"}


def _launcher(home: Path, mail: Mapping[str, str] = MAIL) -> Callable[..., str]:
    """Return what runs ``./scigov`` on this home, inside the environment the tests run in."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CKAN")}
    environment = {**kept, **mail, "SCIGOV_HOME": str(home), "SCIGOV_VENV": sys.prefix}

    def run(*words: str) -> str:
        line = [sys.executable, "-m", "ckanext.scigov.launcher", *words]
        answer = subprocess.run(
            line, env=environment, capture_output=True, text=True, check=False, timeout=UP_WITHIN
        )
        if answer.returncode:
            logs = [
                f"{f.name}:\n{f.read_text(errors='replace')[-2000:]}" for f in home.glob("log/*")
            ]
            pytest.fail(
                "\n".join([f"scigov {' '.join(words)}", answer.stdout, answer.stderr, *logs])
            )
        return answer.stdout

    return run


def keep_logs(home: Path, session: pytest.Session) -> None:
    """Leave what the site's programs wrote, if a test has failed, before the site goes."""
    if session.testsfailed and (home / "log").is_dir():
        shutil.copytree(home / "log", RESULTS / f"{home.name}-log", dirs_exist_ok=True)


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """An empty site with one provider and its editor."""
    home = Path(tempfile.mkdtemp(prefix="scigov-browser-"))
    home.chmod(0o711)  # PostgreSQL's own user must come through where root runs the tests
    scigov, port = _launcher(home), _free_port()
    try:
        scigov("up", "--port", str(port), "--no-demo")
        answer = scigov("ckan", "user", "token", "add", "admin", "tests", "-q")
        site = Site(f"http://127.0.0.1:{port}", answer.split()[-1])
        site.call("organization_create", name="kejiting", title="省科学技术厅")
        site.add_editor("owner_editor", "kejiting")
        site.add_approver("approver")
        yield site
    finally:
        keep_logs(home, request.session)
        scigov("reset", "--yes")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = os.environ.get("SCIGOV_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip(
            "Chromium is not installed: apt-get install chromium fonts-noto-cjk libatomic1."
        )
    expect.set_options(timeout=waiting.SHOWN_WITHIN)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let the fixtures know whether their test failed."""
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


def _failed(request: pytest.FixtureRequest) -> bool:
    report = getattr(request.node, "report_call", None)
    return report is None or report.failed


OpenBrowser = Callable[..., Page]


@pytest.fixture
def open_browser(
    chromium: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[OpenBrowser]:
    """Open a browser of its own: ``open_browser(locale="zh-CN", viewport={...})`` gives a page."""
    contexts: list[BrowserContext] = []

    def open_page(**settings: Any) -> Page:
        context = waiting.new_context(chromium, site.address, **settings)
        context.tracing.start(screenshots=True, snapshots=True)
        contexts.append(context)
        return context.new_page()

    yield open_page
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    for number, context in enumerate(contexts):
        if _failed(request):
            RESULTS.mkdir(exist_ok=True)
            for page in context.pages:
                page.screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)
            context.tracing.stop(path=RESULTS / f"{name}-{number}-trace.zip")
        context.close()


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    return open_browser()


@pytest.fixture
def editors_page(page: Page, site: Site) -> Page:
    """A browser in which the provider's editor has signed in."""
    sign_in(page, "owner_editor", site.accounts["owner_editor"])
    return page
