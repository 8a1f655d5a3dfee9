"""Records out of a file somebody has at hand: JSON in the shapes that portals give, CSV, XLSX."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from ckanext.scigov.intake.domain.mapping import paths
from ckanext.scigov.tables import reading
from ckanext.scigov.tables.domain.problems import UnfitFile

LARGEST = 500_000_000
"""Bytes of a sample."""
TABLES = ("csv", "tsv", "tab", "txt", "xlsx")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_DEEPEST_LIST = 5


class NoSample(Exception):
    """The file holds no records; ``code`` is the sentence's, ``value`` what it says."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


def records_of(path: Path, where: paths.Path | None = None) -> list[Any]:
    """Return the records of a file.

    JSON may be an array, an object that has the list somewhere in it, several of them on end, or
    one object on each line; in UTF-8, UTF-16 or GB18030. Of a table each row is an object with the
    names of its heading, whose values are texts.

    Args:
        path: of the file.
        where: ``records`` of the mapping: the list, or what stands in each element of it.

    Raises:
        NoSample: it cannot be read, or there is none in it.
    """
    data = _bytes_of(path)
    is_table = path.suffix[1:].lower() in TABLES or data.startswith(reading.ZIP)
    found = _rows_of(path) if is_table else _objects_of(_text_of(data), where)
    if not found:
        raise NoSample("empty")
    return found


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise NoSample("too_large", f"{LARGEST // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise NoSample("unreadable", error.strerror or "") from None


def _text_of(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoSample("charset")


def _objects_of(text: str, where: paths.Path | None) -> list[Any]:
    found: list[Any] = []
    documents = _documents(text)
    for document in documents:
        if where is not None:
            found += _found_at(document, where)
        elif isinstance(document, list):
            found += cast("list[Any]", document)
        else:
            # Objects on end are records, and what lists they have are theirs.
            listed = _longest_list(document, _DEEPEST_LIST) if len(documents) == 1 else None
            found += [document] if listed is None else listed
    return found


def _documents(text: str) -> list[Any]:
    """Return all the values that stand in a text one after the other."""
    decoder, at, found = json.JSONDecoder(), 0, list[Any]()
    try:
        while True:
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
            if at >= len(text):
                return found
            value, at = decoder.raw_decode(text, at)
            found.append(value)
    except RecursionError:
        raise NoSample("too_deep") from None
    except ValueError as error:
        line = text.count("\n", 0, getattr(error, "pos", at)) + 1
        raise NoSample("no_json", str(line)) from None


def _found_at(document: Any, where: paths.Path) -> list[Any]:
    """Return the records at a place: of the whole document, or of each element of a list."""
    value = where.value(document)
    if isinstance(value, list):
        return cast("list[Any]", value)
    if value is not None:
        return [value]
    if isinstance(document, list):
        return [where.value(one) for one in cast("list[Any]", document)]
    return [document]


def _longest_list(value: Any, depth: int) -> list[Any] | None:
    """Return the longest list of objects within an object."""
    best: list[Any] | None = None
    if not isinstance(value, Mapping) or not depth:
        return None
    for member in cast("Mapping[str, Any]", value).values():
        if isinstance(member, list):
            members = cast("list[Any]", member)
            found = members if any(isinstance(one, Mapping) for one in members) else None
        else:
            found = _longest_list(member, depth - 1)
        if found is not None and len(found) > len(best or ()):
            best = found
    return best


def _rows_of(path: Path) -> list[Any]:
    try:
        table = reading.examine(path, ending=path.suffix[1:].lower()).open()
        try:
            names = [name.strip() for name in table.heading]
            return [dict(zip(names, cells, strict=False)) for _line, cells in table if any(cells)]
        finally:
            table.close()
    except UnfitFile as error:
        raise NoSample("no_table", error.problems.kept[0].code.value) from None
