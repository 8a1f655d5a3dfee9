"""What goes wrong gets one sentence and the exit code 1, and the next run goes on from there."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, Site, within


def sentence(answer: subprocess.CompletedProcess[str]) -> str:
    """Return the one line on standard error of a failed run."""
    assert answer.returncode == 1, answer.stdout + answer.stderr
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_a_used_port_is_refused_before_anything_starts(empty: Site) -> None:
    with socket.create_server(("127.0.0.1", empty.port)):
        said = sentence(empty.run("up", "--no-demo", "--port", str(empty.port)))
    assert f"Port {empty.port} is already in use" in said
    assert not (empty.home / "postgres").exists()
    assert not (empty.home / "log").exists()


def test_a_used_port_does_not_harm_a_running_site(site: Site) -> None:
    before = site.pids()
    with socket.create_server(("127.0.0.1", 0)) as other:
        sentence(site.run("up", "--port", str(other.getsockname()[1])))
    assert site.pids() == before
    assert site.status()["state"] == "up"


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    site = Site(tmp_path / "file" / "home")
    assert "cannot be written" in sentence(site.run("up", "--no-demo", "--port", str(site.port)))


def test_a_home_without_permission(tmp_path: Path) -> None:
    """Root may write nearly everywhere, but makes no folder among the kernel's own either."""
    tmp_path.chmod(0o500)
    site = Site((Path("/sys/kernel") if os.geteuid() == 0 else tmp_path) / "scigov")
    said = sentence(site.run("up", "--no-demo", "--port", str(site.port)))
    assert "cannot be written" in said or "read-only" in said


def test_a_home_path_ckan_cannot_work_with(tmp_path: Path) -> None:
    site = Site(tmp_path / "50%")
    assert "%" in sentence(site.run("up", "--no-demo"))
    assert not site.home.exists()


def test_a_path_with_spaces_and_chinese_is_fine_and_so_is_a_second_start(tmp_path: Path) -> None:
    site = Site(tmp_path / "门户 数据; 1")
    try:
        site.up()
        site.done("down")
        site.up()
        assert site.status()["state"] == "up"
    finally:
        site.run("reset", "--yes")


def test_an_interrupted_first_run_is_finished_by_the_next(empty: Site) -> None:
    """It is killed while it prepares the databases."""
    given = {k: v for k, v in os.environ.items() if not k.startswith(("CKAN_", "SCIGOV_"))}
    command = [
        sys.executable, "-m", "ckanext.scigov.launcher", "up", "--no-demo",
        "--port", str(empty.port),
    ]  # fmt: skip
    env = given | {"SCIGOV_HOME": str(empty.home), "SCIGOV_VENV": sys.prefix}
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as first:
        assert within(60, (empty.home / "secrets" / "admin-password").exists)
        first.kill()
    empty.up()
    assert empty.status()["state"] == "up"
    assert "admin" in empty.done("ckan", "sysadmin", "list")


def test_a_half_made_data_directory_is_made_anew(empty: Site) -> None:
    from ckanext.scigov.launcher import pgfiles
    from ckanext.scigov.launcher.paths import Home

    empty.home.mkdir()
    place = pgfiles.data_place(Home(empty.home, ROOT), pgfiles.server_user())
    partial = place / "postgres.partial"
    (partial / "base").mkdir(parents=True)
    empty.up()
    assert not partial.exists()
    assert empty.status()["state"] == "up"


def test_a_home_of_a_newer_version_is_refused(empty: Site) -> None:
    empty.home.mkdir()
    (empty.home / "launcher.json").write_text(json.dumps({"version": "99.0.0"}))
    assert "99.0.0" in sentence(empty.run("up", "--no-demo", "--port", str(empty.port)))


def test_a_home_with_another_postgresql_is_refused(empty: Site) -> None:
    (empty.home / "postgres").mkdir(parents=True)
    (empty.home / "postgres" / "PG_VERSION").write_text("16\n")
    said = sentence(empty.run("up", "--no-demo", "--port", str(empty.port)))
    assert "PostgreSQL 16" in said
    assert "backup" in said


def test_a_running_site_of_another_checkout_is_refused(site: Site) -> None:
    record = site.home / "launcher.json"
    before = record.read_text()
    record.write_text(json.dumps(json.loads(before) | {"checkout": "/somewhere/else"}))
    try:
        assert "/somewhere/else" in sentence(site.run("up"))
    finally:
        record.write_text(before)
    assert "already up" in site.up()


def test_a_busy_backend_does_not_block_the_restart(site: Site) -> None:
    """After kill -9 of PostgreSQL a computing backend notices nothing and holds the memory."""
    from ckanext.scigov.launcher import pgfiles
    from ckanext.scigov.launcher.paths import Home

    sockets = Home(site.home, ROOT).postgres_sockets
    question = "SELECT count(*) FROM generate_series(1, 1e10)"
    busy = subprocess.Popen(
        [pgfiles.client("psql"), "-h", sockets, "-U", "postgres", "-c", question],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    before = site.pids()["postgres"]
    children = Path(f"/proc/{before}/task/{before}/children")
    assert within(60, lambda: _computes(children))
    site.kill("postgres")
    site.up()
    busy.wait(120)
    assert site.has_dataset()


def _computes(children: Path) -> bool:
    """Whether a backend is at work on a question."""
    names = [Path(f"/proc/{pid}/cmdline").read_text() for pid in children.read_text().split()]
    return any("SELECT" in name for name in names)


@pytest.mark.parametrize("damage", ["cut", "changed", "other"])
def test_a_damaged_backup_changes_nothing(site: Site, tmp_path: Path, damage: str) -> None:
    good, bad = tmp_path / "good.tgz", tmp_path / "bad.tgz"
    site.done("backup", str(good))
    raw = bytearray(good.read_bytes())
    if damage == "cut":
        raw = raw[: len(raw) // 2]
    elif damage == "changed":
        raw[len(raw) // 2] ^= 0xFF
    else:
        raw = bytearray(b"not a backup at all")
    bad.write_bytes(raw)
    before = site.pids()["web"]
    assert "not a whole backup" in sentence(site.run("restore", str(bad), "--yes"))
    assert site.pids()["web"] == before
    assert not list(site.home.glob("restore-*"))


def test_wrong_use_is_exit_code_2(empty: Site) -> None:
    for words in (
        ["fly"], [], ["up", "--port", "many"], ["up", "--port", "70000"], ["reset"], ["restore"],
        ["backup"], ["status", "--yaml"],
    ):  # fmt: skip
        assert empty.run(*words).returncode == 2, words
    assert not empty.home.exists()


def test_no_network_is_one_sentence(tmp_path: Path) -> None:
    """The real pip against an address where nobody listens."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    environment |= {
        "SCIGOV_VENV": str(tmp_path / "venv"),
        "SCIGOV_HOME": str(tmp_path / "home"),
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_CONFIG_FILE": os.devnull,
    }
    command = [shutil.which("python3") or sys.executable, str(ROOT / "scigov"), "up"]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "could not be downloaded" in sentence(answer)
    assert not (tmp_path / "home").exists()
