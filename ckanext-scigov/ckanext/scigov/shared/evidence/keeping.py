"""Where evidence lies: outside every public folder, a folder for each feature, under names that say nothing.

A file's fate is open from before its first byte until the transaction that names it has ended; a mark says
so. Whoever stores a file unmarks it after his commit, whoever deletes its row marks it before; what is
still marked later is settled by the sweep, which asks whether a row names it. So a crash at any moment
leaves neither a file that nobody knows nor a row without its file.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ckanext.scigov.shared.domain import evidence
from ckanext.scigov.shared.domain.evidence import FileType, Room
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.shared.storage import FileStore, StoredFile, TooLargeError

GRACE = dt.timedelta(days=1)
"""No upload and no transaction takes longer."""
MOST_MEMBERS = 10_000


class PublicFolder(ValueError):
    """Evidence would lie where a web server gives it out; a full sentence."""


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    file: StoredFile
    kind: FileType
    name: str
    """Under which it is shown and sent."""


def store_in(storage: Path, name: str, public: Collection[Path] = ()) -> FileStore:
    """Return the store of a feature below the site's storage folder.

    Args:
        storage: ``ckan.storage_path``. CKAN gives out only ``storage/`` below it.
        name: of the feature's own folder there, which nobody else writes to.
        public: folders that are given out besides.

    Raises:
        PublicFolder: one of them holds the store.
    """
    root = (storage / name).resolve()
    for folder in (storage / "storage", *public):
        if root.is_relative_to(folder.resolve()):
            raise PublicFolder(
                f"Evidence would lie in {root}, which is inside the public folder"
                f" {folder}. Set ckan.storage_path to a folder that no web server gives out."
            )
    return FileStore(root)


def store(files: FileStore, source: BinaryIO, name: str, room: Room) -> StoredEvidence | Refusal:
    """Write a file while it comes; nothing stays of one that is refused.

    The file is marked when this returns: call ``settle_kept`` after the commit.

    Args:
        files: the store.
        source: the bytes.
        name: as it was sent.
        room: that the case has left.
    """
    claimed = evidence.judge_name(name, room)
    if isinstance(claimed, Refusal):
        return claimed
    key = random_key()
    files.mark(key)
    try:
        written = _write(files, key, source, room)
        if isinstance(written, StoredFile):
            written = _judge(files, written, claimed) or written
    except BaseException:
        discard(files, key)
        raise
    if isinstance(written, Refusal):
        discard(files, key)
        return written
    return StoredEvidence(written, claimed, evidence.shown_name(name, claimed))


def settle_kept(files: FileStore, key: str) -> None:
    """Say, after the commit, that a row names the file."""
    files.unmark(key)


def mark_dropped(files: FileStore, key: str) -> None:
    """Say, before the commit, that the file's row is about to go: the sweep decides afterwards."""
    files.mark(key)


def discard(files: FileStore, key: str) -> None:
    """Delete a file that no row names, with its mark."""
    files.delete(key)
    files.unmark(key)


def sweep(
    files: FileStore,
    named: Callable[[Collection[str]], AbstractSet[str]],
    *,
    now: dt.datetime,
    grace: dt.timedelta = GRACE,
) -> int:
    """Settle marks that are older; return how many files were deleted.

    Args:
        files: the store.
        named: of these keys, which does a row name?
        now: aware.
        grace: younger marks are left to the transactions that they belong to.
    """
    before = (now - grace).timestamp()
    old = [key for key in files.marks() if _marked_at(files, key) <= before]
    kept = named(old) if old else set[str]()
    deleted = 0
    for key in old:
        if key in kept:
            files.unmark(key)
        else:
            discard(files, key)
            deleted += 1
    return deleted


def _marked_at(files: FileStore, key: str) -> float:
    try:
        return (files.unfinished / key).stat().st_mtime
    except FileNotFoundError:
        # Settled by its own transaction in this moment.
        return float("inf")


def _write(files: FileStore, key: str, source: BinaryIO, room: Room) -> StoredFile | Refusal:
    try:
        return files.write(key, source, most=room.most_bytes)
    except TooLargeError:
        return room.refusal()


def _judge(files: FileStore, written: StoredFile, claimed: FileType) -> Refusal | None:
    path = files.path(written.key)
    with path.open("rb") as stream:
        beginning = stream.read(evidence.SNIFFED)
    members = _members(path) if beginning.startswith(evidence.PACKAGE) else ()
    return evidence.judge_content(claimed, beginning, members, written.size)


def _members(path: Path) -> Collection[str]:
    """Return the names in a package; its directory alone is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()
    return names if len(names) <= MOST_MEMBERS else ()
