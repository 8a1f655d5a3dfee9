"""The words a catalogue uses, counted out of its titles, keywords and providers.

No dictionary is needed: whatever two to six characters stand together again and again is as good
as a word for correcting a slip, and the catalogue's own words are those that find something.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.typed import RUN

SHORTEST, LONGEST = 2, 6
LONGEST_WHOLE = 12
"""A run of up to so many characters that stands alone is kept as a whole."""
SHORTEST_LATIN, LONGEST_LATIN = 3, 30
MAX_WORDS = 100_000
"""The rarest words beyond these are left out."""
FEW_TEXTS = 3000
"""With so few texts a word that is used once is worth keeping."""
ALWAYS = 0.9
"""A piece that stands in the same longer word this often is no word."""
ONE_SLIP, TWO_SLIPS = 4, 6
"""From how many letters on a Latin word may have one and two wrong letters."""
LONGEST_TWO_SLIPS = 14
"""Longer words are found by one wrong letter only: they have hundreds of ways to leave out two."""


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word, how many texts hold it, and whether it stands by itself in them."""

    text: str
    number: int
    alone: bool


def words_of(texts: Iterable[str], *, most: int = MAX_WORDS) -> list[Word]:
    """Return the words of distinct ``texts``, the most frequent first."""
    chinese: list[list[str]] = []
    latin: Counter[str] = Counter()
    wholes: Counter[str] = Counter()
    for text in texts:
        runs = [(run.lastgroup, run.group()) for run in RUN.finditer(folded(text))]
        chinese.append([run for kind, run in runs if kind == "cjk"])
        latin.update({run for kind, run in runs if kind == "latin" and _is_latin_word(run)})
        wholes.update(
            {run for kind, run in runs if kind == "cjk" and LONGEST < len(run) <= LONGEST_WHOLE}
        )
    few = len(chinese) < FEW_TEXTS
    found = [*_pieces(chinese, few=few), *(Word(w, n, True) for w, n in latin.items())]
    found += (Word(w, n, True) for w, n in wholes.items() if few or n > 1)
    return sorted(found, key=lambda word: (-word.number, word.text))[:most]


def _is_latin_word(run: str) -> bool:
    return SHORTEST_LATIN <= len(run) <= LONGEST_LATIN and not run.isdigit()


def _pieces(texts: list[list[str]], *, few: bool) -> Iterator[Word]:
    """Yield the pieces of Chinese runs that are words, shorter ones first."""
    shorter: Counter[str] = Counter()
    for length in range(SHORTEST, LONGEST + 2):
        longer = _counted(texts, length)
        dependent = {
            piece
            for text, number in longer.items()
            for piece in (text[:-1], text[1:])
            if number >= ALWAYS * shorter[piece]
        }
        for piece, number in shorter.items():
            alone = piece not in dependent
            if few or (alone and number > 1):
                yield Word(piece, number, alone)
        shorter = longer


def _counted(texts: list[list[str]], length: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for runs in texts:
        counts.update(
            {run[at : at + length] for run in runs for at in range(len(run) - length + 1)}
        )
    return counts


def is_chinese(text: str) -> bool:
    """Say whether a word is of characters that have a reading."""
    found = RUN.fullmatch(text)
    return found is not None and found.lastgroup == "cjk"


def keys_of(text: str) -> list[str]:
    """Return the keys by which a word and a slip of it find each other.

    ``s`` is what is heard; ``d`` the word with a character left out (two for longer Latin words):
    two words that differ by one wrong, missing or added character have one such form in common;
    ``a`` a short word's characters whatever their order.
    """
    any_order = f"a{''.join(sorted(text))}"
    if not is_chinese(text):
        keys = [f"d{form}" for form in _shortened(text, slips_of(text))]
        return [any_order, *keys] if len(text) < ONE_SLIP else keys
    keys = [f"s{readings.sound(text)}"]
    if len(text) == SHORTEST:
        return [*keys, any_order, f"d{text}"]
    return [*keys, *(f"d{form}" for form in _shortened(text, 1))]


def slips_of(word: str) -> int:
    """Return how many letters of a Latin word may be wrong."""
    if len(word) < ONE_SLIP:
        return 0
    return 2 if TWO_SLIPS <= len(word) <= LONGEST_TWO_SLIPS else 1


def _shortened(word: str, most: int) -> list[str]:
    """Return the word and its forms with up to ``most`` characters left out."""
    lengths = range(len(word), len(word) - most - 1, -1)
    forms = ("".join(kept) for length in lengths for kept in itertools.combinations(word, length))
    return list(dict.fromkeys(forms))
