"""A sheet that comes with a request: measured, read, and gone again; what it said is in its rows."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import config, sheets
from ckanext.scigov.intake.imports.sheets import Sheet, SheetReason
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A sheet, the name of its file, and its checksum."""

    sheet: Sheet
    file_name: str
    sha256: str


def read(upload: Any, sheet: str, most_rows: int) -> Uploaded:
    """Read what was uploaded.

    Raises:
        tk.ValidationError: there is no file.
        Refused: it is no spreadsheet, or too large.
    """
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    name = ids.file_name(upload.filename)
    with tempfile.TemporaryDirectory(prefix="scigov-import-") as folder:
        path = Path(folder) / "sheet"
        sha256 = _copy(upload, path)
        return Uploaded(sheets.read(path, name, sheet, most_rows), name, sha256)


def _copy(upload: FileStorage, path: Path) -> str:
    most, size, digest = config.most_bytes(), 0, hashlib.sha256()
    with path.open("wb") as target:
        while piece := cast("bytes", upload.stream.read(PIECE)):
            size += len(piece)
            if size > most:
                values = {"most": most // config.MB}
                raise Refused(Refusal(SheetReason.TOO_LARGE, "upload", values))
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()
