"""Cells that PostgreSQL reads as we do, as they stand in the file.

Most cells of most files are such: a whole column of them is looked at once, instead of cell by cell.
Every form here is one that the column type's reader (``kinds.py``) gives back with the same meaning, and
from which the type would be inferred (``inference.py``); what is right and not among them is read by the
reader.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from types import MappingProxyType

from ckanext.scigov.tables.domain.kinds import Kind

_INTEGER = "-?(?:0|[1-9][0-9]{0,14})"
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?"
_FLOAT = r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?"
# February 29 is not: whether it is a day depends on the year.
_DATE = (
    "(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_DATETIME = f"{_DATE} (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_PATTERNS = MappingProxyType(
    {
        kind: re.compile(f"(?:(?:{form})?\n)*")
        for kind, form in (
            (Kind.INTEGER, _INTEGER),
            (Kind.NUMBER, _NUMBER),
            (Kind.DOUBLE, _FLOAT),
            (Kind.FLOAT, _FLOAT),
            (Kind.DATE, _DATE),
            (Kind.DATETIME, _DATETIME),
        )
    }
)


def are_plain(kind: Kind, cells: Collection[str]) -> bool:
    """Say whether every cell of a column is empty, or can be given to PostgreSQL as it is."""
    if kind is Kind.TEXT:
        return not any(map(str.isspace, cells)) and "\x00" not in "".join(cells)
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return False
    whole = "\n".join(cells) + "\n"
    return whole.count("\n") == len(cells) and pattern.fullmatch(whole) is not None
