"""Light English stemming: plurals and the two commonest verb endings, nothing cleverer.

Only the same word must meet itself (rivers, river; flooding, flood). What goes further
conflates words that have nothing to do with each other (university, universe).
"""

from __future__ import annotations

import re

_VOWEL = re.compile(r"[aeiouy]")
_SHORTEST = 4
"""Words of up to this length minus one keep their form: bus, gas, his, ring."""


def stem(word: str) -> str:
    """Return the stem of a folded word; words that are not ASCII letters stay as they are."""
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    return _without_verb_ending(_singular(word))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _SHORTEST:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base == word:
            continue
        if len(base) < len("abc") or not _VOWEL.search(base) or word.endswith("eed"):
            return word
        doubled = base[-1] == base[-2] and base[-1] not in "lsz"
        return base[:-1] if doubled else base.removesuffix("e")
    # "monitore" and "monitor" meet: the e that -ing and -ed swallow goes everywhere.
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word
