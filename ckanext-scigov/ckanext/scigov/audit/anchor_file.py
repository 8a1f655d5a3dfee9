"""The anchor file: a line for each seal, outside the database."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from ckanext.scigov.audit.domain.seals import read_line
from ckanext.scigov.shared.storage import sync_folder

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_TAIL = 65_536


def append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to the end; they are on the disk when this returns."""
    path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    _leave_backups_alone(path)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE)
    with os.fdopen(descriptor, "a+b") as file:
        _drop_torn_line(file.fileno())
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def last_seal(path: Path) -> int:
    """Return the highest seal among the last lines; 0 where there is none."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
        whole_lines = file.read().rpartition(b"\n")[0]
        return max(
            (number for line in whole_lines.split(b"\n") for number in _seal_of(line)), default=0
        )
    return 0


def size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def read(path: Path, up_to: int) -> Iterator[str]:
    """Yield the lines in the first so many bytes, without their ends."""
    if not up_to:
        return
    with path.open("rb") as file:
        while (left := up_to - file.tell()) > 0:
            line = file.readline(left)
            if not line:
                return
            yield line.removesuffix(b"\n").decode("utf-8", errors="replace")


def _seal_of(line: bytes) -> Iterator[int]:
    with contextlib.suppress(ValueError):
        yield read_line(line.decode()).id


def _leave_backups_alone(path: Path) -> None:
    """Go on in a copy where a backup holds a link to the file: it must keep what it saw."""
    path = path.resolve()
    if path.exists() and path.stat().st_nlink > 1:
        copy = path.with_name(path.name + ".new")
        shutil.copy2(path, copy)
        copy.replace(path)


def _drop_torn_line(descriptor: int) -> None:
    """Cut off a line that a crash has torn: its seal is still to be anchored."""
    end = os.fstat(descriptor).st_size
    start = max(0, end - _TAIL)
    tail = os.pread(descriptor, end - start, start)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail) and (whole or not start):
        os.ftruncate(descriptor, start + whole)
