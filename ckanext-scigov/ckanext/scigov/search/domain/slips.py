"""How likely it is that somebody who wrote one word meant another.

A cost is the natural logarithm of "one in so many": by the sound, because Chinese is typed by its
sound; by one character wrong, missing, doubled, added or swapped; by letters.
"""

from __future__ import annotations

import itertools

from rapidfuzz.distance import OSA

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.vocabulary import Word, is_chinese, slips_of

SHORTEST_INITIALS = 3
SAME_SOUND = 2.5
OTHER_TONE = 3.0
LIKE_SOUND = 4.0
SWAPPED = 4.5
DOUBLE = 4.5
MISSING = 6.0
WRONG = 7.0
ADDED = 9.0
WRONG_LETTER = 4.0
TYPED_AS_INITIALS = 4.0
DEAREST_SLIP = 9.0


def slip_cost(written: str, word: Word) -> float | None:
    """Return how unlikely it is that ``word`` was meant; None when it cannot be."""
    if written == word.text:
        return 0.0
    if is_chinese(written):
        return _characters_cost(written, word) if is_chinese(word.text) else None
    if is_chinese(word.text):
        is_initials = written == readings.initials(word.text) and len(written) >= SHORTEST_INITIALS
        return TYPED_AS_INITIALS if is_initials else None
    return _letters_cost(written, word.text)


def _letters_cost(written: str, word: str) -> float | None:
    distance = OSA.distance(written, word)
    if distance == 1 and sorted(written) == sorted(word):
        return SWAPPED
    return WRONG_LETTER * distance if distance <= min(slips_of(written), slips_of(word)) else None


def _characters_cost(written: str, word: Word) -> float | None:
    if len(written) == len(word.text):
        heard = _heard_cost(written, word.text)
        if heard is not None:
            return heard if heard <= DEAREST_SLIP else None
        if sorted(written) == sorted(word.text) and OSA.distance(written, word.text) == 1:
            return SWAPPED
    longest = max(len(written), len(word.text))
    is_near = longest > len("ab") and OSA.distance(written, word.text, score_cutoff=1) == 1
    if not (is_near and word.alone):
        return None
    if len(written) <= len(word.text):
        return MISSING if len(written) < len(word.text) else WRONG
    is_double = any(
        one == other and written[:at] + written[at + 1 :] == word.text
        for at, (one, other) in enumerate(itertools.pairwise(written))
    )
    return DOUBLE if is_double else ADDED


def _heard_cost(written: str, word: str) -> float | None:
    """Return the cost of writing other characters that sound alike; None if they do not."""
    cost = 0.0
    pairs = zip(written, word, readings.toned(written), readings.toned(word), strict=True)
    for ours, theirs, our_reading, their_reading in pairs:
        if ours == theirs:
            continue
        if our_reading == their_reading:
            cost += SAME_SOUND
        elif readings.syllables(ours) == readings.syllables(theirs):
            cost += OTHER_TONE
        elif readings.sound(ours) == readings.sound(theirs):
            cost += LIKE_SOUND
        else:
            return None
    return cost
