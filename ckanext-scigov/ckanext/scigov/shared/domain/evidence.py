"""Files that people attach as evidence: which are taken, and when one may be opened.

What a file is, its content says; its name has to agree. Archives are not taken: what is in them can be
judged by nobody. OFD, DOCX and XLSX are ZIP packages by their nature, and told by what is in them.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.ids import file_name

MEGABYTE = 1 << 20
SNIFFED = 16
"""Bytes from the beginning of a file that tell its type."""
PACKAGE = b"PK\x03\x04"


class FileType(enum.Enum):
    """The value is the ending by which a file of this type is shown and sent."""

    PDF = "pdf"
    OFD = "ofd"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpg"


ENDINGS: Mapping[str, FileType] = MappingProxyType(
    {**{one.value: one for one in FileType}, "jpeg": FileType.JPEG}
)
MEDIA_TYPES: Mapping[FileType, str] = MappingProxyType(
    {
        FileType.PDF: "application/pdf",
        FileType.OFD: "application/ofd",
        FileType.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileType.PNG: "image/png",
        FileType.JPEG: "image/jpeg",
    }
)
_BEGINNINGS: Mapping[bytes, FileType] = MappingProxyType(
    {
        b"%PDF-": FileType.PDF,
        b"\x89PNG\r\n\x1a\n": FileType.PNG,
        b"\xff\xd8\xff": FileType.JPEG,
    }
)
# A member that a package of this type always has.
_MEMBERS: Mapping[str, FileType] = MappingProxyType(
    {
        "OFD.xml": FileType.OFD,
        "word/document.xml": FileType.DOCX,
        "xl/workbook.xml": FileType.XLSX,
    }
)
_MACROS = frozenset({"vbaproject.bin", "vbadata.xml"})


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """What a feature takes; of all files of one case together where it says so."""

    most_bytes: int = 20 * MEGABYTE
    most_files: int = 20
    most_bytes_together: int = 100 * MEGABYTE
    types: frozenset[FileType] = frozenset(FileType)


class EvidenceReason(enum.Enum):
    TYPE_NOT_ALLOWED = "type_not_allowed"
    CONTENT_IS_OTHER = "content_is_other"
    """The content is not what the name's ending says."""
    HAS_MACROS = "has_macros"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MUCH_TOGETHER = "too_much_together"


class ScanState(enum.Enum):
    """Of a file, as it is stored."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"


class ScanOutcome(enum.Enum):
    """Of one scan."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNREACHABLE = "unreachable"
    """No scanner, none in time, or none that speaks sense."""
    REFUSED = "refused"
    """The scanner answered that it does not scan this file: larger than its own limits, mostly."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a case (an application, a report) has already, and what it may have."""

    limits: EvidenceLimits
    files: int = 0
    bytes_together: int = 0

    @property
    def most_bytes(self) -> int:
        """Of the next file."""
        left = self.limits.most_bytes_together - self.bytes_together
        return max(min(self.limits.most_bytes, left), 0)

    def refusal(self) -> Refusal:
        """Of a file that is larger than ``most_bytes``."""
        if self.most_bytes < self.limits.most_bytes:
            most = self.limits.most_bytes_together
            return _refused(EvidenceReason.TOO_MUCH_TOGETHER, most=most)
        return _refused(EvidenceReason.TOO_LARGE, most=self.limits.most_bytes)


def judge_name(name: str, room: Room) -> FileType | Refusal:
    """Say what a file claims to be, before a byte of it is stored; ``name`` as it was sent."""
    limits = room.limits
    claimed = ENDINGS.get(_ending(name))
    if claimed is None or claimed not in limits.types:
        return _refused(EvidenceReason.TYPE_NOT_ALLOWED, types=_listed(limits.types))
    if room.files >= limits.most_files:
        return _refused(EvidenceReason.TOO_MANY_FILES, most=limits.most_files)
    return room.refusal() if room.most_bytes == 0 else claimed


def judge_content(
    claimed: FileType, beginning: bytes, members: Collection[str], size: int
) -> Refusal | None:
    """Say what is wrong with a file that is stored; None where it is what it claims to be.

    Args:
        claimed: by its name.
        beginning: ``SNIFFED`` bytes.
        members: names in it, when it is a ZIP package; empty for others and for broken ones.
        size: in bytes.
    """
    if not size:
        return _refused(EvidenceReason.EMPTY)
    if type_of(beginning, members) is not claimed:
        return _refused(EvidenceReason.CONTENT_IS_OTHER, type=claimed.value)
    if any(name.rpartition("/")[2].lower() in _MACROS for name in members):
        return _refused(EvidenceReason.HAS_MACROS)
    return None


def type_of(beginning: bytes, members: Collection[str]) -> FileType | None:
    """Return what a file is by its content."""
    if beginning.startswith(PACKAGE):
        found = {kind for name, kind in _MEMBERS.items() if name in members}
        # Two at once is a package made to look like either.
        return found.pop() if len(found) == 1 else None
    return next((kind for start, kind in _BEGINNINGS.items() if beginning.startswith(start)), None)


def shown_name(name: str, kind: FileType) -> str:
    """Return the name under which a file is shown and sent: safe, and with its type's ending."""
    clean = file_name(name)
    if ENDINGS.get(_ending(clean)) is kind:
        return clean
    return f"{clean}.{kind.value}"


def state_after(outcome: ScanOutcome, before: ScanState) -> ScanState:
    """Return a file's state after a scan: nothing is learned from a scanner that does not answer.

    What was found once stays found, whatever a second scan at the same time says.
    """
    if outcome is ScanOutcome.CLEAN and before is not ScanState.INFECTED:
        return ScanState.CLEAN
    return ScanState.INFECTED if outcome is ScanOutcome.INFECTED else before


def told_state(state: ScanState) -> str:
    """Return a file's state as actions tell it: ``waiting``, ``clean`` or ``infected``."""
    return "waiting" if state is ScanState.UNSCANNED else state.value


def may_be_opened(state: ScanState, *, is_scanning: bool) -> bool:
    """Say whether anybody may open a file; ``is_scanning``: the site has a scanner configured."""
    return state is ScanState.CLEAN or (state is ScanState.UNSCANNED and not is_scanning)


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _listed(types: Collection[FileType]) -> str:
    return ", ".join(one.value for one in FileType if one in types)


def _refused(reason: EvidenceReason, **values: str | int) -> Refusal:
    return Refusal(reason, "upload", values)
