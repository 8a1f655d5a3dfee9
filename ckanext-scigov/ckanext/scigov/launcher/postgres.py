"""The embedded PostgreSQL: its data directory, who may enter, its databases.

It listens on a socket in a private folder only. Who may open that folder is the site's own system
user, and PostgreSQL asks the kernel who that is (peer): there are no database passwords.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import pgfiles
from .errors import LauncherError, explain
from .identity import Process, die_with_parent, processes_in
from .paths import Home
from .pgfiles import ServerUser
from .state import write_private

SUPERUSER, OWNER, READER = "postgres", "ckan", "datastore_ro"
DATABASES = ("ckan", "datastore")
READY_WITHIN = 60.0
ACCESS = "# Written by ./scigov up.\nlocal all all peer map=scigov\n"
# psql runs what the questions return; the names are the constants above.
ROLES_AND_DATABASES = """
SELECT format('CREATE ROLE %I LOGIN', name) FROM (VALUES ('ckan'), ('datastore_ro')) AS wanted(name)
 WHERE to_regrole(name) IS NULL \\gexec
SELECT format('CREATE DATABASE %I OWNER ckan', name)
  FROM (VALUES ('ckan'), ('datastore')) AS wanted(name)
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \\gexec
"""


def data_directory(home: Home) -> Path:
    """Return the real folder behind ``postgres`` in the home: the one the server works in."""
    return Path(os.path.realpath(home.postgres))


def ensure_cluster(home: Home, user: ServerUser) -> None:
    """Make the data directory, or see that the one there is ours to start."""
    if home.postgres.is_symlink() and not home.postgres.exists():
        raise LauncherError(
            f"{home.postgres} points to {home.postgres.readlink()}, which is gone. Bring it back "
            "or restore a backup: ./scigov restore FILE --yes"
        )
    if not home.postgres.exists():
        make_cluster(home, user, home.postgres)
    check_version(data_directory(home))
    if data_directory(home).stat().st_uid != user.uid:
        raise LauncherError(
            f"{data_directory(home)} does not belong to {user.name}, as whom PostgreSQL would run. "
            "Run ./scigov as the user who made the site."
        )


def make_cluster(home: Home, user: ServerUser, link: Path) -> None:
    """Make an empty data directory; it gets its name only when it is complete."""
    place = pgfiles.data_place(home, user)
    partial, final = place / f"{link.name}.partial", place / link.name
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    if user.is_other:
        os.chown(partial, user.uid, user.gid)
    command = [
        str(pgfiles.server_programs(user) / "initdb"), "--pgdata", str(partial),
        "--username", SUPERUSER, "--auth", "peer", "--encoding", "UTF8",
        "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C",
        "--set", "max_connections=200",  # each process of CKAN may hold three pools of 15
    ]  # fmt: skip
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
        **user.popen_options(),
    )
    if answer.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        raise explain("Making the database", answer.stdout + answer.stderr)
    if final != link:
        shutil.rmtree(final, ignore_errors=True)  # of a home that was deleted by hand
        link.symlink_to(final)
    partial.rename(final)


def check_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    if version != pgfiles.MAJOR:
        raise LauncherError(
            f"{data} was made by PostgreSQL {version}, and this is PostgreSQL {pgfiles.MAJOR}. "
            "Save the site with the ./scigov that made it (backup), then restore it with this one."
        )


def write_access_files(data: Path, user: ServerUser) -> None:
    """Let the site's own system user, and nobody else, be any role.

    In one step: a server that is just being started again would read half of a file, and let
    nobody in until it is started once more.
    """
    person = pwd.getpwuid(os.geteuid()).pw_name
    owner = (user.uid, user.gid) if user.is_other else None
    for name, text in (
        ("pg_hba.conf", ACCESS),
        ("pg_ident.conf", f'# Written by ./scigov up.\nscigov "{person}" all\n'),
    ):
        write_private(data / name, text, owner)


def server_command(programs: Path, data: Path, sockets: Path) -> list[str]:
    """Return the command line; what it says wins over postgresql.conf, where the rest is yours."""
    return [
        str(programs / "postgres"), "-D", str(data), "-k", str(sockets),
        "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
    ]  # fmt: skip


def end_leftovers(data: Path) -> None:
    """End what an earlier server left in this data directory; a new one would refuse to start.

    After a killed postmaster its backends go on until they notice, and hold the shared memory.
    """
    gentle = [signal.SIGINT] if (data / "postmaster.pid").exists() else []
    for signal_number, seconds in (*((s, 20.0) for s in gentle), (signal.SIGQUIT, 5.0)):
        if _wait_until_empty(data, 1.5):
            break
        for process in processes_in(data, "postgres"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal_number)
        if _wait_until_empty(data, seconds):
            break
    for process in processes_in(data, "postgres"):
        process.end(signal.SIGKILL, within=5.0)
    if not processes_in(data, "postgres"):
        _forget_stale_pid(data)


def _wait_until_empty(data: Path, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while processes_in(data, "postgres"):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def _forget_stale_pid(data: Path) -> None:
    """Remove a pid file that names no server: PostgreSQL would take the number for a living one.

    The number may belong to another program by now, or to a killed server whose parent has not
    yet asked how it ended. Nothing works in the data directory when this is called.
    """
    pid_file = data / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(pid_file.read_text(encoding="utf-8").split()[0])
        if Process.of(pid) is None or _name_of(pid) != "postgres":
            pid_file.unlink()


def _name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()


def is_ready(sockets: Path) -> bool:
    command = [pgfiles.client("pg_isready"), "-q", "-h", str(sockets), "-U", SUPERUSER]
    return subprocess.run(command, check=False, env=_environment()).returncode == 0


def wait_until_ready(sockets: Path) -> bool:
    until = time.monotonic() + READY_WITHIN
    while not is_ready(sockets):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def run_sql(sockets: Path, text: str, database: str = SUPERUSER) -> str:
    """Run a script as the superuser; the first error ends it."""
    command = [
        pgfiles.client("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
        "-h", str(sockets), "-U", SUPERUSER, "-d", database, "-f", "-",
    ]  # fmt: skip
    answer = subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, env=_environment()
    )
    if answer.returncode:
        raise explain("Setting up the database", answer.stdout + answer.stderr)
    return answer.stdout


def ensure_databases(sockets: Path) -> None:
    """Make the roles and the two databases that are missing."""
    run_sql(sockets, ROLES_AND_DATABASES)


@contextlib.contextmanager
def running_aside(data: Path, sockets: Path, user: ServerUser) -> Iterator[None]:
    """Run a server on a data directory for the length of a block, not watched by anybody."""
    write_access_files(data, user)
    end_leftovers(data)
    command = server_command(pgfiles.server_programs(user), data, sockets)
    launcher = os.getpid()
    log = (data / "aside.log").open("w")
    with (
        log,
        subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGINT, launcher),  # noqa: PLW1509  (one thread)
            env=_environment(),
            **user.popen_options(),
        ) as server,
    ):
        try:
            if not wait_until_ready(sockets):
                said = (data / "aside.log").read_text(encoding="utf-8", errors="replace")
                raise explain("Starting PostgreSQL", said)
            yield
        finally:
            server.send_signal(signal.SIGINT)
    (data / "aside.log").unlink()


def _environment() -> Mapping[str, str]:
    """Without the caller's PG* variables: they would lead the programs to another server."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}
