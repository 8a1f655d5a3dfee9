"""The whole feed as one file: made anew when the catalogue has changed, and the same bytes as long as it has not."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import feed, state

NAME = "dump.nt.gz"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file on disk, its checksum, and the state of the catalogue that it holds."""

    path: Path
    sha256: str
    word: str


def current() -> Dump | None:
    """Return the file of the catalogue as it is now; None where its state is not known (with Solr)."""
    moment = state.now()
    if moment is None:
        return None
    found = _kept(moment.word)
    return found or write()


def write() -> Dump | None:
    """Make the file, unless somebody else is just doing so: then wait for his."""
    with _alone():
        moment = state.now()
        if moment is None:
            return None
        return _kept(moment.word) or _make(moment.word)


def _make(word: str) -> Dump:
    """Write what the feed is by now. What changes meanwhile makes another word, so the file is made again."""
    folder, digest = _folder(), hashlib.sha256()
    beside = folder / f"{word}.part"
    with beside.open("wb") as file:
        for piece in feed.dump_pieces():
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    (folder / f"{word}.sha256").write_text(digest.hexdigest(), encoding="ascii")
    made = beside.rename(folder / f"{word}.nt.gz")
    for old in folder.glob("*.*"):
        # Whoever is reading one goes on reading it.
        if old.name != "lock.file" and not old.name.startswith(word):
            old.unlink(missing_ok=True)
    return Dump(made, digest.hexdigest(), word)


def _kept(word: str) -> Dump | None:
    path = _folder() / f"{word}.nt.gz"
    with contextlib.suppress(FileNotFoundError):
        if path.exists():
            return Dump(path, path.with_name(f"{word}.sha256").read_text(encoding="ascii"), word)
    return None


def _folder() -> Path:
    folder = Path(tk.config["ckan.storage_path"]) / "dcat"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock.file").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
