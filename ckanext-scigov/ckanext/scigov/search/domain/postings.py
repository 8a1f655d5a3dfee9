"""Inverted lists: for each word the documents that hold it, with their impacts.

Read from the text of the documents' tsvector, which has every word with its places and classes.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.ranking import CLASS_WEIGHTS, impact

Numbers: TypeAlias = npt.NDArray[np.int32]
Impacts: TypeAlias = npt.NDArray[np.uint8]

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
    terms: dict[str, int] = {}
    places: list[int] = []
    impacts = bytearray()
    documents: list[int] = []
    lengths: list[int] = []
    for document, words in rows:
        before = len(places)
        for term, weighed in weighed_words(words):
            places.append(terms.setdefault(term, len(terms)))
            impacts.append(weighed)
        documents.append(document)
        lengths.append(len(places) - before)
    of_term = np.array(places, dtype=np.int32)
    order = np.argsort(of_term, kind="stable")
    return Segment(
        terms,
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


def weighed_words(vector: str) -> list[tuple[str, int]]:
    """Return each word of a tsvector's text with its impact."""
    entries = [(term, _weight(places)) for term, places in _ENTRY.findall(vector)]
    length = sum(count for _, (_, count) in entries)
    return [(_unquoted(term), impact(weight, length)) for term, (weight, _) in entries]


_known_weights: dict[str, tuple[float, int]] = {}


def _weight(places: str) -> tuple[float, int]:
    """Return the weighted frequency and the frequency of places like ``1A,7,9C``."""
    classes = places.translate(_NO_DIGITS)
    found = _known_weights.get(classes)
    if found is None:
        each = classes.split(",")
        found = sum(CLASS_WEIGHTS[c] for c in each), len(each)
        if len(_known_weights) < 100_000:
            _known_weights[classes] = found
    return found


def _unquoted(term: str) -> str:
    if "'" in term or "\\" in term:
        return term.replace("''", "'").replace("\\\\", "\\")
    return term
