"""Does a table hold personal data? Findings by names and by sampled values.

Whoever approves a proposal to open a table answers what was found (``personal_answers``). A finding
is a question, not a verdict: a name proves nothing, and values are judged
by how many of a column pass the tests of ``personal_numbers``, so that a column of serial numbers
some of which pass by chance is none. Nothing here reads a file, and no value leaves this module.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ckanext.scigov.access.domain import personal_numbers as numbers
from ckanext.scigov.access.domain.personal_numbers import Sight
from ckanext.scigov.access.domain.personal_words import PersonalDataKind, kinds_in

_Row = TypeVar("_Row")


class FoundBy(str, enum.Enum):
    """From the weakest on: NAME says that a column is called so, its values did not show it."""

    ENTRY = "entry"
    """The entry's title or abstract says so; the data have not been seen."""
    NAME = "name"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a column seems to hold; counted are different values, a repeated one once."""

    kind: PersonalDataKind
    item: str
    by: FoundBy
    hits: int
    sampled: int


@dataclass(frozen=True, slots=True)
class Column:
    """A data item: its name, its title where it has one, and sampled values."""

    name: str
    title: str = ""
    values: Iterable[str] = ()


@dataclass(frozen=True, slots=True)
class Recogniser:
    """How one value is looked at, and when a column counts.

    ``of_candidates`` tells numbers from those whose check digit fits by chance (1 in 10 or 11),
    ``of_lookalikes`` from other numbers of the same length, ``of_values`` from everything else.
    """

    kind: PersonalDataKind
    look: Callable[[str, dt.date], Sight]
    hits: int
    of_candidates: float = 0.0
    of_lookalikes: float = 0.0
    of_values: float = 0.0

    def hits_in(self, values: Iterable[str], today: dt.date) -> int:
        """Return how many values are such a number, none when they are too few to count."""
        seen = Counter(self.look(value, today) for value in values)
        hits = seen[Sight.HIT]
        candidates = hits + seen[Sight.CANDIDATE]
        lookalikes = candidates + seen[Sight.LOOKALIKE]
        enough = (
            hits >= self.hits
            and hits >= self.of_candidates * candidates
            and hits >= self.of_lookalikes * lookalikes
            and hits >= self.of_values * seen.total()
        )
        return hits if enough else 0


RECOGNISERS: tuple[Recogniser, ...] = (
    # One number among remarks is enough. A serial number with a region and a date in it passes 1 in
    # 11 times, and a random one of 18 digits hardly ever has both.
    Recogniser(
        PersonalDataKind.RESIDENT_ID, numbers.resident_id, 1, of_candidates=0.5, of_lookalikes=0.1
    ),
    # There is no check digit: most of several.
    Recogniser(PersonalDataKind.RESIDENT_ID, numbers.old_resident_id, 3, of_lookalikes=0.6),
    # 7 of 90 random numbers of eleven digits begin like a mobile number.
    Recogniser(PersonalDataKind.MOBILE, numbers.mobile, 1, of_lookalikes=0.5),
    # 1 in 10 passes Luhn's check by chance, and whole ranges of serial numbers begin like a card.
    Recogniser(PersonalDataKind.BANK_CARD, numbers.bank_card, 5, of_values=0.8),
    Recogniser(PersonalDataKind.EMAIL, numbers.email, 1),
)
SERIAL_FROM = 5
"""So many numbers show whether they were counted up rather than given to people."""
SERIAL_SHARE = 0.8
SERIAL_BLOCK = 100_000
"""Numbers of a series lie in one block, or in two side by side."""
MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
DAYS = frozenset(f"{day:02}" for day in range(1, 32))


def find(columns: Iterable[Column], *, today: dt.date) -> tuple[Finding, ...]:
    """Return what the columns seem to hold: at most one finding for a column and a kind.

    Values outweigh the name. Time and memory grow with the values given, so give a sample.
    """
    return tuple(finding for column in columns for finding in _findings_in(column, today))


def _findings_in(column: Column, today: dt.date) -> Iterator[Finding]:
    values = {numbers.fold(value) for value in column.values} - {""}
    named = kinds_in(numbers.fold(column.name)) | kinds_in(numbers.fold(column.title))
    hits = _hits_in(values, today)
    item = column.title or column.name
    for kind in PersonalDataKind:
        if hits[kind]:
            yield Finding(kind, item, FoundBy.VALUES, hits[kind], len(values))
        elif kind in named:
            yield Finding(kind, item, FoundBy.NAME, 0, len(values))


def _hits_in(values: set[str], today: dt.date) -> Mapping[PersonalDataKind, int]:
    hits: Counter[PersonalDataKind] = Counter()
    for recogniser in RECOGNISERS:
        hits[recogniser.kind] += recogniser.hits_in(values, today)
    if hits[PersonalDataKind.MOBILE] and _are_counted_up(values):
        hits[PersonalDataKind.MOBILE] = 0
    return hits


def _are_counted_up(values: set[str]) -> bool:
    """Say whether what begins like mobile numbers is a series, such as 15060100001, 15060100002."""
    found = {number for value in values for number in numbers.mobiles_in(value)}
    if len(found) < SERIAL_FROM:
        return False
    blocks = Counter(int(number) // SERIAL_BLOCK for number in found)
    together = max(count + blocks[block + 1] for block, count in list(blocks.items()))
    dated = sum(map(_begins_with_a_month, found))
    return max(together, dated) >= SERIAL_SHARE * len(found)


def _begins_with_a_month(number: str) -> bool:
    """Read it as year, month and then a day or a number that is still small."""
    return number[2:4] in MONTHS and (number[4] == "0" or number[4:6] in DAYS)


def sample(rows: Iterable[_Row], *, every: int, most: int) -> list[_Row]:
    """Return every ``every``-th row from the first on, at most ``most`` of them."""
    return list(itertools.islice(itertools.islice(rows, 0, None, every), most))


def columns_of(
    items: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]
) -> tuple[Column, ...]:
    """Turn sampled rows into columns; ``items`` are names and titles in the order of the cells."""
    return tuple(
        Column(name, title, tuple(row[at] for row in rows if at < len(row)))
        for at, (name, title) in enumerate(items)
    )
