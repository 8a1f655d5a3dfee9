"""Making the home's folders with the right owners and modes, and keeping two runs apart."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from . import console
from .errors import LauncherError
from .paths import Home
from .pgfiles import ServerUser

PRIVATE = 0o700
PASSABLE = 0o711  # PostgreSQL's own user must come through, but sees nothing


def prepare(home: Home, user: ServerUser | None) -> None:
    """Make the folders. ``user`` is None where the database is somebody else's."""
    passable = PASSABLE if user and user.is_other else PRIVATE
    with _writable(home):
        for folder, mode in (
            (home.path, passable),
            (home.run, passable),
            *((f, PRIVATE) for f in (home.secrets, home.storage, home.redis, home.log)),
        ):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
    _make_private_folder(home.sockets, passable)
    if user:
        home.postgres_sockets.mkdir(exist_ok=True)
        home.postgres_sockets.chmod(PRIVATE)
        if user.is_other:
            os.chown(home.postgres_sockets, user.uid, user.gid)


def check_owner(home: Home) -> None:
    """Refuse a home of another person: files of two owners would stop both."""
    try:
        with _writable(home):
            owner = home.path.stat().st_uid
    except FileNotFoundError:
        return
    if owner != os.geteuid() and home.exists:
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = str(owner)
        raise LauncherError(
            f"The home {home.path} belongs to {name}. Run ./scigov as that user, "
            "or name another folder in SCIGOV_HOME."
        )


def _make_private_folder(folder: Path, mode: int) -> None:
    """Make a folder that may lie in /tmp, where others could have been there first."""
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LauncherError(
            f"{folder} belongs to somebody else. Remove it, or choose a home with a shorter path."
        )
    folder.chmod(mode)


@contextlib.contextmanager
def _writable(home: Home) -> Iterator[None]:
    try:
        yield
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise LauncherError(
            f"The home {home.path} cannot be written ({error.strerror}). "
            "Name another folder in SCIGOV_HOME."
        ) from error


@contextlib.contextmanager
def locked(home: Home) -> Iterator[None]:
    """Make the home if need be and let only one run at a time change it."""
    if "%" in str(home.path) or "\n" in str(home.path):
        raise LauncherError(
            f"CKAN cannot work with the character % in the home's path ({home.path}). "
            "Name another folder in SCIGOV_HOME."
        )
    with _writable(home):
        home.run.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        file = (home.run / "lock").open("w")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.say("Another ./scigov works on this home; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
