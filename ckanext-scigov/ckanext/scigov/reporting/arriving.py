"""Files that come in: receipts, and catalogues in the form of the 13 elements. Read, and gone again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import config as limits
from ckanext.scigov.intake.imports import sentences, sheets
from ckanext.scigov.reporting.domain import elements, forms, receipts
from ckanext.scigov.reporting.domain.receipts import Line
from ckanext.scigov.reporting.service import ReportReason
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.tables.workbook_reading import workbook_rows

PIECE = 1 << 20
MOST_ANSWERS = 200_000
ANSWERS = "回执"


def receipt(upload: Any) -> list[Line]:
    """Return the lines of a receipt: a workbook's first sheet, CSV, or JSON.

    Raises:
        tk.ValidationError: there is no file.
        Refused: it cannot be read.
    """
    with _kept(upload) as (path, name):
        if name.lower().endswith(".json"):
            return _answers(_json(path))
        sheet = sheets.read(path, name, "", MOST_ANSWERS)
        return [(number, _named(sheet.headers, cells)) for number, cells in sheet.rows]


def catalogue(upload: Any) -> tuple[list[Line], list[Line]]:
    """Return the lines of resources and of items of a workbook or JSON.

    Raises:
        tk.ValidationError: there is no file.
        Refused: it cannot be read, or has more entries than are taken at once.
    """
    with _kept(upload) as (path, name):
        if name.lower().endswith(".json"):
            return forms.lines_of_objects(_most(_objects(_json(path), forms.CATALOGUE)))
        sheet = sheets.read(path, name, forms.CATALOGUE, limits.most_entries())
        rows: list[Line] = [(number, _named(sheet.headers, cells)) for number, cells in sheet.rows]
        named = [one for one in sheet.sheets if one.startswith(forms.ITEMS)]
        return rows, [line for one in named for line in _lines(workbook_rows(path, one))]


@contextmanager
def readable() -> Iterator[None]:
    """Say of a file that is no spreadsheet what it is, at the field of the form."""
    try:
        yield
    except Refused as error:
        raise (sentences.unreadable(error) or error) from error


@contextmanager
def _kept(upload: Any) -> Iterator[tuple[Path, str]]:
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    with tempfile.TemporaryDirectory(prefix="scigov-report-") as folder:
        path = Path(folder) / "file"
        _copy(upload, path)
        yield path, ids.file_name(upload.filename)


def _copy(upload: FileStorage, path: Path) -> None:
    most, size = limits.most_bytes(), 0
    with path.open("wb") as target:
        while piece := cast("bytes", upload.stream.read(PIECE)):
            size += len(piece)
            if size > most:
                values: dict[str, str | int] = {"most": most // limits.MB}
                raise Refused(Refusal(ReportReason.TOO_LARGE, "upload", values))
            target.write(piece)


def _json(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(Refusal(ReportReason.NOT_JSON, "upload"))
    return cast("Mapping[str, Any]", found)


def _objects(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    listed = found.get(name)
    if not isinstance(listed, list):
        raise Refused(Refusal(ReportReason.NOT_JSON, "upload"))
    objects = cast("Sequence[Any]", listed)
    if not all(isinstance(one, dict) for one in objects):
        raise Refused(Refusal(ReportReason.NOT_JSON, "upload"))
    return list(objects)


def _answers(found: Mapping[str, Any]) -> list[Line]:
    """Return the answers of a JSON receipt; its number stands once, at the top, or at each answer."""
    common = found.get(receipts.SEQUENCE, "")
    return [
        (number, _texts({receipts.SEQUENCE: common, **one}))
        for number, one in enumerate(_objects(found, ANSWERS), start=1)
    ]


def _texts(cells: Mapping[str, Any]) -> dict[str, str]:
    found = {name: cells.get(name) for name in receipts.COLUMNS}
    return {name: "" if one is None else str(one).strip() for name, one in found.items()}


def _most(objects: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    most = limits.most_entries()
    if len(objects) > most:
        raise Refused(Refusal(ReportReason.TOO_MANY, "upload", {"most": most}))
    return objects


def _lines(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
    heading: list[str] | None = None
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if heading is None:
            heading = cells
        else:
            yield number, _named(heading, cells)


def _named(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {
        heading.strip().rstrip("*"): cell.strip()
        for heading, cell in zip(headings, cells, strict=False)
    }


def columns_missing(lines: Sequence[Line], needed: Sequence[str]) -> list[str]:
    """Return which columns a file does not have at all."""
    there = {name for _number, cells in lines[:1] for name in cells}
    return [name for name in needed if name not in there]


NEEDED = (elements.TITLE, elements.CODE, elements.PROVIDER)
