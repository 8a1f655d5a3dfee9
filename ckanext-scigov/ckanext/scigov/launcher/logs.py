"""``./scigov logs [-f] [service]``: the end of the services' logs."""

from __future__ import annotations

import argparse
import collections
import os
import time
from pathlib import Path

from .console import say
from .errors import LauncherError
from .externals import EMBEDDED, OF_CKAN
from .paths import Home

NAMES = (*EMBEDDED, *OF_CKAN, "supervisor")


def run(home: Home, options: argparse.Namespace) -> int:
    if options.service and options.service not in NAMES:
        raise LauncherError(f"There is no log {options.service}. There are: {', '.join(NAMES)}.")
    wanted = [options.service] if options.service else NAMES
    found = {name: home.log / f"{name}.log" for name in wanted}
    found = {name: path for name, path in found.items() if path.exists()}
    if not found:
        raise LauncherError(f"There are no logs in {home.log} yet. Start the site: ./scigov up")
    tails = [Tail(name, path) for name, path in found.items()]
    for tail in tails:
        for line in tail.last(options.lines):
            say(_labelled(tail, line, len(tails)))
    while options.follow:
        for tail in tails:
            for line in tail.new():
                say(_labelled(tail, line, len(tails)))
        time.sleep(0.3)
    return 0


def _labelled(tail: Tail, line: str, how_many: int) -> str:
    return f"{tail.name:<10} | {line}" if how_many > 1 else line


class Tail:
    """The end of one file, also when it is rotated away meanwhile."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        self._file = path.open(encoding="utf-8", errors="replace")

    def last(self, how_many: int) -> list[str]:
        lines = collections.deque(self._file, maxlen=how_many)
        return [line.rstrip("\n") for line in lines]

    def new(self) -> list[str]:
        lines = [line.rstrip("\n") for line in self._file]
        if not lines and self._was_replaced():
            self._file.close()
            self._file = self._path.open(encoding="utf-8", errors="replace")
        return lines

    def _was_replaced(self) -> bool:
        try:
            now = self._path.stat()
        except FileNotFoundError:
            return False
        mine = os.fstat(self._file.fileno())
        return (now.st_ino, now.st_dev) != (mine.st_ino, mine.st_dev)
