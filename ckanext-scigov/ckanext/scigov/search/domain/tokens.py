"""Cut text into the tokens that are indexed and searched.

Chinese has no blanks between words, so every character is a token and so is every pair of
neighbours: any word of two characters is found wherever it stands. Words of alphabetic scripts
are folded, lower-cased and lightly stemmed; codes are found whole and by their parts.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
import re
import unicodedata
from collections.abc import Iterator

from ckanext.scigov.search.domain.folding import simplified
from ckanext.scigov.search.domain.stems import stem

MAX_TOKEN = 200
"""Longer tokens are cut: nobody types them, and PostgreSQL refuses lexemes over 2 KB."""
MAX_KEPT = 300
"""Texts up to this length are cut once while they come up again and again."""

Placed = tuple[tuple[tuple[str, int], ...], int]
"""Tokens, each with the distance of its place from the first one, and how many places there are."""

# Han with its extensions and marks, kana, Hangul: scripts searched by character and pair.
_CJK = "々〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_CJK_ASTRAL = "\U00020000-\U0003ffff"
CJK = f"{_CJK}{_CJK_ASTRAL}"
"""The inside of a character class, for those who read text as it is typed."""
_LETTER = rf"(?:[^\W_{_CJK}{_CJK_ASTRAL}])"
_RUN = re.compile(
    rf"(?P<cjk>[{_CJK}{_CJK_ASTRAL}]+)"
    # A code is words joined by separators with nothing between: GB/T-22239, PM2.5, a_b@c.
    rf"|(?P<code>{_LETTER}+(?:[-_./:@&+#'’]+{_LETTER}+)*)"
)
# Only Latin, Greek and Cyrillic lose their marks; decomposing kana or Hangul breaks them.
_ACCENTED = re.compile("[\u00c0-\u052f]")
_PART = re.compile(rf"{_LETTER}+")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One searchable unit; tokens at the same position stand for the same place in the text."""

    text: str
    position: int


@dataclasses.dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must follow one another, or ``joined`` in their place.

    ``joined`` is a code without its separators, so that covid-19 and covid19 find each other.
    Tokens that are not ``ordered`` may stand anywhere.
    """

    tokens: tuple[str, ...]
    joined: str = ""
    ordered: bool = True


def folded(text: str) -> str:
    """Return ``text`` in the form that is compared.

    Width, case, accents, and whether characters are traditional or simplified do not matter.
    """
    if text.isascii():
        return text.lower()
    return _without_accents(simplified(unicodedata.normalize("NFKC", text).casefold()))


def _without_accents(text: str) -> str:
    return _ACCENTED.sub(lambda c: unicodedata.normalize("NFD", c.group())[0], text)


def indexed(text: str, start: int = 1) -> tuple[list[Token], int]:
    """Return the tokens of ``text`` and the first free position behind them."""
    places, length = placed(text)
    return [Token(token, start + offset) for token, offset in places], start + length


def placed(text: str) -> Placed:
    """Return what ``indexed`` does in the form that costs least: a rebuild makes millions."""
    return _placed_and_kept(text) if len(text) <= MAX_KEPT else _placed(text)


def _placed(text: str) -> Placed:
    places: list[tuple[str, int]] = []
    position = 0
    for run in _RUN.finditer(folded(text)):
        if run.lastgroup == "cjk":
            characters = run.group()
            places.extend(_cjk_places(characters, position))
            position += len(characters)
        else:
            parts = _PART.findall(run.group())
            places.extend(_code_places(parts, position))
            position += len(parts)
    return tuple(places), position


# The same text stands in several fields of a document, and a provider's name in thousands.
_placed_and_kept = functools.lru_cache(2048)(_placed)


def _cjk_places(run: str, start: int) -> list[tuple[str, int]]:
    places: list[tuple[str, int]] = [("", 0)] * (2 * len(run) - 1)
    places[::2] = zip(run, range(start, start + len(run)), strict=True)
    pairs = map(operator.add, run, run[1:])
    places[1::2] = zip(pairs, range(start, start + len(run) - 1), strict=True)
    return places


def _code_places(parts: list[str], start: int) -> Iterator[tuple[str, int]]:
    for offset, part in enumerate(parts):
        yield stem(part)[:MAX_TOKEN], start + offset
        # Only what mixes letters and digits has pieces of its own.
        if not (part.isalpha() or part.isdecimal()):
            pieces = _LETTERS_OR_DIGITS.findall(part)
            if len(pieces) > 1:
                yield from ((stem(piece)[:MAX_TOKEN], start + offset) for piece in pieces)
    if len(parts) > 1:
        yield "".join(parts)[:MAX_TOKEN], start


def searched(text: str) -> list[Phrase]:
    """Return the phrases that ``text``, typed without quotes, asks for, in their order."""
    phrases: list[Phrase] = []
    for run in _RUN.finditer(folded(text)):
        if run.lastgroup == "cjk":
            phrases.append(Phrase(_pairs(run.group()), ordered=False))
        else:
            parts = _PART.findall(run.group())
            joined = "".join(parts)[:MAX_TOKEN] if len(parts) > 1 else ""
            phrases.append(Phrase(tuple(stem(part)[:MAX_TOKEN] for part in parts), joined))
    return phrases


def searched_in_order(text: str) -> Phrase:
    """Return the one phrase that ``text``, typed in quotes, asks for.

    Tokens follow one another with distance one, the same distances ``indexed`` gives. The last
    character of a Chinese run stands alone because its pair would reach into the next run.
    """
    tokens: list[str] = []
    runs = list(_RUN.finditer(folded(text)))
    for number, run in enumerate(runs):
        if run.lastgroup == "cjk":
            tokens.extend(_pairs(run.group()))
            if len(run.group()) > 1 and number + 1 < len(runs):
                tokens.append(run.group()[-1])
        else:
            tokens.extend(stem(part)[:MAX_TOKEN] for part in _PART.findall(run.group()))
    return Phrase(tuple(tokens))


def beginning(text: str) -> Phrase:
    """Return the phrase of a text whose last word goes on, as in ``riv*``: it is not stemmed."""
    runs = list(_RUN.finditer(folded(text)))
    if not runs:
        return Phrase(())
    if runs[-1].lastgroup == "cjk":
        return searched_in_order(text)
    parts = _PART.findall(runs[-1].group())
    before = searched_in_order(folded(text)[: runs[-1].end() - len(parts[-1])])
    return Phrase((*before.tokens, parts[-1][:MAX_TOKEN]))


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A character or a word: where it stands in a text, and what it is known by."""

    key: str
    start: int
    end: int


def units(text: str) -> list[Unit]:
    """Cut a folded text into what known words are made of; forms of one word have one key."""
    cut: list[Unit] = []
    for run in _RUN.finditer(text):
        if run.lastgroup == "cjk":
            cut += [Unit(c, i, i + 1) for i, c in enumerate(run.group(), run.start())]
        else:
            key = "".join(stem(part) for part in _PART.findall(run.group()))
            cut.append(Unit(key, run.start(), run.end()))
    return cut


def runs_of(text: str) -> list[str]:
    """Return the stretches of ``text`` that hold tokens: Chinese without a break, words, codes."""
    return [run.group() for run in _RUN.finditer(folded(text))]


def is_cjk(text: str) -> bool:
    """Say whether ``text`` is nothing but characters that are indexed one by one."""
    run = _RUN.fullmatch(folded(text))
    return run is not None and run.lastgroup == "cjk"


def _pairs(run: str) -> tuple[str, ...]:
    if len(run) == 1:
        return (run,)
    return tuple(run[i : i + 2] for i in range(len(run) - 1))
