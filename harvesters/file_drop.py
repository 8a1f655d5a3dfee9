"""Connector ``files``: tables and JSON in a folder, at addresses or on a server by SFTP.

A run reads either nothing (no file has changed) or all files: what a file does not have any more is gone only
when everything else was seen. A file that is still being written, or cannot be read, is left for the next run,
and then this one says so at its end, so that nothing is concluded from what is missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

from ckanext.scigov.intake.contract import (
    Checkpoint,
    Item,
    Noticed,
    Page,
    Raw,
    SourceFailed,
    Unreadable,
    Wiring,
)
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters import file_archives, file_records, file_settings
from ckanext.scigov_harvesters.file_places import AddressPlace, FolderPlace, Found, Held, Place
from ckanext.scigov_harvesters.file_records import Got
from ckanext.scigov_harvesters.file_settings import FileSettings

PAGE_RECORDS = 500
READING = ""
"""The name under which ``known`` says how files were read; no file has it."""


def make(wiring: Wiring) -> FilesConnector:
    """Make a connector of the kind ``files``.

    Raises:
        ValueError: a setting is wrong.
    """
    return FilesConnector(wiring)


@dataclass(slots=True)
class _Batch:
    """What becomes a page."""

    file: str
    at: int
    """How many records of the file have been read when this is through."""
    sha256: str
    items: list[Item] = field(default_factory=list[Item])
    unreadable: list[Unreadable] = field(default_factory=list[Unreadable])

    def take(self, got: Got) -> None:
        if isinstance(got, Unreadable):
            self.unreadable.append(got)
        else:
            self.items.append(Item(got))
        self.at += 1

    @property
    def is_full(self) -> bool:
        return len(self.items) + len(self.unreadable) >= PAGE_RECORDS


class FilesConnector:
    kind: ClassVar[str] = "files"

    def __init__(self, wiring: Wiring) -> None:
        self._settings = file_settings.read(wiring)
        self._place = _place_of(wiring, self._settings)
        self._known = dict(wiring.known)
        self._read: dict[str, str] = {}
        """What is remembered of the files that this run has read."""
        self._troubles: list[SourceFailed] = []

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        self._read, self._troubles = {}, []
        listed = self._place.listed()
        if after is None and self._is_unchanged(listed):
            yield Page([], None, is_unchanged=True, known=dict(self._known))
            return
        left_out = [one for one in listed if not one.is_finished]
        files = [one for one in listed if one.is_finished]
        begin = _begin(after, files)
        self._skip(files[: begin.place])
        noticed = [Noticed(Cause.UNFINISHED.value, {"file": one.name}) for one in left_out]
        held: _Batch | None = None
        for batch in self._batches(files[begin.place :], begin):
            if held is not None:
                yield self._page(held, files, noticed)
                noticed = []
            held = batch
        yield from self._ends(held, files, left_out, noticed)

    def read(self, item: Item) -> Raw:
        """Return what the list has said already: it says everything."""
        return item.raw

    def close(self) -> None:
        self._place.close()

    def _is_unchanged(self, listed: Sequence[Found]) -> bool:
        known = dict(self._known)
        is_read_alike = known.pop(READING, None) == _short(self._settings.reading)
        if not is_read_alike or set(known) != {one.name for one in listed}:
            return False
        return all(one.is_finished and self._is_known(one, known[one.name]) for one in listed)

    def _is_known(self, found: Found, said: str) -> bool:
        """Say whether a file is what it was: by what is said of it, else by its bytes."""
        before: Mapping[str, str] = json.loads(said)
        if self._place.is_as_known(found, before["state"]):
            return True
        if before["state"] and not self._place.is_near:
            return False
        with self._place.held(found) as held:
            is_same = bool(before["sha256"]) and held.sha256 == before["sha256"]
            if is_same:
                self._known[found.name] = _remembered(held.state, held.sha256)
        return is_same

    def _skip(self, files: Sequence[Found]) -> None:
        """Remember the files that were read before a run was taken up again."""
        for one in files:
            self._read[one.name] = _remembered(one.state, "")

    def _batches(self, files: Sequence[Found], begin: _Begin) -> Iterator[_Batch]:
        """Yield what the files hold; one that cannot be read on is told at the end."""
        for one in files:
            try:
                with self._place.held(one) as held:
                    skipped = (
                        begin.at if (one.name, held.sha256) == (begin.file, begin.sha256) else 0
                    )
                    yield from self._batches_of(one, held, skipped)
                    self._read[one.name] = _remembered(held.state, held.sha256)
            except SourceFailed as failed:
                self._troubles.append(failed)

    def _batches_of(self, found: Found, held: Held, skipped: int) -> Iterator[_Batch]:
        batch, failure = _Batch(found.name, skipped, held.sha256), None
        records = islice(self._records(found, held), skipped, None)
        while True:
            try:
                got = next(records, None)
            except SourceFailed as failed:
                got, failure = None, failed
            if got is None:
                break
            batch.take(got)
            if batch.is_full:
                yield batch
                batch = _Batch(found.name, batch.at, held.sha256)
        if batch.items or batch.unreadable:
            yield batch
        if failure is not None:
            raise failure

    def _records(self, found: Found, held: Held) -> Iterator[Got]:
        if self._settings.archives and found.name.lower().endswith(".zip"):
            for name, got in file_archives.records_in(held.path, found.name, self._settings):
                yield self._named(got, name)
            return
        for got in file_records.records(held.path, found.name, self._settings):
            yield self._named(got, found.name)

    def _named(self, got: Got, name: str) -> Got:
        word = self._settings.file_name_as
        return got if isinstance(got, Unreadable) or not word else {**got, word: name}

    def _page(self, batch: _Batch, files: Sequence[Found], noticed: Sequence[Noticed]) -> Page:
        before = [one for one in files if one.name < batch.file]
        following: dict[str, Any] = {
            "file": batch.file,
            "at": batch.at,
            "sha256": batch.sha256,
            "before": _states(before),
        }
        return Page(batch.items, following, unreadable=batch.unreadable, noticed=noticed)

    def _ends(
        self,
        last: _Batch | None,
        files: Sequence[Found],
        left_out: Sequence[Found],
        noticed: Sequence[Noticed],
    ) -> Iterator[Page]:
        """Yield the last page, or the page before the sentence that says why there is none."""
        waiting = [one for one in left_out if one.name in self._known]
        if waiting:
            detail = {"file": waiting[0].name}
            self._troubles.append(SourceFailed(Cause.CHANGED_MEANWHILE.value, detail))
        if self._troubles:
            if last is not None:
                yield self._page(last, files, noticed)
            raise self._troubles[0]
        items, unreadable = (last.items, last.unreadable) if last else ([], [])
        known = {**self._read, READING: _short(self._settings.reading)}
        yield Page(items, None, unreadable=unreadable, noticed=noticed, known=known)


@dataclass(frozen=True, slots=True)
class _Begin:
    """Where a run begins: in which file of the list, and behind how many of its records."""

    place: int = 0
    file: str = ""
    at: int = 0
    sha256: str = ""


def _begin(after: Checkpoint | None, files: Sequence[Found]) -> _Begin:
    """Return where to go on; at the very beginning where the files before have changed since."""
    if not after:
        return _Begin()
    place = sum(one.name < after["file"] for one in files)
    if _states(files[:place]) != after["before"]:
        return _Begin()
    return _Begin(place, after["file"], after["at"], after["sha256"])


def _states(files: Sequence[Found]) -> str:
    return _short(repr([(one.name, one.state) for one in files]))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _remembered(state: str, sha256: str) -> str:
    return json.dumps({"state": state, "sha256": sha256})


def _place_of(wiring: Wiring, settings: FileSettings) -> Place:
    if settings.sftp is not None:
        # The library takes a while to load, and few sources need it.
        from ckanext.scigov_harvesters.file_sftp import SftpPlace

        return SftpPlace(wiring, settings, settings.sftp)
    return AddressPlace(wiring, settings) if settings.urls else FolderPlace(wiring, settings)
