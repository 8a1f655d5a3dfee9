"""How alike two titles are: what a clerk should see before the same data are entered twice."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ckanext.scigov.search.domain.tokens import folded

ALIKE = 70
"""Per cent from which on a title is worth looking at."""
INSIDE, LONG_ENOUGH = 80, 6
"""A title of so many characters that is a part of another is so much like it: most are typed from the front."""
_NO_LETTER = re.compile(r"[\W_\d]+")
_NO_WORD = re.compile(r"[\W_]+")
_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def per_cent(one: str, other: str) -> int:
    """Return 100 for titles that differ in width, case, blanks or punctuation only, 0 for strangers."""
    first, second = plain(one), plain(other)
    if first == second:
        return 100
    # What differs in one character of many is not the same.
    found = min(99, round(100 * SequenceMatcher(None, first, second, autojunk=False).ratio()))
    shorter, longer = sorted((first, second), key=len)
    return max(found, INSIDE) if len(shorter) >= LONG_ENOUGH and shorter in longer else found


def plain(title: str) -> str:
    return _NO_WORD.sub("", folded(title))


def words(title: str) -> str:
    """Return a title as a search that no character of it can turn into something else.

    Chinese stays in one piece, whatever stands in between: of one long text a search asks for half of its
    pairs, of several words for each. Years and numbers are left out: they are what differs most.
    """
    parts = filter(None, _NO_LETTER.split(folded(title)))
    return _BESIDE_CHINESE.sub("", " ".join(parts))
