"""What a cell of a sheet says as a value of a catalogue's field: a code, several, a day, yes or no."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping

from ckanext.scigov.intake.domain.column_matching import bare, plain
from ckanext.scigov.tables.domain.kinds import Unreadable, narrow, read_boolean, read_date

_SEPARATORS = re.compile(r"[,，、;；\n]+")
_LINES = re.compile(r"[;；\n]+")
_INSIDE = re.compile(r"\(([^()]+)\)")
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?)?年?")


class Unfit(enum.Enum):
    """Why a cell says no such value."""

    NOT_LISTED = "not_listed"
    NO_DAY = "no_day"
    NO_ANSWER = "no_answer"
    """Neither yes nor no."""


class UnfitCell(ValueError):
    """The cell says no value of the field."""

    def __init__(self, reason: Unfit, value: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.value = value


def listed(choices: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Return what may be written for the codes of a list.

    Args:
        choices: code and its labels; the first that something is written for has it.

    Returns:
        What is written, plainly → code.
    """
    found: dict[str, str] = {}
    known = [(code, list(labels)) for code, labels in choices]
    for code, _labels in known:
        found.setdefault(plain(code), code)
    for code, labels in known:
        for label in labels:
            found.setdefault(plain(label), code)
            found.setdefault(plain(f"{code} {label}"), code)
    # 一级 for 1级, CC BY 4.0 for 署名 4.0（CC BY 4.0）: only where no label says so.
    for code, labels in known:
        for label in labels:
            inside = _INSIDE.findall(plain(label))
            for other in (bare(label), plain(label).translate(_NUMERALS), *inside):
                found.setdefault(other, code)
    return found


def choice(text: str, codes: Mapping[str, str]) -> str:
    """Return the code of what is written.

    Raises:
        UnfitCell: the list has nothing of the kind.
    """
    code = codes.get(plain(text))
    if code is None:
        raise UnfitCell(Unfit.NOT_LISTED, text.strip())
    return code


def choices(text: str, codes: Mapping[str, str]) -> list[str]:
    """Return the codes of what is written, one behind the other, each once."""
    if plain(text) in codes:
        return [codes[plain(text)]]
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    return list(dict.fromkeys(choice(part, codes) for part in parts))


def lines(text: str) -> list[str]:
    return [part.strip() for part in _LINES.split(text) if part.strip()]


def flag(text: str) -> str:
    """Return ``true`` or ``false``.

    Raises:
        UnfitCell: it is neither a yes nor a no.
    """
    try:
        return "true" if read_boolean(text) == "t" else "false"
    except Unreadable:
        raise UnfitCell(Unfit.NO_ANSWER, text.strip()) from None


def day(text: str) -> str:
    """Return a day as ``2026-03-01``, or a year or a month where that is all there is.

    Raises:
        UnfitCell: it is none of them.
    """
    whole = _MONTH.fullmatch(narrow(text))
    if whole:
        month = int(whole[2] or 1)
        if not 1 <= month <= 12:
            raise UnfitCell(Unfit.NO_DAY, text.strip())
        return f"{whole[1]}-{month:02}" if whole[2] else whole[1]
    try:
        return read_date(text)
    except Unreadable:
        raise UnfitCell(Unfit.NO_DAY, text.strip()) from None
