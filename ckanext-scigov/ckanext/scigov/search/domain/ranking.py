"""What makes a document relevant, as numbers. docs/search-relevance.md says how they were chosen.

BM25F: the words of all fields count with the weight of their field, saturate together, and count
less in a long text. The part of it that belongs to one word in one document, the impact, does
not depend on the query and fits a byte.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

CLASS_WEIGHTS = {"A": 5.0, "B": 3.0, "C": 1.5, "": 1.0}
"""Title; name and tags; notes; the rest: the four classes of words that ``vectors`` keeps."""
SATURATION = 1.6
LENGTH_SHARE = 0.4
LENGTH_PIVOT = 200
"""A text of so many tokens is neither long nor short. Fixed, so that an impact stays true when
other documents change."""
LARGEST_IMPACT = 255

RERANKED = 200
"""The titles of so many of the best are looked at once more."""
LOOKED_INTO = 60
"""Of so many, which is three pages, the texts too: whether words stand side by side in them."""
PHRASES = 8
"""So many phrases of a query are looked for among those."""
EXACT_TITLE = 1000.0
TITLE_HOLDS_QUERY = 6.0
TITLE_HOLDS_WORD = 2.0
WORDS_ADJACENT = 1.0


def impact(weight: float, length: int) -> int:
    """Return the impact of a word with this weighted frequency in a text of ``length`` tokens."""
    pressure = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / LENGTH_PIVOT)
    return max(1, round(LARGEST_IMPACT * weight / (weight + pressure)))


def rarity(holding: int, documents: int) -> float:
    """Return how much a word says that ``holding`` of ``documents`` hold (Lucene's BM25 idf)."""
    return math.log(1 + (max(documents, holding) - holding + 0.5) / (holding + 0.5))


def bonuses(titles: Sequence[str], query: str, words: Sequence[str]) -> list[float]:
    """Return what each title earns by holding the whole query or words of it; all are folded."""
    worth = [(word, TITLE_HOLDS_WORD) for word in words if len(word) > 1]
    if query:
        worth.append((query, TITLE_HOLDS_QUERY))
    gained = [0.0] * len(titles)
    for text, gain in worth:
        gained = [
            so_far + gain if text in title else so_far
            for so_far, title in zip(gained, titles, strict=True)
        ]
    return gained
