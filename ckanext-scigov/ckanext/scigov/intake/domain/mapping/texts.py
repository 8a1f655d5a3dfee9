"""Texts of a source made clean: what a database, a feed or a browser cannot bear goes out."""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, cast

LONGEST_RAW = 100_000
"""Characters that are looked at of one value."""
LONGEST_KEY = 500
EXCERPT = 200

UNBEARABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
# A number that its own source could not have meant as a text.
_LONGEST_NUMBER = 1_000


def scrub(text: str) -> str:
    """Return a text without control characters, halves of characters and marks of byte order."""
    if len(text) > LONGEST_RAW:
        text = text[:LONGEST_RAW]
    if text.isprintable():
        return text.strip()
    return UNBEARABLE.sub("", text).strip()


def tidy(text: str) -> str:
    """Return a text of several lines with line breaks of one kind."""
    return text if text.isprintable() else _BREAKS.sub("\n", text)


def one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACE.sub(" ", text).strip()


def folded(text: str) -> str:
    """Return what two spellings of the same value have in common: width, case and spaces aside."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def scalar(value: Any) -> str | None:
    """Return a single value as clean text; None where it is no single value."""
    if isinstance(value, str):
        return scrub(value)
    if value is None:
        return ""
    return _number(value) if isinstance(value, int | float) else None


def _number(value: float) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < _LONGEST_NUMBER else None
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def texts(value: Any, most: int) -> tuple[list[str], bool]:
    """Return the single values in a value, and whether it had others, or too many.

    A list counts for what is directly in it.
    """
    if not isinstance(value, list):
        text = scalar(value)
        return ([], True) if text is None else ([text], False)
    members = cast("list[Any]", value)
    found = [text for one in members[:most] if (text := scalar(one)) is not None]
    return found, len(found) < len(members)


def list_of(text: str) -> list[Any] | None:
    """Return the list that a text holds, in JSON or as Python writes one; None where it is none."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return [single or double for single, double in _QUOTED.findall(text)] or None
    return cast("list[Any]", loaded)


def key_of(parts: list[str]) -> str:
    """Return the identity of a record; a very long one is told apart by its checksum."""
    key = "\x1f".join(parts)
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:200]}…{hashlib.sha256(key.encode()).hexdigest()}"


def excerpt(value: Any) -> str:
    """Return the beginning of any value, to be shown."""
    text = scalar(value)
    if text is None:
        text = (
            f"{{{len(cast('Mapping[Any, Any]', value))}}}" if isinstance(value, Mapping) else "[…]"
        )
    text = one_line(text)
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"
