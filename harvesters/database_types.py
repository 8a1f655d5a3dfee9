"""Types of databases as data types of our catalogue (C N Y D T L M G B I F), with length and precision."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import types

LETTERS = frozenset("CNYDTLMGBIF")
_BY_CLASS: tuple[tuple[type[Any], str], ...] = (
    (types.Boolean, "L"),
    (types.Integer, "I"),
    (types.DateTime, "T"),
    (types.Date, "D"),
    (types.Double, "B"),
    (types.Float, "F"),
    (types.Numeric, "N"),
    (types.LargeBinary, "G"),
    (types.JSON, "M"),
    (types.Text, "M"),
)
"""The first that fits; what is none of them is a text."""
_BY_NAME: Mapping[str, str] = {
    "MONEY": "Y", "SMALLMONEY": "Y", "REAL": "F", "FLOAT": "F", "DOUBLE": "B", "DOUBLE_PRECISION": "B",
    "BYTEA": "G", "BIT": "L", "YEAR": "I", "TIMESTAMP": "T", "ROWVERSION": "G", "IMAGE": "G",
    "LONGTEXT": "M", "MEDIUMTEXT": "M", "TINYTEXT": "M", "CLOB": "M", "NCLOB": "M", "BFILE": "G",
}  # fmt: skip
_WORDS: tuple[tuple[str, str], ...] = (
    (r"bool|逻辑|布尔", "L"),
    (r"datetime|timestamp|日期时间|时间戳", "T"),
    (r"date|日期", "D"),
    (r"money|货币|金额", "Y"),
    (r"double|双精度", "B"),
    (r"real|float|浮点", "F"),
    (r"blob|binary|bytea|image|通用|二进制", "G"),
    (r"int|serial|整", "I"),
    (r"num|dec|数值", "N"),
    (r"text|clob|json|memo|备注", "M"),
    (r"char|string|time|字符|文本", "C"),
)
_SIZES = re.compile(r"\(\s*(\d{1,9})\s*(?:,\s*(\d{1,4})\s*)?\)")


def letter_of(kind: Any) -> str:
    """Return the letter of a type that SQLAlchemy has found in a database."""
    if _is_one_digit(kind):
        return "L"
    by_name = _BY_NAME.get(type(kind).__name__.upper())
    if by_name:
        return by_name
    return next((letter for one, letter in _BY_CLASS if isinstance(kind, one)), "C")


def letter_said(text: str) -> str:
    """Return the letter of a type as a dictionary writes it, ``VARCHAR2(50)`` or 字符型 C; empty for none."""
    plain = text.strip()
    if plain.upper() in LETTERS:
        return plain.upper()
    if plain[-2:-1] == " " and plain[-1:] in LETTERS:
        return plain[-1]
    lower = plain.lower()
    return next((letter for words, letter in _WORDS if re.search(words, lower)), "")


def sizes_of(kind: Any) -> dict[str, Any]:
    """Return ``length`` of texts and ``precision`` (``18,2``) of numbers, where a type has them."""
    if isinstance(kind, types.Numeric) and not isinstance(kind, types.Float) and kind.precision:
        scale = f",{kind.scale}" if kind.scale else ""
        return {"precision": f"{kind.precision}{scale}"}
    length = getattr(kind, "length", None)
    return {"length": length} if isinstance(length, int) and length > 0 else {}


def sizes_said(text: str, letter: str) -> dict[str, Any]:
    """Return the same of a type as a dictionary writes it."""
    found = _SIZES.search(text)
    if found is None:
        return {}
    first, second = found[1], found[2]
    if letter in {"N", "Y"}:
        return {"precision": f"{first},{second}" if second and second != "0" else first}
    return {"length": int(first)} if letter in {"C", "M"} else {}


def _is_one_digit(kind: Any) -> bool:
    """MySQL has no truth: it writes TINYINT(1)."""
    return type(kind).__name__ == "TINYINT" and getattr(kind, "display_width", None) == 1
