"""The clock of a site under test: one moment for all of its processes, until it is let go.

The moment stands in a file of the site's storage. Looking at a file costs each question for the time a
few microseconds; where the test kit is refused nothing is looked at, because the clock is not put in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckanext.scigov.access.testkit import guard
from ckanext.scigov.shared import clock

FILE = "testkit-moment"

_read: tuple[tuple[int, int, int], dt.datetime] | None = None


def install(config: Mapping[str, Any]) -> None:
    """Let this process follow the file; does nothing where the kit is refused."""
    if config.get("ckan.storage_path") and not guard.refusal(config):
        path = _path(config)
        clock.install(lambda: _now(path))


def fix(config: Mapping[str, Any], moment: dt.datetime) -> None:
    """Stop the clock of all processes of the site at a moment."""
    path = _path(config)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{FILE}.part")
    beside.write_text(moment.isoformat(), encoding="ascii")
    beside.replace(path)


def let_go(config: Mapping[str, Any]) -> None:
    """Let the clock of all processes show the time again."""
    _path(config).unlink(missing_ok=True)


def _path(config: Mapping[str, Any]) -> Path:
    return Path(str(config["ckan.storage_path"])) / FILE


def _now(path: Path) -> dt.datetime:
    global _read  # noqa: PLW0603 (what a process has read; it is as old as the file)
    try:
        found = path.stat()
        version = (found.st_mtime_ns, found.st_ino, found.st_size)
        if _read is None or _read[0] != version:
            _read = version, dt.datetime.fromisoformat(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return clock.system_clock()
    return _read[1]
