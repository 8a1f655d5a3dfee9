"""The store of files: random names below ``objects/``, written beside and made durable.

It knows no resources and no database; a stored file never changes. Deleting and overwriting are
never part of storing: a file that is no longer wanted is deleted after the commit that says so.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PIECE = 1 << 20
_KEY = re.compile(r"[0-9a-f]{32}")


class TooLargeError(Exception):
    """The file is larger than allowed; nothing was kept."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a file once it is on disk."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file met on a walk through the store; ``key`` is empty for a half-written one."""

    path: Path
    key: str
    modified_at: float


class FileStore:
    """Files below ``<root>/objects/ab/cd/<key>``."""

    def __init__(self, root: Path) -> None:
        self.root = root / "objects"
        self.unfinished = root / "unfinished"

    def path(self, key: str) -> Path:
        """Return where a key's file lies.

        Raises:
            ValueError: this is no key; a path is never made of anything else.
        """
        if not _KEY.fullmatch(key):
            raise ValueError("A storage key has 32 hexadecimal digits.")
        return self.root / key[:2] / key[2:4] / key

    def write(self, key: str, source: BinaryIO, *, most: int | None = None) -> StoredFile:
        """Copy a stream to a new key; it is on disk, name included, when this returns.

        Raises:
            TooLargeError: the stream has more than ``most`` bytes.
        """
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{key}.part")
        try:
            with beside.open("xb") as target:
                size, digest = _copy(source, target, most)
                target.flush()
                os.fsync(target.fileno())
            beside.rename(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return StoredFile(key, size, digest)

    def delete(self, key: str) -> bool:
        """Delete a key's file, whole or half-written; False when it was gone already."""
        path = self.path(key)
        path.with_name(f"{key}.part").unlink(missing_ok=True)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        return True

    def mark(self, key: str) -> None:
        """Leave a mark for a file whose fate is open."""
        self.unfinished.mkdir(parents=True, exist_ok=True)
        (self.unfinished / self.path(key).name).touch()

    def unmark(self, key: str) -> None:
        (self.unfinished / self.path(key).name).unlink(missing_ok=True)

    def marks(self) -> list[str]:
        if not self.unfinished.is_dir():
            return []
        return [mark.name for mark in self.unfinished.iterdir() if _KEY.fullmatch(mark.name)]

    def walk(self) -> Iterator[tuple[str, list[FoundFile]]]:
        """Yield the files of one first-level folder (two digits) after another."""
        if not self.root.is_dir():
            return
        for folder in sorted(self.root.iterdir()):
            if folder.is_dir():
                yield folder.name, [_found(path) for path in folder.glob("*/*") if path.is_file()]


def _copy(source: BinaryIO, target: BinaryIO, most: int | None) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        if most is not None and size > most:
            raise TooLargeError
        digest.update(piece)
        target.write(piece)
    return size, digest.hexdigest()


def _found(path: Path) -> FoundFile:
    key = path.name if _KEY.fullmatch(path.name) else ""
    return FoundFile(path, key, path.stat().st_mtime)


def sync_folder(folder: Path) -> None:
    """Make a new name durable: without this a power cut may lose the entry of a synced file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
