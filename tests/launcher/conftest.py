"""Real sites in temporary homes: the launcher is run as a person runs it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
DATASET = {
    "name": "da-shu-ju",
    "title": "大数据专题项目清单",
    "notes": "试验用的数据集。",
    "owner_org": "shi-yan",
    "data_kind": "management",
    "data_form": "database",
    "source_system": "试验系统",
    "update_cycle": "annual",
    "security_level": "1",
    "share_type": "unconditional",
    "open_type": "unconditional",
    "license_id": "cc-by",
    "tag_string": "计划",
    "contact": [{"name": "办公室", "email": "office@example.org"}],
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """One home and the launcher working on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run ./scigov with the packages this test runs with, so that nothing is installed."""
        given = {k: v for k, v in os.environ.items() if not k.startswith(("CKAN_", "SCIGOV_"))}
        return subprocess.run(
            [sys.executable, "-m", "ckanext.scigov.launcher", *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
            env=given | {"SCIGOV_HOME": str(self.home), "SCIGOV_VENV": sys.prefix} | more,
        )

    def done(self, *words: str) -> str:
        """Run a command that must succeed and return what it says."""
        answer = self.run(*words)
        assert answer.returncode == 0, f"{words}: {answer.stdout}{answer.stderr}"
        return answer.stdout

    def up(self) -> str:
        return self.done("up", "--no-demo", "--port", str(self.port))

    def status(self) -> dict[str, Any]:
        return json.loads(self.done("status", "--json"))

    def pids(self) -> dict[str, int]:
        return {name: service["pid"] for name, service in self.status()["services"].items()}

    def password(self) -> str:
        return (self.home / "secrets" / "admin-password").read_text().strip()

    def call(self, action: str, data: dict[str, Any] | None = None, token: str = "") -> Any:
        answer = requests.post(
            f"http://127.0.0.1:{self.port}/api/action/{action}",
            json=data or {},
            headers={"Authorization": token},
            timeout=180,
        )
        assert answer.status_code == 200, answer.text + self.said()
        return answer.json()["result"]

    def said(self) -> str:
        """Return the end of the web server's log, which is gone with the site."""
        log = (self.home / "log" / "web.log").read_text(encoding="utf-8", errors="replace")
        return f"\n{log[-8000:]}"

    def kill(self, name: str) -> None:
        """Kill a service as the kernel would when memory runs out."""
        os.kill(self.pids()[name], signal.SIGKILL)

    def kill_supervisor(self) -> None:
        record = json.loads((self.home / "run" / "supervisor.json").read_text())
        os.kill(record["pid"], signal.SIGKILL)

    def has_dataset(self) -> bool:
        return self.call("package_show", {"id": DATASET["name"]})["title"] == DATASET["title"]


def within(seconds: float, question: Callable[[], bool]) -> bool:
    """Ask until the answer is yes or the time is over."""
    until = time.monotonic() + seconds
    while not question():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with one organisation and one dataset."""
    site = Site(tmp_path_factory.mktemp("site") / "home")
    try:
        site.first_words = site.up()
        token = site.done("ckan", "user", "token", "add", "admin", "test", "-q").split()[-1]
        site.call("organization_create", {"name": DATASET["owner_org"], "title": "试验单位"}, token)
        site.call("package_create", DATASET, token)
        _approve(site, token)
        site.token = token
        yield site
    finally:
        site.run("reset", "--yes")


def _approve(site: Site, token: str) -> None:
    """Have somebody else than its maker open the dataset to the public."""
    account = {"name": "approver", "email": "approver@example.org", "password": uuid.uuid4().hex}
    site.call("user_create", account, token)
    role = {"user": "approver", "role": "approver", "scope": "platform", "reason": "负责核定定级"}
    site.call("scigov_access_role_grant", role, token)
    made = site.call("api_token_create", {"user": "approver", "name": "test"}, token)
    site.call("scigov_access_grade_approve", {"dataset_id": DATASET["name"]}, made["token"])


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    """A home that does not exist yet."""
    site = Site(tmp_path / "home")
    yield site
    site.run("reset", "--yes")
