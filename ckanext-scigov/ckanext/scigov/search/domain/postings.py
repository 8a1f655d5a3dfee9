"""Inverted lists: for each word the documents that hold it, with their impacts.

Read from the text of the documents' tsvector, which has every word with its places and classes.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.ranking import CLASS_WEIGHTS, impact
from ckanext.scigov.search.domain.vectors import SEPARATOR

Numbers: TypeAlias = npt.NDArray[np.int32]
Impacts: TypeAlias = npt.NDArray[np.uint8]

TITLE = f"title{SEPARATOR}"
"""Before the words of titles, which have lists of their own."""
_ENTRY = re.compile(r"'((?:[^']|'')*)':([0-9A-D,]+)")
_NO_DIGITS = {ord(digit): None for digit in "0123456789"}


@dataclasses.dataclass(frozen=True, slots=True)
class Posting:
    """One word's documents, rising, and what it weighs in each."""

    documents: Numbers
    impacts: Impacts

    def packed(self) -> tuple[bytes, bytes]:
        return self.documents.astype("<i4").tobytes(), self.impacts.tobytes()


def unpacked(documents: bytes, impacts: bytes) -> Posting:
    """Undo ``Posting.packed``."""
    return Posting(np.frombuffer(documents, dtype="<i4"), np.frombuffer(impacts, dtype=np.uint8))


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """The inverted lists of some documents."""

    terms: dict[str, int]
    starts: npt.NDArray[np.int64]
    documents: Numbers
    impacts: Impacts

    def __getitem__(self, term: str) -> Posting | None:
        place = self.terms.get(term)
        if place is None:
            return None
        part = slice(self.starts[place], self.starts[place + 1])
        return Posting(self.documents[part], self.impacts[part])

    def __iter__(self) -> Iterator[tuple[str, Posting]]:
        for term, place in self.terms.items():
            part = slice(self.starts[place], self.starts[place + 1])
            yield term, Posting(self.documents[part], self.impacts[part])


def inverted(rows: Iterable[tuple[int, str]]) -> Segment:
    """Return the lists of ``rows``: document and the text of its tsvector, documents rising."""
    terms: collections.defaultdict[str, int] = collections.defaultdict(itertools.count().__next__)
    places: array[int] = array("i")
    impacts = bytearray()
    documents: list[int] = []
    lengths: list[int] = []
    for document, vector in rows:
        words, weighed = weighed_words(vector)
        places.extend(map(terms.__getitem__, words))
        impacts.extend(weighed)
        documents.append(document)
        lengths.append(len(words))
    of_term = np.array(places, dtype=np.int32)
    order = np.argsort(of_term, kind="stable")
    return Segment(
        dict(terms),
        _starts(of_term, len(terms)),
        np.repeat(np.array(documents, dtype=np.int32), lengths)[order],
        np.frombuffer(bytes(impacts), dtype=np.uint8)[order],
    )


def joined(segments: Sequence[Segment]) -> Segment:
    """Return one segment of all; the documents of a later one come behind those of an earlier."""
    terms: dict[str, int] = {}
    places: list[Numbers] = []
    for segment in segments:
        numbers = [terms.setdefault(term, len(terms)) for term in segment.terms]
        places.append(np.repeat(np.array(numbers, dtype=np.int32), np.diff(segment.starts)))
    of_term = np.concatenate(places)
    order = np.argsort(of_term, kind="stable")
    return Segment(
        terms,
        _starts(of_term, len(terms)),
        np.concatenate([segment.documents for segment in segments])[order],
        np.concatenate([segment.impacts for segment in segments])[order],
    )


def _starts(of_term: Numbers, terms: int) -> npt.NDArray[np.int64]:
    counts = np.bincount(of_term, minlength=terms)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def weighed_words(vector: str) -> tuple[list[str], list[int]]:
    """Return the words of a tsvector's text, those of the title once more, and their impacts."""
    entries: list[tuple[str, str]] = _ENTRY.findall(vector)
    weighed = [_WEIGHED[places.translate(_NO_DIGITS)] for _, places in entries]
    weights = [weight for weight, _, _ in weighed]
    length = sum([count for _, count, _ in weighed])
    impact_of = {weight: _impact(weight, length) for weight in set(weights)}
    impacts = [impact_of[weight] for weight in weights]
    words = [
        term if "'" not in term and "\\" not in term else _unquoted(term) for term, _ in entries
    ]
    titled = [place for place, (_, _, is_title) in enumerate(weighed) if is_title]
    return (
        words + [f"{TITLE}{words[place]}" for place in titled],
        impacts + [impacts[place] for place in titled],
    )


@functools.lru_cache(maxsize=100_000)
def _impact(weight: float, length: int) -> int:
    return impact(weight, length)


_Weighed: TypeAlias = tuple[float, int, bool]
"""Weighted frequency, frequency, and whether the title has the word."""


class _WeighedClasses(dict[str, _Weighed]):
    """By the classes of a word's places, as in ``A,,C``.

    A dictionary costs a fraction of a function that remembers: a million words are looked up.
    """

    def __missing__(self, classes: str) -> _Weighed:
        each = classes.split(",")
        found = sum(CLASS_WEIGHTS[c] for c in each), len(each), "A" in each
        self[classes] = found
        return found


_WEIGHED = _WeighedClasses()


def _unquoted(term: str) -> str:
    return term.replace("''", "'").replace("\\\\", "\\")
