"""Has the code changed since the databases were prepared and the services started?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .externals import Externals

FOLDERS = ("ckanext-scigov", "harvesters", "schemas", "config")
WATCHED = {".py", ".yaml", ".ini", ".json", ".mo", ".lock"}


def fingerprint(root: Path, externals: Externals) -> str:
    """Return a short name for the code of this checkout and the services it works with."""
    digest = hashlib.sha256(externals.key.encode())
    for path in sorted(_watched_files(root)):
        facts = path.stat()
        digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _watched_files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.suffix in WATCHED:
                yield path
