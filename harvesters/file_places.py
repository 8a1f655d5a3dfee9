"""Where files lie: a folder of this machine, or addresses. What a place says of a file, and how it is had.

A server by SFTP is a third such place (``file_sftp``).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol
from urllib.parse import unquote, urlsplit

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.shared import connecting, fetching
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.fetching import Known, NotFetched, Wanted
from ckanext.scigov_harvesters import guarding
from ckanext.scigov_harvesters.file_settings import FileSettings

UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".partial", ".swp", ".uploading")
"""Endings that programs give to what they are still writing."""
PIECE = 1 << 20
MOST_LOOKED = 1_000_000
"""Names in the folders of a place, whatever they are."""
_CAUSES = {
    fetching.TOO_LARGE: Cause.TOO_LARGE,
    fetching.PACKED: Cause.BAD_ANSWER,
    fetching.REDIRECTED: Cause.ENDLESS,
    connecting.STATUS: Cause.SOURCE_ERROR,
    connecting.TOO_SLOW: Cause.TOO_SLOW,
    connecting.BROKEN_OFF: Cause.TRUNCATED,
    connecting.UNKNOWN_NAME: Cause.UNREACHABLE,
    connecting.NO_CONNECTION: Cause.UNREACHABLE,
    connecting.NOT_TRUSTED: Cause.NOT_TRUSTED,
    **{one.value: Cause.ADDRESS_NOT_ALLOWED for one in addresses.Reason},
}
_STATUSES = {
    401: Cause.NOT_AUTHORIZED,
    403: Cause.NOT_AUTHORIZED,
    404: Cause.NOT_FOUND,
    410: Cause.NOT_FOUND,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file as its place lists it."""

    name: str
    """Below the place, with slashes; of an address its last part."""
    state: str
    """Size and moment of the last change, or what a server says instead; empty where nothing is said."""
    is_finished: bool = True


@dataclass(frozen=True, slots=True)
class Held:
    """A file that can be read here, while it is held."""

    path: Path
    sha256: str
    state: str
    """As ``Found.state``, known by now at the latest."""


class Place(Protocol):
    is_near: ClassVar[bool]
    """Reading a file once more costs next to nothing."""

    def listed(self) -> Sequence[Found]:
        """Return the files by name.

        Raises:
            SourceFailed: not all of them can be listed.
        """
        ...

    def held(self, found: Found) -> AbstractContextManager[Held]:
        """Bring a file here.

        Raises:
            SourceFailed: it cannot be had, or has changed since it was listed.
        """
        ...

    def is_as_known(self, found: Found, state: str) -> bool:
        """Say whether a file is what it was, without having it."""
        ...

    def close(self) -> None: ...


class Listing:
    """Takes what a place has, by the rules that all places share."""

    def __init__(self, settings: FileSettings, now: float) -> None:
        self._settings, self._now = settings, now
        self._found: dict[str, Found] = {}
        self._looked = 0

    def take(self, name: str, size: int, modified: float) -> None:
        """Take a file, if it is one of those that are meant."""
        self._looked += 1
        if self._looked > MOST_LOOKED:
            raise SourceFailed(Cause.TOO_MANY_FILES.value, {"most": MOST_LOOKED})
        base = name.rsplit("/", 1)[-1]
        plain = next((base.removesuffix(one) for one in UNFINISHED if base.endswith(one)), base)
        is_meant = any(fnmatchcase(plain, one) for one in self._patterns())
        if not is_meant or plain.startswith((".", "~$")):
            return
        real = name[: len(name) - len(base)] + plain
        # A moment that is still to come is a clock that goes wrong, and says nothing.
        is_old = not 0 <= self._now - modified < self._settings.settle_seconds
        one = Found(real, f"{size} {modified:.6f}", plain == base and is_old)
        if not one.is_finished or real not in self._found:
            self._found[real] = one
        if len(self._found) > self._settings.limits.files:
            raise SourceFailed(Cause.TOO_MANY_FILES.value, {"most": self._settings.limits.files})

    def all(self) -> list[Found]:
        return sorted(self._found.values(), key=lambda one: one.name)

    def _patterns(self) -> Sequence[str]:
        return (*self._settings.files, "*.zip") if self._settings.archives else self._settings.files


class FolderPlace:
    """A folder below the one that sources may read."""

    is_near: ClassVar[bool] = True

    def __init__(self, wiring: Wiring, settings: FileSettings) -> None:
        self._wiring, self._settings = wiring, settings

    def listed(self) -> Sequence[Found]:
        root, listing = self._root(), Listing(self._settings, time.time())
        try:
            self._walk(root, "", self._settings.levels, listing)
        except OSError:
            raise SourceFailed(Cause.UNREACHABLE.value, {"folder": self._settings.folder}) from None
        return listing.all()

    @contextmanager
    def held(self, found: Found) -> Iterator[Held]:
        path, limit = self._root() / found.name, self._settings.limits.file_bytes
        try:
            guarding.inside(str(self._root()), found.name, "files")
            with path.open("rb") as file:
                digest = digest_of(file, limit, found.name)
        except (OSError, ValueError):
            raise SourceFailed(Cause.NOT_FOUND.value, {"file": found.name}) from None
        yield Held(path, digest, found.state)
        after = _state_of(path)
        if after != found.state:
            raise SourceFailed(Cause.CHANGED_MEANWHILE.value, {"file": found.name})

    def is_as_known(self, found: Found, state: str) -> bool:
        return bool(state) and found.state == state

    def close(self) -> None:
        """Nothing is held between two files."""

    def _root(self) -> Path:
        return guarding.inside(self._wiring.folder, self._settings.folder, "connector.folder")

    def _walk(self, folder: Path, prefix: str, levels: int, listing: Listing) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = f"{prefix}{entry.name}"
                # Links are never followed: where they lead is nobody's to say.
                if entry.is_dir(follow_symlinks=False):
                    if levels and not entry.name.startswith("."):
                        self._walk(Path(entry.path), f"{name}/", levels - 1, listing)
                elif entry.is_file(follow_symlinks=False):
                    said = entry.stat(follow_symlinks=False)
                    listing.take(name, said.st_size, said.st_mtime)


class AddressPlace:
    """Files at addresses, each of which is asked in the guarded way."""

    is_near: ClassVar[bool] = False

    def __init__(self, wiring: Wiring, settings: FileSettings) -> None:
        self._wiring, self._settings = wiring, settings
        self._names: Mapping[str, str] = _named(settings.urls)

    def listed(self) -> Sequence[Found]:
        return [Found(name, "") for name in sorted(self._names)]

    @contextmanager
    def held(self, found: Found) -> Iterator[Held]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            with path.open("wb") as file:
                came = self._fetch(found.name, fetching.NOTHING_KNOWN, file)
            yield Held(path, came.sha256, _state_said(came.known))

    def is_as_known(self, found: Found, state: str) -> bool:
        etag, _, modified = state.partition("\n")
        if not etag and not modified:
            return False
        with tempfile.TemporaryFile() as file:
            return not self._fetch(found.name, Known(etag, modified), file).is_new

    def close(self) -> None:
        """Nothing is held between two files."""

    def _fetch(self, name: str, known: Known, file: BinaryIO) -> fetching.Fetched:
        url, limits = self._names[name], self._settings.limits
        host, port = _host_and_port(url)
        asked = connecting.Limits(
            limits.file_bytes,
            connect_seconds=limits.connect_seconds,
            silent_seconds=min(60, limits.seconds),
            whole_seconds=limits.seconds,
        )
        rules = guarding.rules_for(self._wiring, host, port)
        try:
            return fetching.fetch(Wanted(url, rules, asked, known), file)
        except NotFetched as failed:
            cause = _STATUSES.get(failed.status) or _CAUSES[failed.reason]
            detail = {"file": name, "host": host, "reason": failed.reason}
            raise SourceFailed(cause.value, detail) from None
        except fetching.NotWritten:
            raise SourceFailed(Cause.FAULT.value, {"file": name}) from None


def digest_of(file: BinaryIO, most: int, name: str) -> str:
    """Return the SHA-256 of a file.

    Raises:
        SourceFailed: it is larger than allowed.
    """
    digest, size = hashlib.sha256(), 0
    while piece := file.read(PIECE):
        size += len(piece)
        if size > most:
            raise SourceFailed(Cause.TOO_LARGE.value, {"file": name, "most": most})
        digest.update(piece)
    return digest.hexdigest()


def _state_of(path: Path) -> str:
    try:
        said = path.stat(follow_symlinks=False)
    except OSError:
        return ""
    return f"{said.st_size} {said.st_mtime:.6f}"


def _state_said(known: Known) -> str:
    return f"{known.etag}\n{known.modified}" if known.etag or known.modified else ""


def _named(urls: Sequence[str]) -> dict[str, str]:
    """Return addresses by the name of their file; a second one of a name gets a number."""
    found: dict[str, str] = {}
    for url in urls:
        base = unquote(urlsplit(url).path).rsplit("/", 1)[-1] or "file"
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{number}-{base}"
        found[name] = url
    return found


def _host_and_port(url: str) -> tuple[str, int]:
    parts = urlsplit(url.strip())
    return parts.hostname or "", parts.port or addresses.USUAL_PORTS[parts.scheme.lower()]
