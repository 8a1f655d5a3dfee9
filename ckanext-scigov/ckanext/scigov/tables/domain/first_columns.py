"""What rows of a table say of its columns before anybody has described them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.scigov.tables.domain.inference import Guess
from ckanext.scigov.tables.domain.kinds import READERS, Kind

DATES = frozenset({Kind.DATE, Kind.DATETIME})
EARLIEST, LATEST = "1900-01-01", "2100-12-31"
"""Days outside stand for something else, as 9999-12-31 does."""
_OF_PERSONS = re.compile("出生|生日|birth", re.IGNORECASE)
_DAY = len(EARLIEST)


@dataclass(slots=True)
class Columns:
    """The columns of a table; its rows are looked at in pieces."""

    heading: Sequence[str]
    guesses: list[Guess] = field(init=False)
    is_whole: bool = False
    """The table has been read to its end."""
    _days: list[set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.guesses = [Guess(title) for title in self.heading]
        self._days = [set() for _title in self.heading]

    def look_at(self, rows: Sequence[Sequence[str]]) -> None:
        for place, guess in enumerate(self.guesses):
            values = {row[place].strip() for row in rows if place < len(row)} - {""}
            guess.look_at(values)
            if guess.kind in DATES:
                days = {READERS[guess.kind](value)[:_DAY] for value in values} | self._days[place]
                self._days[place] = {min(days), max(days)} if days else set()

    @property
    def period(self) -> tuple[str, str] | None:
        """Return the first and the last day of the one column of dates.

        Of several, nobody but the owner knows which says when things were; part of a table says
        nothing of the rest; and the days on which persons were born are no period of the data.
        """
        dated = [place for place, guess in enumerate(self.guesses) if guess.kind in DATES]
        if not self.is_whole or len(dated) != 1 or _OF_PERSONS.search(self.heading[dated[0]]):
            return None
        first, last = min(self._days[dated[0]]), max(self._days[dated[0]])
        return (first, last) if first >= EARLIEST and last <= LATEST else None
