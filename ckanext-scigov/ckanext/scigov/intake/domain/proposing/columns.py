"""What a sample shows of each field of its records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.mapping.paths import path_of
from ckanext.scigov.intake.domain.mapping.rules import Listing, read_date
from ckanext.scigov.intake.domain.proposing import words

MOST_COLUMNS = 300
LONGEST_NAME = 200
_MISSING = frozenset(("", *words.MISSING))
_LINE_BREAKS = ("\r\n\t", "\r\n", "\n\t", "\n")
SEPARATORS = (",", "，", ";", "；", "、", "|")
_SPACES = (" ", "\u3000")
_SPACED = re.compile("[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]")
"""A space between Chinese words parts them; one in ``open data`` belongs to the word."""


@dataclass(slots=True)
class Column:
    """A field of the records."""

    name: str
    values: list[str] = field(default_factory=list[str])
    """Its texts; of a list its elements one by one."""
    whole: list[str] = field(default_factory=list[str])
    """A text for each record, empty where there is none: for telling records apart."""
    arrays: int = 0
    listed: int = 0
    """Texts that hold a list."""
    counts: Counter[str] = field(default_factory=Counter[str])
    missing_seen: set[str] = field(default_factory=set[str])
    """Words for nothing that stand in it."""

    def add(self, value: Any) -> None:
        is_array = isinstance(value, list)
        every = texts.texts(value, 100)[0]
        found = [text for text in every if text not in _MISSING]
        if len(found) < len(every):
            self.missing_seen |= _MISSING & set(every)
        self.arrays += is_array
        self.listed += not is_array and any(texts.list_of(text) is not None for text in found)
        self.values += found
        self.whole.append("\x1f".join(found))
        self.counts.update(texts.excerpt(text) for text in found)

    @property
    def filled(self) -> int:
        return sum(bool(text) for text in self.whole)

    @property
    def listing(self) -> Listing | None:
        """How several values are written in one; None where each is single."""
        if self.arrays:
            return Listing.ARRAY
        if self.listed:
            return Listing.JSON_TEXT
        has_commas = any(mark in value for value in self.counts for mark in SEPARATORS)
        return Listing.COMMA if has_commas else None

    @property
    def separators(self) -> list[str]:
        """What stands between keywords: line breaks alone where there are any.

        A keyword of such a list may have a comma in it, as 农、林、牧、渔业 has.
        """
        breaks = [mark for mark in _LINE_BREAKS if any(mark in value for value in self.values)]
        if breaks:
            return breaks[:1]
        marks = [mark for mark in SEPARATORS if any(mark in value for value in self.values)]
        if marks or not any(map(_SPACED.search, self.values)):
            return marks
        return [mark for mark in _SPACES if any(mark in value for value in self.values)]

    @property
    def pieces(self) -> Counter[str]:
        """The keywords in its values, and how often each came."""
        if self.arrays or self.listed:
            return Counter(one for text in self.values for one in pieces_of(text, self.listing))
        pieces = self.values
        for mark in self.separators:
            pieces = [piece for whole in pieces for piece in whole.split(mark)]
        return Counter(piece.strip() for piece in pieces)

    @property
    def date_forms(self) -> list[str]:
        """Forms that read most of the values; none where it is no column of dates."""
        forms: list[str] = []
        rest = distinct = list(dict.fromkeys(self.values))[:2_000]
        for form in words.DATE_FORMS:
            left = [text for text in rest if not read_date(text, (form,))]
            if len(left) < len(rest):
                forms.append(form)
                rest = left
        return forms if len(rest) * 10 <= len(distinct) else []


def pieces_of(text: str, listing: Listing | None) -> list[str]:
    """Return the values that stand in one, as a rule with this ``list`` parts them."""
    listed = texts.list_of(text) if listing is not None else None
    pieces = texts.texts(listed, 100)[0] if listed is not None else [text]
    if listing is Listing.COMMA:
        for mark in SEPARATORS:
            pieces = [piece for whole in pieces for piece in whole.split(mark)]
    return [piece.strip() for piece in pieces if piece.strip()]


def columns_of(records: Iterable[Any]) -> tuple[dict[str, Column], int]:
    """Return the fields of the records, objects within them by ``outer.inner``, and their number."""
    found: dict[str, Column] = {}
    number = 0
    for record in records:
        if not isinstance(record, Mapping):
            continue
        number += 1
        for name, value in _flat(cast("Mapping[str, Any]", record)):
            if name not in found and (len(found) >= MOST_COLUMNS or not _is_usable(name)):
                continue
            column = found.setdefault(name, Column(name))
            column.whole += [""] * (number - 1 - len(column.whole))
            column.add(value)
    for column in found.values():
        column.whole += [""] * (number - len(column.whole))
    return found, number


def _is_usable(name: str) -> bool:
    return len(name) <= LONGEST_NAME and path_of(name) is not None and texts.scrub(name) == name


def _flat(record: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            inner = cast("Mapping[str, Any]", value)
            yield from ((f"{name}.{sub}", one) for sub, one in inner.items())
        else:
            yield str(name), value
