"""``./scigov reset --yes``: delete the site. Only what the launcher made is touched."""

from __future__ import annotations

import argparse
import contextlib
import shutil
from pathlib import Path

from . import down, layout
from .console import say, warn
from .paths import Home
from .pgfiles import SHARED
from .postgres import data_directory

WRONG_USE = 2


def run(home: Home, options: argparse.Namespace) -> int:
    if not options.yes:
        warn(
            f"This deletes the site in {home.path} with its databases, files and secrets. "
            "If that is what you want: ./scigov reset --yes"
        )
        return WRONG_USE
    if not home.path.exists():
        say(f"There is no site in {home.path}.")
        return 0
    layout.check_owner(home)
    with layout.locked(home):
        down.stop(home)
        delete_files(home)
    _delete(home.run)
    with contextlib.suppress(OSError):  # somebody else's files stay, and the folder with them
        home.path.rmdir()
    say(f"The site in {home.path} is deleted.")
    return 0


def delete_files(home: Home) -> None:
    """Delete what belongs to a stopped site, wherever it lies, but the lock it is done under."""
    for path in _everything(home):
        _delete(path)


def _everything(home: Home) -> list[Path]:
    sockets = [] if home.sockets.is_relative_to(home.path) else [home.sockets]
    data = data_directory(home)
    elsewhere = [data.parent] if data.parent == SHARED / home.key else []
    return [
        home.ini, home.path / "launcher.json", home.secrets, home.storage, *elsewhere,
        home.postgres, home.redis, home.log, *sockets,
        home.restoring, *home.path.glob("storage.*"), *home.path.glob("postgres.*"), *home.path.glob("backup-*"), *home.path.glob("restore-*"),
    ]  # fmt: skip


def _delete(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
