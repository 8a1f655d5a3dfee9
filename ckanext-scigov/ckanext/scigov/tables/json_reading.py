"""JSON as a table: a list of objects, an object with one such list, or an object on each line.

The columns are the names in all objects, in the order in which they first come. What is nested in a
cell stays JSON text. The number of a row is its line in JSON Lines, else its place in the list.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, TypeAlias, cast

import simplejson

from ckanext.scigov.tables.domain.columns import MOST_COLUMNS
from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.json_values import END, LARGEST_VALUE, BrokenJson, Values, value_of

Row: TypeAlias = "tuple[int, list[str]]"
Object: TypeAlias = "dict[str, Any]"

LINES = "lines"
LIST = "list"
JSON_ENDINGS = ("json", "jsonl", "ndjson")
LINE_ENDINGS = ("jsonl", "ndjson")
ENCODINGS = ("utf-8", "gb18030")
PIECE = 1 << 20
LONGEST_PLAIN_NUMBER = 60
_LOOKS_LIKE_JSON = re.compile(r'\s*(?:\[\s*[{\]]|\{\s*")')
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class JsonLayout:
    """How a JSON file is written; ``member`` is the name of its list, empty for the whole."""

    encoding: str
    form: str
    names: tuple[str, ...] = ()
    member: str = ""


def looks_like_json(beginning: bytes, ending: str) -> bool:
    """Say whether a file is to be read as JSON: by its name, or by a beginning no table has."""
    if ending in JSON_ENDINGS:
        return True
    encoding = "utf-16" if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return bool(_LOOKS_LIKE_JSON.match(beginning.decode(encoding, "ignore")))


def examine_json(path: Path, *, ending: str, wanted: str = "", encoding: str = "") -> JsonLayout:
    """Find out how a JSON file is written, and what its objects call their values.

    Args:
        path: of the file.
        ending: of its name.
        wanted: the name of the list, where the file has several.
        encoding: where the owner knows it.

    Raises:
        UnfitFile: it is no JSON, or no table.
    """
    encoding = encoding or encoding_of_text(path)
    try:
        layout = _form_of(path, encoding, ending, wanted)
        return JsonLayout(encoding, layout.form, _names(path, layout), layout.member)
    except UnicodeDecodeError:
        raise UnfitFile.because(Problem(Code.UNDECODABLE)) from None


def json_rows(text: IO[str], layout: JsonLayout) -> Generator[Row, None, None]:
    """Yield the heading, then a row for each object."""
    yield 0, [name.strip() or f"column_{n}" for n, name in enumerate(layout.names, start=1)]
    with text:
        for number, found in _objects(text, layout):
            yield number, [_cell(found.get(name), number) for name in layout.names]


def _names(path: Path, layout: JsonLayout) -> tuple[str, ...]:
    names: dict[str, None] = {}
    with path.open(encoding=layout.encoding, newline="") as text:
        for _number, found in _objects(text, layout):
            names.update(dict.fromkeys(found))
            if len(names) > MOST_COLUMNS:
                raise UnfitFile.because(Problem(Code.TOO_MANY_COLUMNS, value=str(len(names))))
    if not names:
        raise UnfitFile.because(Problem(Code.NO_HEADER))
    return tuple(names)


def _form_of(path: Path, encoding: str, ending: str, wanted: str) -> JsonLayout:
    with path.open(encoding=encoding, newline="") as text:
        begins = Values(text).peek()
    if begins == "{" and (ending in LINE_ENDINGS or _has_lines(path, encoding)):
        return JsonLayout(encoding, LINES)
    if begins == "{":
        return JsonLayout(encoding, LIST, member=_only_list(path, encoding, wanted))
    if begins == "[":
        return JsonLayout(encoding, LIST)
    code = Code.JSON_BROKEN if begins else Code.NO_HEADER
    raise UnfitFile.because(Problem(code, 1 if begins else 0, value=begins))


def _has_lines(path: Path, encoding: str) -> bool:
    """Say whether the first line is an object and something follows it."""
    with path.open(encoding=encoding, newline="") as text:
        line = text.readline(LARGEST_VALUE)
        while line and not line.strip():
            line = text.readline(LARGEST_VALUE)
        try:
            is_object = len(line) < LARGEST_VALUE and isinstance(value_of(line), dict)
        except BrokenJson:
            return False
        return is_object and Values(text).peek() != END


def _only_list(path: Path, encoding: str, wanted: str) -> str:
    """Return the name of the list of objects in an object."""
    with path.open(encoding=encoding, newline="") as text, _told(1):
        lists = list(_lists(Values(text)))
    if wanted:
        lists = [name for name in lists if name == wanted]
    if not lists:
        raise UnfitFile.because(Problem(Code.JSON_NO_LIST, value=wanted))
    if len(lists) > 1:
        raise UnfitFile.because(Problem(Code.JSON_SEVERAL_LISTS, value=", ".join(lists)))
    return lists[0]


def _lists(values: Values) -> Iterator[str]:
    for name in values.members():
        if values.peek() != "[":
            values.value()
            continue
        has_object = False
        for item in values.items():
            has_object = has_object or isinstance(item, dict)
        if has_object:
            yield name
    values.end()


def _objects(text: IO[str], layout: JsonLayout) -> Iterator[tuple[int, Object]]:
    numbered = _of_lines(text) if layout.form == LINES else _of_list(text, layout.member)
    for number, found in numbered:
        if not isinstance(found, dict):
            raise UnfitFile.because(Problem(Code.JSON_NO_OBJECT, number, value=str(found)))
        yield number, cast("Object", found)


def _of_lines(text: IO[str]) -> Iterator[tuple[int, Any]]:
    for number, line in _filled_lines(text):
        with _told(number):
            found = value_of(line)
        yield number, found


def _filled_lines(text: IO[str]) -> Iterator[tuple[int, str]]:
    number = 0
    while line := text.readline(LARGEST_VALUE):
        number += 1
        if len(line) == LARGEST_VALUE:
            raise UnfitFile.because(Problem(Code.CELL_TOO_LARGE, number))
        if line.strip():
            yield number, line


def _of_list(text: IO[str], member: str) -> Iterator[tuple[int, Any]]:
    values, number = Values(text), 0
    if not member:
        items = values.items()
    else:
        names = values.members()
        while True:
            with _told(1):
                name = next(names)
                if name == member:
                    break
                values.value()
        items = values.items()
    while True:
        with _told(number + 1):
            found = next(items, _told)
        if found is _told:
            break
        number += 1
        yield number, found
    if not member:
        with _told(number):
            values.end()


class _told:  # noqa: N801 (used as a function)
    """Make a problem of the file of what is no JSON."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __enter__(self) -> None:
        """Nothing has to be done."""

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        if isinstance(error, BrokenJson):
            problem = Problem(Code.JSON_BROKEN, self._number, value=error.near)
            raise UnfitFile.because(problem) from None


def _cell(value: Any, number: int) -> str:
    """Write a value as a cell: text as it is, numbers as they stand there, the rest as JSON."""
    if isinstance(value, str):
        text = value
    elif value is None:
        text = ""
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, int):
        text = str(value)
    elif isinstance(value, Decimal):
        is_plain = abs(value.adjusted()) < LONGEST_PLAIN_NUMBER
        text = format(value, "f") if is_plain else str(value)
    else:
        try:
            text = simplejson.dumps(value, ensure_ascii=False, use_decimal=True)
        except RecursionError:
            raise UnfitFile.because(Problem(Code.JSON_BROKEN, number)) from None
    return text if text.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def encoding_of_text(path: Path) -> str:
    """Return the encoding in which all of a file is right; a file may be one long line."""
    with path.open("rb") as raw:
        begins = raw.read(len(codecs.BOM_UTF8))
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if begins == codecs.BOM_UTF8:
        return "utf-8-sig"
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as text:
                while text.read(PIECE):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnfitFile.because(Problem(Code.UNDECODABLE))
