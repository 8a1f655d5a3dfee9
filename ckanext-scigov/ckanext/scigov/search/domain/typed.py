"""What somebody has typed so far, and whether a title, a keyword or a provider fits it."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Sequence

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.tokens import CJK, folded

MAX_LENGTH = 100
MAX_RUNS = 8
"""Words beyond these are left out of a suggestion: the search itself takes them all."""

Span = tuple[int, int]

RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<latin>[^\W_{CJK}]+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def has_control_characters(text: str) -> bool:
    """Say whether the text holds what no keyboard types; line breaks and tabs are blanks."""
    return _CONTROL.search(text) is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Typed:
    """The words typed, folded, in their order; the last one may be unfinished."""

    runs: tuple[str, ...]
    pinyin: str
    """All letters in a row if they can be a reading, else empty."""

    @property
    def is_empty(self) -> bool:
        return not self.runs


def read(text: str) -> Typed:
    """Return what ``text`` asks for; punctuation asks for nothing."""
    clean = folded(text)
    runs = tuple(dict.fromkeys(run.group() for run in RUN.finditer(clean)))[:MAX_RUNS]
    # Input methods put an apostrophe or a blank between syllables: xi'an.
    letters = re.sub(r"[\s'’]+", "", clean)
    is_reading = letters.isascii() and letters.isalpha()
    long_enough = len(letters) >= readings.SHORTEST_TYPED
    return Typed(runs, letters if is_reading and long_enough else "")


def found_in(typed: Typed, text: str, read_as: Sequence[str] | None = None) -> tuple[Span, ...]:
    """Return which characters of folded ``text`` fit what was typed; empty if it does not fit.

    Every word must fit, Chinese anywhere, Latin at the beginning of a word; or all letters
    together as a reading: that of one of the words ``read_as``, where they are known.
    """
    spans = tuple(span for run in typed.runs if (span := _word_in(run, text)))
    if spans and len(spans) == len(typed.runs):
        return spans
    if read_as is not None:
        return next((((at, at + len(w)),) for w in read_as if (at := text.find(w)) >= 0), ())
    spelt = readings.spelt(text, typed.pinyin) if typed.pinyin else None
    return (spelt,) if spelt else ()


def parts_found(typed: Typed, text: str) -> tuple[Span, ...]:
    """Return which characters of ``text`` fit any of the words typed."""
    return tuple(span for run in typed.runs if (span := _word_in(run, text)))


def _word_in(run: str, text: str) -> Span | None:
    at = text.find(run)
    while at >= 0 and _is_latin(run[0]) and at and _is_latin(text[at - 1]):
        at = text.find(run, at + 1)
    return (at, at + len(run)) if at >= 0 else None


def _is_latin(character: str) -> bool:
    found = RUN.match(character)
    return found is not None and found.lastgroup == "latin"


def fit(typed: Typed, text: str, read_as: Sequence[str]) -> str:
    """Say whether folded ``text`` fits the ``whole`` of what was typed, a ``part`` or nothing."""
    if found_in(typed, text, read_as):
        return "whole"
    return "part" if parts_found(typed, text) else ""


def query(typed: Typed, read_as: Sequence[str]) -> str:
    """Return the search for what was typed in Solr's language: the last Latin word may go on.

    Its words hold letters and digits only, so there is nothing in them to be escaped.
    """
    *complete, last = typed.runs
    ending = f"({last} OR {last}*)" if _is_latin(last[0]) else last
    asked = " AND ".join([*complete, ending])
    ways = [asked, *read_as]
    return f"text:({' OR '.join(f'({way})' for way in ways)})"


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A piece of a suggestion; those that fit what was typed are shown bold."""

    text: str
    fits: bool


def marked(typed: Typed, text: str, read_as: Sequence[str] | None = None) -> tuple[Part, ...]:
    """Return ``text`` as it is written, cut where what fits begins and ends."""
    letters, places = _folded_with_places(text)
    spans = found_in(typed, letters, read_as) or parts_found(typed, letters)
    fits = [False] * len(text)
    for start, end in spans:
        for place in places[start:end]:
            fits[place] = True
    parts: list[Part] = []
    for character, one_fits in zip(text, fits, strict=True):
        if parts and parts[-1].fits == one_fits:
            parts[-1] = Part(parts[-1].text + character, one_fits)
        else:
            parts.append(Part(character, one_fits))
    return tuple(parts)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text and where in ``text`` each of its characters comes from."""
    whole = folded(text)
    if len(whole) == len(text):
        return whole, list(range(len(text)))
    # ㎡ becomes two characters, a letter with its accent apart becomes one: character by character.
    pieces = [folded(unicodedata.normalize("NFC", character)) for character in text]
    places = [place for place, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), places


def order(typed: Typed, text: str, count: int) -> tuple[bool, bool, int, str]:
    """Return what suggestions are sorted by: equal first, then what begins so, then the fullest."""
    wanted = "".join(typed.runs)
    plain = "".join(run.group() for run in RUN.finditer(text))
    return plain != wanted, not plain.startswith(wanted), -count, text
