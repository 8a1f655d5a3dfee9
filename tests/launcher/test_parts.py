"""The parts that decide without doing anything."""

from __future__ import annotations

import errno
import os
import pwd
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ckanext.scigov.launcher import (
    arguments,
    backup,
    errors,
    fingerprint,
    health,
    ini,
    install,
    pgfiles,
    postgres,
)
from ckanext.scigov.launcher.errors import LauncherError
from ckanext.scigov.launcher.externals import DATABASES, Externals
from ckanext.scigov.launcher.identity import Process, processes_in
from ckanext.scigov.launcher.paths import LONGEST_SOCKET_FOLDER, Home
from ckanext.scigov.launcher.state import State
from ckanext.scigov.launcher.supervision import Service

from .conftest import ROOT

LOCK = "# head\n\n# --- runtime ---\na==1\nb==2 ; python_version < '3'\n\n# --- test ---\nc==3\n"


def test_the_lock_file_has_two_parts() -> None:
    assert install.lock_file_part(LOCK, "runtime") == "a==1\nb==2 ; python_version < '3'\n"
    assert install.lock_file_part(LOCK, "test") == "c==3\n"
    real = (ROOT / "config" / "requirements.lock").read_text()
    assert "ckan==2.12.0" in install.lock_file_part(real, "runtime")
    assert "pytest==" in install.lock_file_part(real, "test")


def test_no_stamp_means_everything_is_missing(tmp_path: Path) -> None:
    assert install._missing(tmp_path, {"runtime": "x"}) == {"runtime"}
    (tmp_path / "scigov-installed.json").write_text("{")
    assert install._missing(tmp_path, {"runtime": "x"}) == {"runtime"}
    (tmp_path / "scigov-installed.json").write_text('{"python": "none", "runtime": "x"}')
    assert install._missing(tmp_path, {"runtime": "x", "test": "y"}) == {"test"}


def test_known_reasons_get_a_sentence() -> None:
    assert "disk is full" in str(errors.explain("It", "x\nERROR: No space left on device\n"))
    assert "last words" in str(errors.explain("It", "something else"))
    assert "disk is full" in (errors.sentence_for(OSError(errno.ENOSPC, "", "/x")) or "")
    assert "read-only" in (errors.sentence_for(OSError(errno.EROFS, "", "/x")) or "")
    assert errors.sentence_for(OSError(errno.EBADF, "")) is None


def test_a_value_of_ours_follows_and_an_edited_one_stays() -> None:
    old = "[app:main]\na = 1\n# note\nb = mine\nc=3\n"
    new = ini.renew(
        old, {"a": "1", "b": "2", "c": "3"}, {"a": "10", "b": "20", "c": "30", "d": "40"}
    )
    assert new == "[app:main]\nd = 40\na = 10\n# note\nb = mine\nc = 30\n"


def test_a_line_that_goes_on_is_not_taken_for_an_option() -> None:
    text = "[app:main]\nckan.plugins = a\n    b = c\n"
    assert ini.renew(text, {"b": "c"}, {"b": "new"}).count("    b = c") == 1


def home(path: Path) -> Home:
    return Home(path, ROOT)


def test_two_homes_differ_in_what_browsers_and_servers_share(tmp_path: Path) -> None:
    state = State(host="127.0.0.1", port=5000)
    one, other = (ini.managed_values(home(tmp_path / name), state) for name in "ab")
    for key in ("SESSION_COOKIE_NAME", "REMEMBER_COOKIE_NAME", "sqlalchemy.url", "ckan.redis.url"):
        assert one[key] != other[key]
    assert ini.secret_values() != ini.secret_values()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:5000"),
        ("0.0.0.0", "http://127.0.0.1:5000"),
        ("::1", "http://[::1]:5000"),
        ("data.example", "http://data.example:5000"),
    ],
)
def test_the_address_of_the_site(host: str, url: str) -> None:
    assert ini.site_url(State(host=host, port=5000)) == url


def test_sockets_lie_elsewhere_when_the_path_is_too_long(tmp_path: Path) -> None:
    assert home(tmp_path / ("x" * LONGEST_SOCKET_FOLDER)).sockets.is_relative_to("/tmp")
    assert home(tmp_path / "a b").sockets.is_relative_to("/tmp")
    longest = home(tmp_path / ("x" * 200)).sockets / "supervisor.sock.4194304"
    assert len(os.fsencode(longest)) < 108


def test_databases_are_all_theirs_or_all_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*DATABASES, "CKAN_REDIS_URL", "CKAN_SOLR_URL"):
        monkeypatch.delenv(name, raising=False)
    assert Externals.of_environment().our_services()[:2] == ["postgres", "redis"]
    monkeypatch.setenv("CKAN_SQLALCHEMY_URL", "postgresql://x/y")
    with pytest.raises(LauncherError, match="CKAN_DATASTORE_WRITE_URL"):
        Externals.of_environment()
    for name in DATABASES:
        monkeypatch.setenv(name, "postgresql://x/y")
    assert Externals.of_environment().our_services() == [
        "redis",
        "web",
        "worker",
        "harvester",
        "scheduler",
    ]
    monkeypatch.setenv("CKAN_REDIS_URL", "redis://x")
    assert Externals.of_environment().our_services() == ["web", "worker", "harvester", "scheduler"]


def test_the_fingerprint_follows_code_and_services(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    source = tmp_path / "config" / "x.py"
    source.write_text("1")
    before = fingerprint.fingerprint(tmp_path, Externals())
    assert fingerprint.fingerprint(tmp_path, Externals()) == before
    assert fingerprint.fingerprint(tmp_path, Externals(database="x")) != before
    source.write_text("22")
    assert fingerprint.fingerprint(tmp_path, Externals()) != before


def test_a_pid_given_to_another_process_is_not_ours() -> None:
    me = Process.of(os.getpid())
    assert me
    assert me.alive
    earlier = Process(me.pid, "1", me.boot)
    assert not earlier.alive
    earlier.end(signal.SIGKILL, within=0)  # must not end this test
    assert not Process(me.pid, me.started, "another boot").alive


def test_processes_are_found_by_their_folder(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "300"], cwd=tmp_path) as child:
        try:
            assert [p.pid for p in processes_in(tmp_path, "sleep")] == [child.pid]
            assert processes_in(tmp_path, "postgres") == []
        finally:
            child.kill()


def test_a_pid_file_of_an_unreaped_server_is_forgotten(tmp_path: Path) -> None:
    """A killed server stays in the process table until its parent asks; it is no server."""
    pid_file = tmp_path / "postmaster.pid"
    with subprocess.Popen(["sleep", "300"]) as dead:
        dead.kill()
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
        os.kill(dead.pid, 0)  # the number is still taken
        pid_file.write_text(f"{dead.pid}\n{tmp_path}\n")
        postgres.end_leftovers(tmp_path)
    assert not pid_file.exists()


def test_a_server_never_reads_half_of_its_access_files(tmp_path: Path) -> None:
    """``up`` writes them also while a killed server is being started again."""
    person = pwd.getpwuid(os.geteuid())
    user = pgfiles.ServerUser(person.pw_name, person.pw_uid, person.pw_gid)
    postgres.write_access_files(tmp_path, user)
    whole = {path: path.read_text() for path in tmp_path.iterdir()}
    assert {path.name for path in whole} == {"pg_hba.conf", "pg_ident.conf"}
    until = time.monotonic() + 1
    writer = threading.Thread(
        target=_while_it_is, args=(until, postgres.write_access_files, tmp_path, user)
    )
    writer.start()
    while time.monotonic() < until:
        assert {path: path.read_text() for path in whole} == whole
    writer.join()


def _while_it_is(until: float, work: Callable[..., None], *given: object) -> None:
    while time.monotonic() < until:
        work(*given)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<h1>Internal Server Error</h1>", "(HTTP 500). "),
        (b'{"status": "unwell", "redis": "failed", "search": "ok"}', "(HTTP 500: redis failed). "),
    ],
)
def test_what_is_wrong_is_said_of_a_site_that_answers(
    body: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unwell(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(500)
            self.end_headers()
            self.wfile.write(body)

    monkeypatch.setattr(health, "WELL_WITHIN", 0.1)
    with HTTPServer(("127.0.0.1", 0), Unwell) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(LauncherError, match=re.escape(words)):
            health.wait_until_well(State(host="127.0.0.1", port=server.server_port), lambda: None)
        server.shutdown()


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    child = (
        "import os, signal, time; from pathlib import Path\n"
        "from ckanext.scigov.launcher.identity import die_with_parent\n"
        "die_with_parent(signal.SIGKILL, os.getppid())\n"
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))\n"
        "time.sleep(300)\n"
    )
    parent = (
        "import subprocess, sys, time, os, signal\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"while not os.path.exists({str(tmp_path / 'pid')!r}): time.sleep(0.05)\n"
        "time.sleep(0.2); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", parent], check=False)
    pid = int((tmp_path / "pid").read_text())
    process = Process.of(pid)
    assert process is None or process.wait(60)


def test_a_file_replaced_after_it_was_linked_stays_as_it_was(tmp_path: Path) -> None:
    source, target = tmp_path / "s", tmp_path / "t"
    (source / "webassets").mkdir(parents=True)
    (source / "webassets" / "x.css").write_text("")
    (source / "a").write_text("old")
    backup.link_files(source, target)
    (source / "new").write_text("new")
    (source / "new").replace(source / "a")
    (source / "b").write_text("b")
    backup.link_files(source, target)
    found = {path.name: path.read_text() for path in target.iterdir()}
    assert found == {"a": "old", "b": "b"}


@pytest.mark.parametrize(
    "words", [["up", "--port", "0"], ["up", "--por", "1"], ["logs", "-n", "x"]]
)
def test_wrong_words(words: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        arguments.parse(words)
    assert end.value.code == 2


def test_what_stands_behind_ckan_and_test_is_not_ours() -> None:
    assert arguments.parse(["ckan", "--help", "-c"]).rest == ["--help", "-c"]
    assert arguments.parse(["test", "--json"]).rest == ["--json"]


def test_a_service_that_was_killed_does_not_run_before_the_supervisor_knows() -> None:
    killed = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert Service.seen("RUNNING", killed.pid) == Service("running", killed.pid)
    killed.kill()
    os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)  # it stays a zombie
    assert Service.seen("RUNNING", killed.pid) == Service("exited", killed.pid)
    killed.communicate()
    assert Service.seen("RUNNING", killed.pid) == Service("exited", killed.pid)
    assert Service.seen("STOPPED", 0) == Service("stopped", None)
