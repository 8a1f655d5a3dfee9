"""A site from nothing to a backup and back, and what it survives."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import requests

from .conftest import Site, free_port, within


def test_the_first_up_says_where_and_the_password_once(site: Site) -> None:
    assert f"http://127.0.0.1:{site.port}" in site.first_words
    assert site.password() in site.first_words
    assert site.password() not in site.up()


def test_status_has_the_promised_keys(site: Site) -> None:
    status = site.status()
    assert set(status) == {"state", "url", "version", "admin_user", "services"}
    assert status["state"] == "up"
    assert status["url"] == f"http://127.0.0.1:{site.port}"
    assert set(status["services"]) == {
        "postgres", "redis", "web", "worker", "harvester", "scheduler",
    }  # fmt: skip
    for service in status["services"].values():
        assert service["state"] == "running"
        os.kill(service["pid"], 0)


def test_healthz_is_well(site: Site) -> None:
    answer = requests.get(f"{site.status()['url']}/healthz", timeout=60)
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


def test_a_second_up_restarts_nothing(site: Site) -> None:
    before = site.pids()
    assert "already up" in site.up()
    assert site.pids() == before


def test_only_the_owner_can_read(site: Site) -> None:
    for name, mode in (
        ("ckan.ini", 0o600), ("secrets/admin-password", 0o600), ("launcher.json", 0o600),
        ("secrets", 0o700), ("storage", 0o700), ("redis", 0o700), ("log", 0o700),
        ("postgres", 0o700),
    ):  # fmt: skip
        assert stat.S_IMODE((site.home / name).stat().st_mode) == mode, name
    assert not stat.S_IMODE(site.home.stat().st_mode) & 0o066


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "harvester", "scheduler"])
def test_what_is_killed_comes_back_by_itself(site: Site, name: str) -> None:
    before = site.pids()[name]
    site.kill(name)
    assert within(300, lambda: site.pids()[name] not in (before, None)), site.status()
    assert within(300, lambda: site.status()["state"] == "up"), site.status()
    assert site.has_dataset()


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker"])
def test_up_directly_after_a_kill_ends_well(site: Site, name: str) -> None:
    site.kill(name)
    site.up()
    assert site.status()["state"] == "up"
    assert site.has_dataset()


def test_a_killed_supervisor_takes_the_site_along_and_up_brings_it_back(site: Site) -> None:
    before = site.pids()
    site.kill_supervisor()
    site.up()
    after = site.pids()
    assert not set(before.values()) & set(after.values())
    assert not [pid for pid in before.values() if Path(f"/proc/{pid}").exists()]
    assert site.has_dataset()


def test_everything_killed_at_once(site: Site) -> None:
    site.kill_supervisor()
    for pid in site.pids().values():
        if pid:
            os.kill(pid, 9)
    site.up()
    assert site.has_dataset()


def test_a_web_server_killed_keeps_no_port(site: Site) -> None:
    """Its worker processes must go with it; they hold the listening socket too."""
    before = _children(site.pids()["web"])
    assert before
    site.kill("web")
    assert within(60, lambda: not [pid for pid in before if Path(f"/proc/{pid}").exists()])


def test_a_killed_process_of_the_web_server_is_replaced(site: Site) -> None:
    site.up()  # the test before has killed all of them
    web = site.pids()["web"]
    before = set(_children(web))
    os.kill(min(before), 9)
    assert within(300, lambda: len(set(_children(web)) - before) == 1)
    assert within(300, lambda: site.status()["state"] == "up")
    assert site.pids()["web"] == web


def test_an_administrator_s_edit_survives_and_the_port_follows(site: Site) -> None:
    ini = site.home / "ckan.ini"
    ini.write_text(ini.read_text() + "ckan.site_title = 试验门户\n")
    site.port = free_port()
    site.up()
    assert "ckan.site_title = 试验门户" in ini.read_text()
    assert f"ckan.site_url = http://127.0.0.1:{site.port}" in ini.read_text()
    assert site.status()["url"] == f"http://127.0.0.1:{site.port}"
    assert site.has_dataset()


def test_two_sites_side_by_side_keep_both_sessions(site: Site, empty: Site) -> None:
    empty.up()
    browser = requests.Session()
    for one in (site, empty):
        _sign_in(browser, one)
    for one in (site, empty):
        page = browser.get(f"http://127.0.0.1:{one.port}/user/edit", allow_redirects=False)
        assert page.status_code == 200, one.home
    names = {cookie.name for cookie in browser.cookies}
    assert len(names) >= 2, names


def test_backup_reset_restore(site: Site, tmp_path: Path) -> None:
    upload = site.home / "storage" / "resources" / "abc" / "file"
    upload.parent.mkdir(parents=True, exist_ok=True)
    upload.write_text("内容")
    password = site.password()
    site.done("backup", str(tmp_path / "site.tgz"))
    assert stat.S_IMODE((tmp_path / "site.tgz").stat().st_mode) == 0o600
    assert site.status()["state"] == "up"
    site.done("reset", "--yes")
    assert not site.home.exists()
    site.done("restore", str(tmp_path / "site.tgz"))
    assert site.status()["state"] == "down"
    site.up()
    assert site.has_dataset()
    found = site.call("package_search", {"q": "大数据"})
    assert [dataset["name"] for dataset in found["results"]] == ["da-shu-ju"]
    assert upload.read_text() == "内容"
    assert site.password() == password


def test_a_restore_over_a_running_site_needs_yes(site: Site, tmp_path: Path) -> None:
    target = str(tmp_path / "site.tgz")
    site.done("backup", target)
    site.call("package_patch", {"id": "da-shu-ju", "title": "别的"}, site.token)
    refused = site.run("restore", target)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    site.done("restore", target, "--yes")
    assert site.status()["state"] == "up"
    assert site.has_dataset()


def test_logs_and_ckan_pass_through(site: Site) -> None:
    assert "ready to accept connections" in site.done("logs", "postgres", "-n", "200")
    assert site.run("logs", "nothing").returncode == 1
    assert "admin" in site.done("ckan", "sysadmin", "list")
    assert site.run("ckan", "no-such-command").returncode == 2


def test_down_leaves_nothing_running(site: Site, tmp_path: Path) -> None:
    pids = site.pids()
    site.done("down")
    assert site.status()["state"] == "down"
    assert not [pid for pid in pids.values() if Path(f"/proc/{pid}").exists()]
    refused = site.run("ckan", "sysadmin", "list")
    assert refused.returncode == 1
    assert "./scigov up" in refused.stderr
    site.done("backup", str(tmp_path / "stopped.tgz"))
    assert site.status()["state"] == "down"
    site.up()
    assert site.has_dataset()


def _children(pid: int) -> list[int]:
    """Return the processes a process has started, from the kernel."""
    listing = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listing]


def _sign_in(browser: requests.Session, site: Site) -> None:
    page = browser.get(f"http://127.0.0.1:{site.port}/user/login")
    field = page.text.split('name="_csrf_token"', 1)[1]
    token = field.split('"')[1]
    browser.post(
        f"http://127.0.0.1:{site.port}/user/login",
        data={"login": "admin", "password": site.password(), "_csrf_token": token},
        headers={"Referer": f"http://127.0.0.1:{site.port}/user/login"},
    )
