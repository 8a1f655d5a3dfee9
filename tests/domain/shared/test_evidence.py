"""Which files are taken, by name and by content, and when one may be opened."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared.domain import evidence
from ckanext.scigov.shared.domain.evidence import (
    MEDIA_TYPES,
    EvidenceLimits,
    EvidenceReason,
    FileType,
    Room,
    ScanOutcome,
    ScanState,
)
from ckanext.scigov.shared.errors import Refusal

LIMITS = EvidenceLimits(most_bytes=100, most_files=3, most_bytes_together=250)
PDF, PNG, JPEG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"
ZIP = b"PK\x03\x04\x14\x00"


def refusal(reason, **values):
    return Refusal(reason, "upload", values)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("公函（盖章）.pdf", FileType.PDF), ("公函.OFD", FileType.OFD), ("说明.docx", FileType.DOCX),
        ("清单.xlsx", FileType.XLSX), ("照片.jpeg", FileType.JPEG), ("照片.JPG", FileType.JPEG),
        ("扫描.png", FileType.PNG),
    ],
)  # fmt: skip
def test_a_name_says_what_a_file_claims_to_be(name, kind):
    assert evidence.judge_name(name, Room(LIMITS)) is kind


@pytest.mark.parametrize(
    "name", ["a.zip", "a.pdf.exe", "a.docm", "a.svg", "a.html", "pdf", "", "a."]
)
def test_other_endings_are_refused(name):
    assert evidence.judge_name(name, Room(LIMITS)) == refusal(
        EvidenceReason.TYPE_NOT_ALLOWED, types="pdf, ofd, docx, xlsx, png, jpg"
    )


def test_a_site_may_take_less():
    limits = EvidenceLimits(types=frozenset({FileType.PDF, FileType.OFD}))
    assert evidence.judge_name("a.png", Room(limits)) == refusal(
        EvidenceReason.TYPE_NOT_ALLOWED, types="pdf, ofd"
    )
    assert evidence.judge_name("a.pdf", Room(limits)) is FileType.PDF


def test_the_number_of_files_is_limited():
    judge = evidence.judge_name
    assert judge("a.pdf", Room(LIMITS, 2, 0)) is FileType.PDF
    assert judge("a.pdf", Room(LIMITS, 3, 0)) == refusal(EvidenceReason.TOO_MANY_FILES, most=3)


def test_all_files_together_are_limited():
    judge = evidence.judge_name
    assert judge("a.pdf", Room(LIMITS, 0, 249)) is FileType.PDF
    assert judge("a.pdf", Room(LIMITS, 0, 250)) == refusal(
        EvidenceReason.TOO_MUCH_TOGETHER, most=250
    )


@pytest.mark.parametrize(
    ("together", "most", "reason", "told"),
    [
        (0, 100, EvidenceReason.TOO_LARGE, 100),
        (150, 100, EvidenceReason.TOO_LARGE, 100),
        (151, 99, EvidenceReason.TOO_MUCH_TOGETHER, 250),
        (999, 0, EvidenceReason.TOO_MUCH_TOGETHER, 250),
    ],
)
def test_the_next_file_has_the_room_that_is_left(together, most, reason, told):
    room = Room(LIMITS, 0, together)
    assert room.most_bytes == most
    assert room.refusal() == refusal(reason, most=told)


@pytest.mark.parametrize(
    ("kind", "beginning", "members"),
    [
        (FileType.PDF, PDF, ()),
        (FileType.PNG, PNG, ()),
        (FileType.JPEG, JPEG, ()),
        (FileType.OFD, ZIP, ("OFD.xml", "Doc_0/Document.xml")),
        (FileType.DOCX, ZIP, ("[Content_Types].xml", "word/document.xml")),
        (FileType.XLSX, ZIP, ("[Content_Types].xml", "xl/workbook.xml")),
    ],
)
def test_content_that_agrees_is_taken_and_no_other(kind, beginning, members):
    assert evidence.judge_content(kind, beginning, members, 9) is None
    others = [one for one in FileType if one is not kind]
    for other in others:
        assert evidence.judge_content(other, beginning, members, 9) == refusal(
            EvidenceReason.CONTENT_IS_OTHER, type=other.value
        )


@pytest.mark.parametrize(
    ("beginning", "members"),
    [
        (b"<html>", ()),
        (b" %PDF-1.7", ()),
        (b"MZ\x90", ()),
        (b"\xd0\xcf\x11\xe0", ()),
        (ZIP, ()),
        (ZIP, ("a.exe",)),
        (ZIP, ("word/document.xml", "xl/workbook.xml")),
    ],
)
def test_content_of_no_type_is_refused(beginning, members):
    assert evidence.type_of(beginning, members) is None


def test_macros_are_refused():
    members = ("word/document.xml", "word/vbaProject.bin")
    assert evidence.judge_content(FileType.DOCX, ZIP, members, 9) == refusal(
        EvidenceReason.HAS_MACROS
    )


def test_an_empty_file_is_refused():
    assert evidence.judge_content(FileType.PDF, b"", (), 0) == refusal(EvidenceReason.EMPTY)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("公函（盖章）.pdf", FileType.PDF, "公函（盖章）.pdf"),
        ("C:\\桌面\\公函.PDF", FileType.PDF, "公函.PDF"),
        ("照片.jpeg", FileType.JPEG, "照片.jpeg"),
        ("../../etc/公函.pdf", FileType.PDF, "公函.pdf"),
        ("公\u202efdp.exe\x00.pdf", FileType.PDF, "公fdp.exe.pdf"),
        ("a<b>.pdf", FileType.PDF, "a_b_.pdf"),
        (".pdf", FileType.PDF, "pdf.pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_deceive(name, kind, shown):
    assert evidence.shown_name(name, kind) == shown


def test_every_type_has_a_media_type():
    assert set(MEDIA_TYPES) == set(FileType)


STATES = {
    # state: (opened with a scanner, opened without, as it is told)
    ScanState.UNSCANNED: (False, True, "waiting"),
    ScanState.CLEAN: (True, True, "clean"),
    ScanState.INFECTED: (False, False, "infected"),
}


@pytest.mark.parametrize("state", ScanState)
def test_a_file_is_opened_when_it_is_clean_or_nobody_scans(state):
    opened = [evidence.may_be_opened(state, is_scanning=one) for one in (True, False)]
    assert (*opened, evidence.told_state(state)) == STATES[state]


@pytest.mark.parametrize("before", ScanState)
def test_only_an_answer_changes_the_state(before):
    found = before is ScanState.INFECTED
    assert (evidence.state_after(ScanOutcome.CLEAN, before) is ScanState.INFECTED) == found
    assert (evidence.state_after(ScanOutcome.CLEAN, before) is ScanState.CLEAN) != found
    assert evidence.state_after(ScanOutcome.INFECTED, before) is ScanState.INFECTED
    assert evidence.state_after(ScanOutcome.UNREACHABLE, before) is before
    assert evidence.state_after(ScanOutcome.REFUSED, before) is before
