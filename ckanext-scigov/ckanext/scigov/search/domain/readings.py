"""How Chinese is typed by its sound: syllables, initials, and what is easily taken for another.

Readings are pypinyin's, which knows some forty thousand words whose characters are read in an
unusual way (重庆, 银行); a character it does not know stands for itself.
"""

from __future__ import annotations

import functools
import re

SHORTEST_TYPED = 2
"""One letter begins the reading of a third of all words."""

_TONE = re.compile(r"(?<=[a-z])[1-5]$")
_RETROFLEX = re.compile(r"^([zcs])h")
_NASAL_END = re.compile(r"(?<=[aei])ng$")
_NASAL_BEGINNING = re.compile(r"^n(?=[aeiouv])")


@functools.lru_cache(maxsize=20_000)
def toned(text: str) -> tuple[str, ...]:
    """Return one reading for each character of folded ``text``, with the tone's number."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries take a moment: only when needed

    if text.isascii():
        return tuple(text)
    return tuple(lazy_pinyin(text, style=Style.TONE3, errors=list))  # pyright: ignore[reportArgumentType]


@functools.lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """Return the readings without tones, as they are typed (ü is v)."""
    return tuple(_TONE.sub("", reading) for reading in toned(text))


@functools.lru_cache(maxsize=20_000)
def full(text: str) -> str:
    """Return the reading as one types it: ``tingchechang``."""
    return "".join(syllables(text))


@functools.lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """Return the first letter of each syllable: ``tcc``."""
    return "".join(syllable[0] for syllable in syllables(text))


@functools.lru_cache(maxsize=20_000)
def sound(text: str) -> str:
    """Return what many speakers hear: zh as z, ng as n, n as l, without tones."""
    return "-".join(_heard(syllable) for syllable in syllables(text))


def _heard(syllable: str) -> str:
    syllable = _RETROFLEX.sub(r"\1", syllable)
    return _NASAL_BEGINNING.sub("l", _NASAL_END.sub("n", syllable))


def spelt(text: str, typed: str) -> tuple[int, int] | None:
    """Return which characters of ``text`` are read as ``typed``, letters of pinyin or initials.

    They may stand anywhere, but begin with a whole character; the last syllable may be
    unfinished.
    """
    if len(typed) < SHORTEST_TYPED or text.isascii():
        return None
    found = initials(text).find(typed)
    if found >= 0:
        return found, found + len(typed)
    return _spelt_in_full(syllables(text), typed) if typed in full(text) else None


def _spelt_in_full(read: tuple[str, ...], typed: str) -> tuple[int, int] | None:
    for start in range(len(read)):
        written, end = "", start
        while end < len(read) and len(written) < len(typed):
            written += read[end]
            end += 1
        if written.startswith(typed):
            return start, end
    return None
