"""Records out of one file, one after another: a table's rows, or the objects of a JSON text.

Never more than one record of a JSON text is in memory, and none of more than 16 million characters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, TypeAlias

from ckanext.scigov.intake.contract import SourceFailed, Unreadable
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.tables import reading
from ckanext.scigov.tables.domain.problems import Code, UnfitFile
from ckanext.scigov.tables.json_reading import encoding_of_text, looks_like_json
from ckanext.scigov.tables.json_values import (
    END,
    LARGEST_VALUE,
    BrokenJson,
    Cut,
    TooDeep,
    TooLarge,
    Values,
    value_of,
)
from ckanext.scigov_harvesters.file_settings import FileSettings

DEEPEST = 64
"""Levels of lists and objects in a record; honest ones have fewer than ten."""
DEEPEST_LIST = 5
LINES = frozenset({"jsonl", "ndjson"})
_CODES = {
    Code.UNDECODABLE: Cause.WRONG_CHARSET,
    Code.WRONG_ENCODING: Cause.WRONG_CHARSET,
    Code.CELL_TOO_LARGE: Cause.RECORD_TOO_LARGE,
    Code.WORKBOOK_TOO_LARGE: Cause.TOO_LARGE,
    Code.BROKEN_QUOTES: Cause.TRUNCATED,
    Code.FILE_MISSING: Cause.NOT_FOUND,
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_EXCERPT = 500
PIECE = 1 << 20

Got: TypeAlias = "dict[str, Any] | Unreadable"


def records(path: Path, name: str, settings: FileSettings) -> Iterator[Got]:
    """Yield the records of a file, and ``Unreadable`` in the place of each that is none.

    Raises:
        SourceFailed: the file cannot be read on.
    """
    ending = name.rsplit(".", 1)[-1].lower()
    with _told(name):
        if not settings.encoding and _is_cut(path):
            raise SourceFailed(Cause.TRUNCATED.value, {"file": name})
        if not _is_json(path, ending):
            yield from _rows(path, ending, settings)
            return
        encoding = reading.Given(settings.encoding).codec or encoding_of_text(path)
        with path.open(encoding=encoding, newline="") as text:
            if Values(text).peek() == END:
                raise Cut("")
            text.seek(0)
            yield from _lines(text) if ending in LINES else _values(path, encoding, text, settings)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Make one cause of whatever is wrong with a file."""
    try:
        yield
    except UnfitFile as unfit:
        problem = unfit.problems.kept[0]
        cause = _CODES.get(problem.code, Cause.BAD_ANSWER)
        detail = {"file": name, "line": problem.line, "code": problem.code.value}
        raise SourceFailed(cause.value, detail) from None
    except UnicodeDecodeError:
        raise SourceFailed(Cause.WRONG_CHARSET.value, {"file": name}) from None
    except TooDeep:
        raise SourceFailed(Cause.TOO_DEEP.value, {"file": name}) from None
    except TooLarge:
        most = {"file": name, "most": LARGEST_VALUE}
        raise SourceFailed(Cause.RECORD_TOO_LARGE.value, most) from None
    except Cut:
        raise SourceFailed(Cause.TRUNCATED.value, {"file": name}) from None
    except BrokenJson as broken:
        said = {"file": name, "near": broken.near}
        raise SourceFailed(Cause.BAD_ANSWER.value, said) from None
    except OSError:
        raise SourceFailed(Cause.NOT_FOUND.value, {"file": name}) from None


def _is_json(path: Path, ending: str) -> bool:
    with path.open("rb") as raw:
        return looks_like_json(raw.read(reading.BEGINNING), ending)


def _is_cut(path: Path) -> bool:
    """Say whether a file is Chinese in UTF-8 up to its last character, and ends within that.

    In GB18030 it could be read all the same, as other characters.
    """
    decode = codecs.getincrementaldecoder("utf-8")().decode
    has_more = False
    with path.open("rb") as raw:
        try:
            while piece := raw.read(PIECE):
                has_more = not decode(piece).isascii() or has_more
        except UnicodeDecodeError:
            return False
    try:
        decode(b"", final=True)
    except UnicodeDecodeError:
        return has_more
    return False


def _rows(path: Path, ending: str, settings: FileSettings) -> Iterator[Got]:
    given = reading.Given(
        settings.encoding, settings.delimiter, settings.header_row, settings.sheet
    )
    table = reading.examine(path, ending=ending, given=given).open()
    try:
        names = _distinct(table.heading)
        for line, cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if any(cell.strip() for cell in cells[len(names) :]):
                excerpt = f"{line}: {' | '.join(cells)}"[:_EXCERPT]
                yield Unreadable(Cause.BROKEN_RECORD.value, excerpt)
                continue
            filled = [*cells, *[""] * (len(names) - len(cells))]
            yield {name: _plain_text(cell) for name, cell in zip(names, filled, strict=False)}
    finally:
        table.close()


def _distinct(heading: list[str]) -> list[str]:
    """Return the names of columns; one that stands there again gets a number."""
    found: dict[str, None] = {}
    for place, title in enumerate(heading, start=1):
        base = title.strip() or f"column_{place}"
        name, number = base, 1
        while name in found:
            number += 1
            name = f"{base}_{number}"
        found[name] = None
    return list(found)


def _lines(text: IO[str]) -> Iterator[Got]:
    while line := text.readline(LARGEST_VALUE):
        if len(line) == LARGEST_VALUE and not line.endswith("\n"):
            raise TooLarge(line[:80])
        if not line.strip():
            continue
        try:
            value = value_of(line)
        except TooDeep:
            yield Unreadable(Cause.TOO_DEEP.value, line.strip()[:_EXCERPT])
        except BrokenJson:
            yield Unreadable(Cause.BROKEN_RECORD.value, line.strip()[:_EXCERPT])
        else:
            yield _record(value)


def _values(path: Path, encoding: str, text: IO[str], settings: FileSettings) -> Iterator[Got]:
    """Yield the records of a JSON text: of lists on end, of a list in an object, or objects on end."""
    steps = tuple(settings.records.split(".")) if settings.records else None
    values = Values(text)
    if steps is None and values.peek() == "{":
        with path.open(encoding=encoding, newline="") as again:
            steps = _steps_of(Values(again))
    while values.peek() != END:
        if values.peek() == ",":
            values.take(",")
        elif values.peek() == "[":
            yield from map(_record, values.items())
        elif steps:
            yield from map(_record, _at(values, steps))
        else:
            yield _record(values.value())


def _at(values: Values, steps: tuple[str, ...]) -> Iterator[Any]:
    """Yield what stands in the list at a path of an object, which is read to its end."""
    if not steps and values.peek() == "[":
        yield from values.items()
    elif not steps or values.peek() != "{":
        yield values.value()
    else:
        for name in values.members():
            if name == steps[0]:
                yield from _at(values, steps[1:])
            else:
                _pass(values)


def _pass(values: Values) -> None:
    """Go past a value; of a list or an object at its top without holding it whole."""
    first = values.peek()
    if first == "[":
        for _item in values.items():
            pass
    elif first == "{":
        for _name in values.members():
            values.value()
    else:
        values.value()


def _steps_of(values: Values) -> tuple[str, ...]:
    """Return where in an object the longest list of objects is; empty when the text is objects on end.

    An object without such a list is one record.
    """
    found: dict[tuple[str, ...], int] = {}
    _count(values, (), found)
    if values.peek() != END or not found:
        return ()
    return max(found, key=lambda one: found[one])


def _count(values: Values, steps: tuple[str, ...], found: dict[tuple[str, ...], int]) -> None:
    first = values.peek()
    if first == "[" and steps:
        objects = sum(isinstance(one, dict) for one in values.items())
        if objects:
            found[steps] = objects
    elif first == "{" and len(steps) < DEEPEST_LIST:
        for name in values.members():
            _count(values, (*steps, name), found)
    else:
        values.value()


def _record(value: Any) -> Got:
    if not isinstance(value, dict):
        return Unreadable(Cause.NOT_A_RECORD.value, _shown(value))
    if _is_too_deep(value):
        return Unreadable(Cause.TOO_DEEP.value, _shown(dict.fromkeys(value, "…")))
    plain: dict[str, Any] = _plain(value)
    return plain


def _shown(value: Any) -> str:
    return _plain_text(str(value))[:_EXCERPT]


def _is_too_deep(value: Any) -> bool:
    """Look level by level: depth must not become ours."""
    level: list[Any] = [value]
    for _depth in range(DEEPEST):
        level = [one for outer in level for one in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value
    return [one for one in inner if isinstance(one, (dict, list))]


def _plain(value: Any) -> Any:
    """Return a value as it can be stored: no zero characters, numbers as JSON has them."""
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dict):
        return {_plain_text(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _plain_text(text: str) -> str:
    return _UNSTORABLE.sub("", text) if _UNSTORABLE.search(text) else text


def _number(value: Decimal) -> float | str:
    """Return a float where it says the same; a longer number stays the text it was."""
    found = float(value)
    return found if Decimal(repr(found)) == value else str(value)
