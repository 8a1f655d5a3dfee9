"""Files in a zip archive, unpacked one at a time and counted while they are: no number in it is believed."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters.file_records import Got, records
from ckanext.scigov_harvesters.file_settings import FileSettings

PIECE = 1 << 20
_IS_UTF8 = 0x800
_IS_ENCRYPTED = 0x1


def records_in(path: Path, name: str, settings: FileSettings) -> Iterator[tuple[str, Got]]:
    """Yield the records of the files in an archive, each with the name of its file.

    Raises:
        SourceFailed: it is broken, encrypted or larger than allowed when it is unpacked.
    """
    left = settings.limits.file_bytes
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            for entry in _chosen(archive, name, settings):
                inner, place = f"{name}/{_name_of(entry)}", Path(folder) / "file"
                left -= _unpack(archive, entry, place, left, inner)
                for one in records(place, inner, settings):
                    yield inner, one
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise SourceFailed(Cause.BAD_ANSWER.value, {"file": name}) from None


def _chosen(archive: zipfile.ZipFile, name: str, settings: FileSettings) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > settings.limits.files:
        raise SourceFailed(
            Cause.TOO_MANY_FILES.value, {"file": name, "most": settings.limits.files}
        )
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise SourceFailed(Cause.BAD_ANSWER.value, {"file": name, "code": "encrypted"})
    return sorted((one for one in entries if _is_meant(one, settings)), key=_name_of)


def _is_meant(entry: zipfile.ZipInfo, settings: FileSettings) -> bool:
    base = _name_of(entry).rsplit("/", 1)[-1]
    is_hidden = not base or base.startswith((".", "~$")) or "__MACOSX" in entry.filename
    return not is_hidden and any(fnmatchcase(base, one) for one in settings.files)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: programs of Chinese systems write it in GBK and do not say so."""
    if entry.flag_bits & _IS_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, most: int, name: str
) -> int:
    size = 0
    with archive.open(entry) as packed, place.open("wb") as file:
        while piece := packed.read(PIECE):
            size += len(piece)
            if size > most:
                raise SourceFailed(Cause.TOO_LARGE.value, {"file": name, "most": most})
            file.write(piece)
    return size
