"""The backup file: a tar.gz whose first member lists every other with size and checksum.

So a reader knows before it changes anything whether the file is whole. Names in the archive:
``manifest.json``, ``ckan.dump``, ``datastore.dump``, ``home/…`` (settings, secrets), ``storage/…``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import LauncherError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1 << 20


@dataclasses.dataclass(frozen=True)
class Entry:
    """What the manifest says of one file."""

    size: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class Manifest:
    """The first member of the archive."""

    version: str
    made_at: str
    files: dict[str, Entry]

    def to_bytes(self) -> bytes:
        content = {"format": FORMAT, **dataclasses.asdict(self)}
        return json.dumps(content, indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        content = json.loads(raw)
        if content["format"] != FORMAT:
            raise LauncherError(
                f"This backup has format {content['format']} and this version reads format "
                f"{FORMAT}. Use the version that made it ({content['version']})."
            )
        files = {name: Entry(**entry) for name, entry in content["files"].items()}
        return cls(content["version"], content["made_at"], files)


def write(folder: Path, target: Path, *, version: str, made_at: str) -> Manifest:
    """Pack a folder. The file gets its name only when it is whole; only its owner may read it."""
    members = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path: path.relative_to(folder).as_posix() for path in members}
    manifest = Manifest(version, made_at, {names[path]: _entry_of(path) for path in members})
    beside = target.with_name(target.name + ".partial")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    try:
        with tarfile.open(beside, "w:gz", compresslevel=1) as tar:
            raw = manifest.to_bytes()
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(raw), 0o600
            tar.addfile(head, io.BytesIO(raw))
            for path in members:
                tar.add(path, arcname=names[path], recursive=False, filter=_anonymous)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return manifest


def read(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder; raise if anything is missing, added or different."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            return _unpack(tar, folder)
    except FileNotFoundError as error:
        raise LauncherError(f"There is no file {source}.") from error
    except (tarfile.TarError, zlib.error, EOFError, ValueError, KeyError, TypeError) as error:
        raise _damaged(source) from error
    except OSError as error:
        if error.errno is None:  # gzip's own complaints
            raise _damaged(source) from error
        raise


def _unpack(tar: tarfile.TarFile, folder: Path) -> Manifest:
    first = tar.next()
    raw = tar.extractfile(first) if first and first.name == MANIFEST else None
    if raw is None:
        raise tarfile.TarError
    manifest = Manifest.from_bytes(raw.read())
    seen = set()
    for member in _files_of(tar):
        expected = manifest.files.get(member.name)
        content = tar.extractfile(member)
        if expected is None or content is None or not _is_inside(member.name):
            raise tarfile.TarError
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if _copy(content, target) != expected:
            raise tarfile.TarError
        seen.add(member.name)
    if seen != set(manifest.files):
        raise tarfile.TarError
    return manifest


def _files_of(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (member := tar.next()) is not None:
        yield member


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _copy(content: IO[bytes], target: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return Entry(size, digest.hexdigest())


def _entry_of(path: Path) -> Entry:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return Entry(path.stat().st_size, digest.hexdigest())


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave the owner out: whoever restores the site owns it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _damaged(source: Path) -> LauncherError:
    return LauncherError(
        f"{source} is not a whole backup of this program: its checksums do not agree or it ends "
        "too early. Nothing has been changed."
    )
