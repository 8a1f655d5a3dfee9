"""What a data item asks of the cells of its column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.catalogue.domain.codes import readable
from ckanext.scigov.intake.domain.cell_values import listed
from ckanext.scigov.tables.domain.kinds import NUMERIC, READERS, Kind, Unreadable

LONGEST_FOR_PATTERN = 500
"""A longer cell is not held against a pattern: it might take for ever."""
LONGEST_PATTERN = 500
MOST_REPEATS = 3
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[*+?]|\{\d+(?:,\d*)?\}|[()|]|.", re.DOTALL)
"""What a pattern is made of, as far as it matters how often something is tried."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A column, and what may stand in it."""

    column: str
    title: str
    kind: Kind
    required: bool = False
    unique: bool = False
    is_key: bool = False
    """It is the primary key, or a part of it."""
    longest: int | None = None
    """Of a text its signs, of a number its digits."""
    decimals: int | None = None
    low: str = ""
    high: str = ""
    """As cells are read; empty: no limit."""
    pattern: re.Pattern[str] | None = None
    allowed: Mapping[str, str] = field(default_factory=dict[str, str])
    """What may be written, plainly → the value; anything where that is empty."""
    choices: tuple[tuple[str, str], ...] = ()
    """The values that can be chosen, with what each stands for."""
    missing: frozenset[str] = frozenset()
    """Texts that mean that there is nothing."""
    unit: str = ""
    about: str = ""


def rule_of(column: str, title: str, kind: Kind, item: Mapping[str, Any]) -> Rule:
    """Return what a data item asks for.

    Args:
        column: of the table.
        title: what people call it.
        kind: of the column.
        item: of the dictionary, as it is stored; empty where the column has none.
    """
    is_key = _is(item, "primary_key")
    pairs = choices_of(item)
    digits, decimals = _sizes(item, kind)
    return Rule(
        column=column,
        title=title,
        kind=kind,
        required=is_key or _is(item, "required"),
        unique=_is(item, "unique"),
        is_key=is_key,
        longest=digits,
        decimals=decimals,
        low=_limit(kind, _text(item, "range_min")),
        high=_limit(kind, _text(item, "range_max")),
        pattern=pattern_of(_text(item, "pattern")),
        allowed=listed((value, [label] if label else []) for value, label in pairs),
        choices=pairs,
        missing=_missing(item.get("missing_values")),
        unit=_text(item, "unit"),
        about=_text(item, "description"),
    )


def choices_of(item: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the values that an item's code list or enumeration allows; none: any value."""
    codes = tuple((code.value, code.label) for code in readable(item.get("codes")))
    if codes:
        return codes
    values = (part.strip() for part in _SEPARATORS.split(_text(item, "enum")))
    return tuple((value, "") for value in dict.fromkeys(values) if value)


def pattern_of(text: str) -> re.Pattern[str] | None:
    """Return a pattern that can be applied in any case; None for one that could take for ever.

    It is somebody's text: where a repeated group may itself match in several ways, or too much in it
    repeats without an end, the time for one cell has no bound.
    """
    if not text or len(text) > LONGEST_PATTERN or _may_take_for_ever(text):
        return None
    try:
        return re.compile(text)
    except re.error:
        return None


def _may_take_for_ever(text: str) -> bool:
    parts = _PARTS.findall(text)
    endless = [part for part in parts if _is_endless(part)]
    varies = [False]
    """Of each group that is open: it may match in several ways."""
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part == "(":
            varies.append(False)
        elif part == ")" and len(varies) > 1:
            inner = varies.pop()
            if inner and (_is_endless(following) or following.startswith("{")):
                return True
            varies[-1] |= inner
        elif part in ("*", "+", "?", "|") or part.startswith("{"):
            varies[-1] |= not re.fullmatch(r"\{\d+\}", part)
    return len(endless) > MOST_REPEATS


def _is_endless(part: str) -> bool:
    return part in ("*", "+") or part.endswith(",}")


def _sizes(item: Mapping[str, Any], kind: Kind) -> tuple[int | None, int | None]:
    """Return length and decimals; a precision of two numbers says both."""
    length = _number(_text(item, "length"))
    size, comma, scale = _text(item, "precision").partition(",")
    if kind not in NUMERIC:
        return length, None
    if comma:
        return _number(size), _number(scale)
    return length, _number(size)


def _limit(kind: Kind, text: str) -> str:
    """Return a limit as cells are read; one that is no such value limits nothing."""
    try:
        return READERS[kind](text) if text else ""
    except Unreadable:
        return ""


def _missing(stored: Any) -> frozenset[str]:
    if isinstance(stored, str):
        stored = _SEPARATORS.split(stored)
    return frozenset(str(value).strip() for value in stored or ())


def _is(item: Mapping[str, Any], name: str) -> bool:
    return str(item.get(name) or "").lower() == "true"


def _text(item: Mapping[str, Any], name: str) -> str:
    return str(item.get(name) or "").strip()


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() else None
