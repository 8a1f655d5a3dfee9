"""The texts in a file of any of the forms in which rows are given out, or were copied into.

The file is somebody's from outside: entities in XML are not followed, formulas are not counted.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from xml.parsers import expat
from zipfile import BadZipFile

import openpyxl

ENCODINGS = ("utf-8-sig", "gb18030")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (",", "\t", ";", "|")
LOOKED_AT = 50
LONGEST_CELL = 10_000_000


class Unreadable(Exception):
    """It is no file that could be looked into."""


def texts_of(path: Path) -> list[str]:
    """Return all cells, or texts, of a file: a workbook, JSON, XML, or lines with a delimiter.

    Raises:
        Unreadable: saying why.
    """
    try:
        data = path.read_bytes()
        if data.startswith(b"PK"):
            return list(_of_workbook(data))
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise Unreadable(str(error)) from error
    text = _decoded(data)
    begins = text.lstrip()[:1]
    if begins in ("{", "["):
        # What is only part of one, or something else, still has lines with texts.
        with contextlib.suppress(ValueError, RecursionError):
            return list(_of_json(json.loads(text)))
    if begins == "<":
        return _of_xml(text)
    return list(cells(text.splitlines(keepends=True)))


def cells(lines: Iterable[str], delimiter: str = "") -> Iterator[str]:
    """Return the cells of a table's lines; which delimiter parts them best is tried out."""
    lines = list(lines)
    chosen = delimiter or max(DELIMITERS, key=lambda one: _count(lines[:LOOKED_AT], one))
    for row in _rows(lines, chosen):
        yield from row


def _count(lines: list[str], delimiter: str) -> int:
    return sum(len(row) for row in _rows(lines, delimiter))


def _rows(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return  # What was read until then is evidence enough, or is not.


def _decoded(data: bytes) -> str:
    if data.startswith(UTF16):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _of_workbook(data: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


def _of_json(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in cast("list[Any]", value):
            yield from _of_json(one)
    elif isinstance(value, dict):
        for one in cast("dict[str, Any]", value).values():
            yield from _of_json(one)


def _of_xml(text: str) -> list[str]:
    """Return the texts between tags; of a broken document those before it breaks."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.CharacterDataHandler = found.append
    # Where a tag begins or ends, so does a text.
    parser.StartElementHandler = parser.EndElementHandler = _nothing
    parser.EntityDeclHandler = _no_entities
    # The declaration names the encoding that the bytes had.
    begin = text.find("?>") + 2 if text.lstrip().startswith("<?xml") else 0
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(text[begin:].lstrip(), True)
    return found


def _nothing(*_args: Any) -> None:
    """Let the parser hand out the text before a tag."""


def _no_entities(*_args: Any) -> None:
    raise Unreadable("It declares entities, which no table that was given out does.")
