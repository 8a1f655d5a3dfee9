"""Evidence on disk: whole, hashed, away from everything public, and never forgotten."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ckanext.scigov.shared.domain.evidence import (
    EvidenceLimits,
    EvidenceReason,
    FileType,
    Room,
)
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.evidence import keeping
from ckanext.scigov.shared.evidence.keeping import PublicFolder, StoredEvidence
from ckanext.scigov.shared.storage import FileStore

LIMITS = EvidenceLimits(most_bytes=2000, most_files=3, most_bytes_together=5000)
PDF = b"%PDF-1.7\n" + b"x" * 100
NOW = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return keeping.store_in(tmp_path, "applications")


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, b"x")
    return target.getvalue()


def put(store: FileStore, content: bytes, name: str = "公函.pdf", **more: Any) -> Any:
    return keeping.store(store, io.BytesIO(content), name, Room(LIMITS, **more))


def everything(files: FileStore) -> list[Path]:
    return [path for path in files.root.parent.rglob("*") if path.is_file()]


def test_a_file_is_stored_and_hashed_under_a_name_that_says_nothing(files):
    found = put(files, PDF, "../公函（盖章）.PDF")
    assert isinstance(found, StoredEvidence)
    assert (found.kind, found.name) == (FileType.PDF, "公函（盖章）.PDF")
    assert (found.file.size, found.file.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    path = files.path(found.file.key)
    assert path.read_bytes() == PDF
    assert path.name == found.file.key
    assert files.marks() == [found.file.key]


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (package("OFD.xml"), "公函.ofd", FileType.OFD),
        (package("[Content_Types].xml", "word/document.xml"), "说明.docx", FileType.DOCX),
        (package("xl/workbook.xml"), "清单.xlsx", FileType.XLSX),
    ],
)
def test_packages_are_told_by_what_is_in_them(files, content, name, kind):
    assert put(files, content, name).kind is kind


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"<html>", "公函.pdf", EvidenceReason.CONTENT_IS_OTHER),
        (PDF, "公函.docx", EvidenceReason.CONTENT_IS_OTHER),
        (package("a.exe"), "公函.docx", EvidenceReason.CONTENT_IS_OTHER),
        (b"PK\x03\x04 broken", "公函.docx", EvidenceReason.CONTENT_IS_OTHER),
        (package("word/document.xml", "word/vbaProject.bin"), "公函.docx", EvidenceReason.HAS_MACROS),
        (b"", "公函.pdf", EvidenceReason.EMPTY),
        (PDF + b"x" * 2000, "公函.pdf", EvidenceReason.TOO_LARGE),
        (PDF, "公函.zip", EvidenceReason.TYPE_NOT_ALLOWED),
    ],
)  # fmt: skip
def test_nothing_stays_of_a_file_that_is_refused(files, content, name, reason):
    found = put(files, content, name)
    assert isinstance(found, Refusal)
    assert (found.reason, found.field) == (reason, "upload")
    assert everything(files) == []


def test_a_package_of_too_many_members_is_none(files, monkeypatch):
    content = package("word/document.xml", "a", "b")
    assert put(files, content, "a.docx").kind is FileType.DOCX
    monkeypatch.setattr(keeping, "MOST_MEMBERS", 2)
    assert put(files, content, "a.docx").reason is EvidenceReason.CONTENT_IS_OTHER


def test_the_room_of_an_application_counts(files):
    assert isinstance(put(files, PDF, files=2, bytes_together=4891), StoredEvidence)
    assert put(files, PDF, files=3).reason is EvidenceReason.TOO_MANY_FILES
    assert put(files, PDF, bytes_together=4892).reason is EvidenceReason.TOO_MUCH_TOGETHER


def test_nothing_stays_of_an_upload_that_breaks_off(files):
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise ConnectionResetError
            return super().read(50)

    with pytest.raises(ConnectionResetError):
        keeping.store(files, BreaksOff(PDF), "公函.pdf", Room(LIMITS))
    assert everything(files) == []


def age(files: FileStore, key: str, hours: float) -> None:
    moment = (NOW - dt.timedelta(hours=hours)).timestamp()
    os.utime(files.unfinished / key, (moment, moment))


def test_the_sweep_deletes_what_no_row_names_and_leaves_the_young(files):
    kept, lost, young = (put(files, PDF).file.key for _ in range(3))
    for key, hours in ((kept, 30), (lost, 30), (young, 23)):
        age(files, key, hours)
    asked: list[set[str]] = []

    def named(keys: Any) -> set[str]:
        asked.append(set(keys))
        return {kept, young}

    assert keeping.sweep(files, named, now=NOW) == 1
    assert asked == [{kept, lost}]
    assert [files.path(key).exists() for key in (kept, lost, young)] == [True, False, True]
    assert files.marks() == [young]


def test_the_sweep_asks_nobody_when_there_is_nothing(files):
    assert keeping.sweep(files, lambda keys: pytest.fail("asked"), now=NOW) == 0


def test_a_mark_that_goes_meanwhile_is_left(files, monkeypatch):
    key = put(files, PDF).file.key
    files.unmark(key)
    monkeypatch.setattr(FileStore, "marks", lambda self: [key])
    assert keeping.sweep(files, lambda keys: set(), now=NOW) == 0
    assert files.path(key).exists()


def test_what_is_kept_and_what_is_dropped_is_said_by_marks(files):
    key = put(files, PDF).file.key
    keeping.settle_kept(files, key)
    assert files.marks() == []
    keeping.mark_dropped(files, key)
    age(files, key, 30)
    assert keeping.sweep(files, lambda keys: set(), now=NOW) == 1
    assert everything(files) == []


def test_the_store_lies_beside_what_ckan_gives_out(tmp_path):
    roots = [keeping.store_in(tmp_path, one, [tmp_path / "public"]).root for one in ("a", "b")]
    assert roots == [(tmp_path / one / "objects").resolve() for one in ("a", "b")]


@pytest.mark.parametrize("public", ["", "applications", "."])
def test_a_store_in_a_public_folder_is_refused(tmp_path, public):
    with pytest.raises(PublicFolder, match="inside the public folder"):
        keeping.store_in(tmp_path, "applications", [tmp_path / public])


def test_a_link_does_not_hide_that_a_folder_is_public(tmp_path):
    (tmp_path / "storage").mkdir()
    (tmp_path / "applications").symlink_to(tmp_path / "storage")
    with pytest.raises(PublicFolder):
        keeping.store_in(tmp_path, "applications")
