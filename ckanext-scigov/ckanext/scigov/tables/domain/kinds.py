"""Column types: the letters of the 1272 guide, PostgreSQL's types, and how a cell is read.

A reader returns the text PostgreSQL is given, so 12.60 stays 12.60 and no money passes through a
float; it raises :class:`Unreadable` for a cell that does not fit.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from collections.abc import Callable
from types import MappingProxyType

from ckanext.scigov.tables.domain.problems import Code

INT8_LIMIT = 2**63
FLOAT4_LIMIT = 3.4028235e38


class Kind(str, enum.Enum):
    """A column's type; the value is PostgreSQL's name for it."""

    TEXT = "text"
    INTEGER = "int8"
    NUMBER = "numeric"
    DOUBLE = "float8"
    FLOAT = "float4"
    DATE = "date"
    DATETIME = "timestamptz"
    BOOLEAN = "bool"


LETTERS = MappingProxyType(
    {
        "C": Kind.TEXT,
        "M": Kind.TEXT,
        "G": Kind.TEXT,
        "N": Kind.NUMBER,
        "Y": Kind.NUMBER,
        "B": Kind.DOUBLE,
        "F": Kind.FLOAT,
        "I": Kind.INTEGER,
        "D": Kind.DATE,
        "T": Kind.DATETIME,
        "L": Kind.BOOLEAN,
    }
)
NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DOUBLE, Kind.FLOAT})

_INTEGER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)")
_FLOAT = re.compile(_NUMBER.pattern + r"(?:[eE][+-]?\d{1,3})?")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_BOOLEANS = MappingProxyType(
    {
        **dict.fromkeys(("true", "t", "yes", "y", "1", "是", "真", "有"), "t"),
        **dict.fromkeys(("false", "f", "no", "n", "0", "否", "假", "无"), "f"),
    }
)


class Unreadable(ValueError):
    """The cell does not fit the type."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.value)
        self.code = code


def narrow(cell: str) -> str:
    """Return the cell without blanks around it and with full-width digits and signs narrowed."""
    cell = cell.strip()
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell).replace("−", "-")


def read_text(cell: str) -> str:
    if "\x00" in cell:
        raise Unreadable(Code.NUL_CHARACTER)
    return cell


def read_integer(cell: str) -> str:
    cell = narrow(cell)
    if not _INTEGER.fullmatch(cell):
        raise Unreadable(Code.NOT_INTEGER)
    number = int(cell.split(".")[0].replace(",", ""))
    if not -INT8_LIMIT <= number < INT8_LIMIT:
        raise Unreadable(Code.OUT_OF_RANGE)
    return str(number)


def read_number(cell: str) -> str:
    cell = narrow(cell)
    if not _NUMBER.fullmatch(cell):
        raise Unreadable(Code.NOT_NUMBER)
    return cell.replace(",", "").removeprefix("+")


def read_double(cell: str) -> str:
    return _read_float(cell, None)


def read_float(cell: str) -> str:
    return _read_float(cell, FLOAT4_LIMIT)


def _read_float(cell: str, limit: float | None) -> str:
    cell = narrow(cell)
    if not _FLOAT.fullmatch(cell):
        raise Unreadable(Code.NOT_NUMBER)
    cell = cell.replace(",", "")
    size = abs(float(cell))
    if size == float("inf") or (limit is not None and size > limit):
        raise Unreadable(Code.OUT_OF_RANGE)
    return cell


def read_date(cell: str) -> str:
    cell = narrow(cell)
    # Spreadsheets give a date as midnight.
    cell = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", cell)
    found = _DATE.fullmatch(cell)
    if not found:
        raise Unreadable(Code.NOT_DATE)
    return _date_of(found, Code.NOT_DATE).isoformat()


def read_datetime(cell: str) -> str:
    cell = narrow(cell)
    found = _DATE.match(cell)
    if not found:
        raise Unreadable(Code.NOT_DATETIME)
    day = _date_of(found, Code.NOT_DATETIME).isoformat()
    rest = cell[found.end() :].strip().removeprefix("T").removeprefix("t").strip()
    if not rest:
        return f"{day} 00:00:00"
    time = _TIME.fullmatch(rest)
    if not time:
        raise Unreadable(Code.NOT_DATETIME)
    hour, minute, second, fraction, zone = time.groups()
    try:
        dt.time(int(hour), int(minute), int(second or 0))
    except ValueError:
        raise Unreadable(Code.NOT_DATETIME) from None
    clock = f"{int(hour):02}:{minute}:{second or '00'}" + (f".{fraction}" if fraction else "")
    return f"{day} {clock}{(zone or '').upper()}"


def read_boolean(cell: str) -> str:
    found = _BOOLEANS.get(narrow(cell).lower())
    if found is None:
        raise Unreadable(Code.NOT_BOOLEAN)
    return found


READERS: MappingProxyType[Kind, Callable[[str], str]] = MappingProxyType(
    {
        Kind.TEXT: read_text,
        Kind.INTEGER: read_integer,
        Kind.NUMBER: read_number,
        Kind.DOUBLE: read_double,
        Kind.FLOAT: read_float,
        Kind.DATE: read_date,
        Kind.DATETIME: read_datetime,
        Kind.BOOLEAN: read_boolean,
    }
)


def _date_of(found: re.Match[str], code: Code) -> dt.date:
    year, *parts = (int(group) for group in found.groups() if group is not None)
    try:
        return dt.date(year, *parts)
    except ValueError:
        raise Unreadable(code) from None
