"""The code list of a data item: which values its cells may have, and what each stands for.

It is kept as text, a code on each line, value and label with a tab between them, so that a form, a
spreadsheet and a person write it alike.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

MOST_CODES = 500
LONGEST_VALUE = 100
LONGEST_LABEL = 200
# 1 男, 1=男, 1：男, 1-男; a tab goes before all of them.
_PAIR = re.compile(r"(?P<value>[^\s=＝:：,，、]+)\s*(?:[=＝:：,，、]|[-–—]\s|\s)\s*(?P<label>.*)")


class Wrong(enum.Enum):
    """Why a code list cannot be kept."""

    TOO_MANY = "too_many"
    NO_VALUE = "no_value"
    TOO_LONG = "too_long"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Code:
    value: str
    label: str = ""

    @property
    def shown(self) -> str:
        return f"{self.value} {self.label}".strip()


def read(given: object) -> tuple[Code, ...]:
    """Return the codes of a text, of JSON text, or of a list of ``value`` and ``label``.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(given, str) and given.lstrip().startswith("[{"):
        given = json.loads(given)
    if isinstance(given, (list, tuple)):
        listed = cast("Sequence[Any]", given)
        if all(isinstance(one, Mapping) for one in listed):
            return tuple(_of_object(one) for one in listed)
        raise ValueError("A code is an object with a value and a label.")
    if given is not None and not isinstance(given, str):
        raise ValueError("A code list is text or a list of objects.")
    return tuple(_of_line(line) for line in (given or "").splitlines() if line.strip())


def readable(given: object) -> tuple[Code, ...]:
    """Return the codes of what is stored; none where that is no code list."""
    try:
        return read(given)
    except ValueError:
        return ()


def written(codes: Iterable[Code]) -> str:
    return "\n".join(f"{code.value}\t{code.label}".rstrip("\t") for code in codes)


def wrong_with(codes: Sequence[Code]) -> tuple[Wrong, str] | None:
    """Return why a list cannot be kept, and the value that is to blame."""
    if len(codes) > MOST_CODES:
        return Wrong.TOO_MANY, str(len(codes))
    seen: set[str] = set()
    for code in codes:
        if not code.value:
            return Wrong.NO_VALUE, code.label
        if len(code.value) > LONGEST_VALUE or len(code.label) > LONGEST_LABEL:
            return Wrong.TOO_LONG, code.value[:LONGEST_VALUE]
        if code.value in seen:
            return Wrong.TWICE, code.value
        seen.add(code.value)
    return None


def changed(before: object, after: object) -> tuple[str, str]:
    """Return what of a list was there before and is not now, and the other way round, in words.

    Where only the order is another one, both lists are told as a whole.
    """
    old, new = readable(before), readable(after)
    gone = [code for code in old if code not in new]
    came = [code for code in new if code not in old]
    if not gone and not came:
        return _in_words(old), _in_words(new)
    return _in_words(gone), _in_words(came)


def _in_words(codes: Iterable[Code]) -> str:
    return "；".join(code.shown for code in codes)


def _of_object(one: Mapping[str, Any]) -> Code:
    value, label = (" ".join(str(one.get(part) or "").split()) for part in ("value", "label"))
    return Code("0" if one.get("value") == 0 else value, label)


def _of_line(line: str) -> Code:
    value, tab, label = line.strip().partition("\t")
    if not tab:
        found = _PAIR.fullmatch(value)
        value, label = (found["value"], found["label"]) if found else (value, "")
    return Code(" ".join(value.split()), " ".join(label.split()))
