"""JSON of a source as values: not deeper than allowed, whole, and without what cannot be stored."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.scigov.intake.contract import SourceFailed, Unreadable
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters.texts import excerpt

DEEPEST = 64
"""Levels of lists and objects. Honest records have fewer than ten."""
_UNSTORABLE = re.compile(r"\\u0000|\\u[dD][89a-fA-F]|\x00")
_BLANK = re.compile(r"[\s\ufeff]*")


def _number(text: str) -> float | str:
    """A number too large for a float stays the text it was: JSON has no infinity."""
    value = float(text)
    return value if math.isfinite(value) else text


# Raw line breaks in texts are common, and no reason to lose a source.
_DECODER = json.JSONDecoder(strict=False, parse_float=_number, parse_constant=str)


def documents(text: str) -> list[Any]:
    """Return all documents that stand in a text one behind the other; mostly it is one.

    Raises:
        SourceFailed: one is no JSON, is cut off, or is too deep; or there is none.
    """
    found: list[Any] = []
    position = _after_blank(text, 0)
    while position < len(text):
        value, position = _read(text, position)
        found.append(value)
        position = _after_blank(text, position)
    if not found:
        raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "JSON", "position": 0})
    return [_storable(one) for one in found] if _UNSTORABLE.search(text) else found


def document(text: str) -> Any:
    """Return the document that a text is; several lists on end are one list."""
    found = documents(text)
    if len(found) == 1:
        return found[0]
    if all(isinstance(one, list) for one in found):
        return [record for one in found for record in one]
    return found


def lines(text: str) -> Iterator[Any]:
    """Yield a value for each line; ``Unreadable`` for one that is none."""
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            yield from documents(line)
        except SourceFailed as failed:
            is_deep = failed.cause == Cause.TOO_DEEP.value
            cause = Cause.TOO_DEEP if is_deep else Cause.BROKEN_RECORD
            yield Unreadable(cause.value, excerpt(line.strip()))


def check_depth(value: Any, deepest: int = DEEPEST) -> None:
    """Look at every level without descending by calls: depth must not become ours.

    Raises:
        SourceFailed: there are more levels than allowed.
    """
    level = [value]
    for _depth in range(deepest):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return
    raise SourceFailed(Cause.TOO_DEEP.value, {"most": deepest})


def _inside(value: Any) -> list[Any]:
    """Return the lists and objects directly in a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, dict | list)]


def _read(text: str, position: int) -> tuple[Any, int]:
    try:
        value, end = _DECODER.raw_decode(text, position)
    except RecursionError:
        raise SourceFailed(Cause.TOO_DEEP.value, {"most": DEEPEST}) from None
    except json.JSONDecodeError as error:
        raise SourceFailed(
            Cause.BAD_ANSWER.value, {"expected": "JSON", "position": error.pos}
        ) from None
    except ValueError:  # A number of thousands of digits.
        raise SourceFailed(
            Cause.BAD_ANSWER.value, {"expected": "JSON", "position": position}
        ) from None
    check_depth(value)
    return value, end


def _after_blank(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _storable(value: Any) -> Any:
    """Take out what no database stores as text: the character 0 and halves of characters."""
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return whole.replace("\x00", "")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value


def at_path(value: Any, path: str) -> Any:
    """Return what lies at a dotted path; None where nothing does. An empty path is the value."""
    for name in path.split(".") if path else []:
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return value
