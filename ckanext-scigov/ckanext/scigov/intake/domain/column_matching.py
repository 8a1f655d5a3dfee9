"""Which column of a sheet is which field: as it was chosen before, as it is called, or nearly so."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

ALIKE = 86.0
"""From this likeness on, of 100, a heading is taken for a name."""
SHORTEST = 3
"""Shorter headings are taken for what they say and nothing else."""
_IN_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"[*:\s_]+")


class How(str, enum.Enum):
    """Why a column is proposed for a field."""

    REMEMBERED = "remembered"
    CALLED = "called"
    ALIKE = "alike"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may be."""

    field: str
    names: tuple[str, ...]
    """All that it is called, in any language."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a column is proposed for; an empty field: it is left out."""

    field: str
    how: How


def plain(text: str) -> str:
    """Return a name without what is mere writing: width, case, blanks, marks of mandatory fields."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare(text: str) -> str:
    """Return a plain name without what stands in parentheses; of nothing else, all of it."""
    whole = plain(text)
    return _IN_PARENTHESES.sub("", whole) or whole


def headings(cells: Sequence[str]) -> list[str]:
    """Return a name for each column, no two alike: an empty one is called by its letter."""
    found: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        name = " ".join(cell.split()) or f"[{letter(place)}]"
        heading, number = name, 1
        while heading in taken:
            number += 1
            heading = f"{name} ({number})"
        taken.add(heading)
        found.append(heading)
    return found


def letter(place: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0."""
    text, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def match(
    headers: Sequence[str], targets: Sequence[Target], remembered: Mapping[str, str]
) -> dict[str, Match]:
    """Propose a field for each column; no field is proposed twice.

    Args:
        headers: of the sheet, no two alike.
        targets: the fields there are.
        remembered: header → field, as somebody chose it before; empty: he left the column out.
    """
    found = _remembered(headers, targets, remembered)
    for key in (plain, bare):
        _called(headers, targets, found, key)
    _alike(headers, targets, found)
    return {one: found.get(one, Match("", How.NONE)) for one in headers}


def _remembered(
    headers: Sequence[str], targets: Sequence[Target], remembered: Mapping[str, str]
) -> dict[str, Match]:
    known = {one.field for one in targets}
    found: dict[str, Match] = {}
    for header in headers:
        field = remembered.get(header)
        if field is None or (field and field not in known):
            continue
        known.discard(field)
        found[header] = Match(field, How.REMEMBERED)
    return found


def _called(
    headers: Sequence[str],
    targets: Sequence[Target],
    found: dict[str, Match],
    key: Callable[[str], str],
) -> None:
    fields: dict[str, str] = {}
    for target in _left(targets, found):
        for name in target.names:
            fields.setdefault(key(name), target.field)
    for header in headers:
        field = fields.get(key(header))
        if header in found or not field or field in _taken(found):
            continue
        found[header] = Match(field, How.CALLED)


def _alike(headers: Sequence[str], targets: Sequence[Target], found: dict[str, Match]) -> None:
    pairs = [
        (likeness, -place, header, target.field)
        for place, header in enumerate(headers)
        if header not in found and len(bare(header)) >= SHORTEST
        for target in _left(targets, found)
        if (likeness := _likeness(header, target)) >= ALIKE
    ]
    for _likeness_of_pair, _place, header, field in sorted(pairs, reverse=True):
        if header not in found and field not in _taken(found):
            found[header] = Match(field, How.ALIKE)


def _likeness(header: str, target: Target) -> float:
    wanted = bare(header)
    return max((fuzz.ratio(wanted, bare(name)) for name in target.names), default=0.0)


def _left(targets: Iterable[Target], found: Mapping[str, Match]) -> list[Target]:
    taken = _taken(found)
    return [one for one in targets if one.field not in taken]


def _taken(found: Mapping[str, Match]) -> set[str]:
    return {one.field for one in found.values()} - {""}
