"""What all sides of the search bench have in common: what they get, what they must answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from corpus.documents import FACETS

from bench.questions import Question
from ckanext.scigov.search.domain import fields, tokens

GAP = "|"
"""Between two Chinese runs of a title: no phrase reaches across, and no token holds it."""


class SideMissingError(RuntimeError):
    """The side cannot run on this machine; its text says why."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One document as an engine gets it: the tokens of our own analysis and plain values."""

    name: str
    words: list[str]
    title_pairs: list[str]
    labels: list[str]
    modified: int
    facets: Mapping[str, list[str]]
    stored: str


@dataclasses.dataclass(frozen=True)
class Answer:
    """A page: the exact total, the counts, and of the documents returned when they changed."""

    seconds: float
    total: int
    facets: Mapping[str, Mapping[str, int]]
    modified: list[int]
    returned_bytes: int


class Side(Protocol):
    """One way of answering."""

    name: str
    version: str

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        """Index the documents; what it takes is told apart from the questions."""

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        """Answer; ``facet_limit`` -1 asks for every value."""

    def processes(self) -> list[int]:
        """Return the processes in which answers are made."""

    def close(self) -> None:
        """End what was started."""


def entries(documents: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield what the engines index."""
    for document in documents:
        facets = {field: _listed(document.get(field)) for field in FACETS}
        yield Entry(
            name=document["name"],
            words=list(_words(document)),
            title_pairs=list(_pairs(document["title"])),
            labels=list(document["permission_labels"]),
            modified=milliseconds(document["metadata_modified"]),
            facets=facets,
            stored=document["validated_data_dict"],
        )


def milliseconds(moment: str) -> int:
    """Return an ISO date as milliseconds since 1970, the precision the index keeps."""
    read = dt.datetime.fromisoformat(moment.replace("Z", "+00:00"))
    return round(read.timestamp() * 1000)


def _listed(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(str(one) for one in several if one not in (None, "")))


def _words(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the tokens of everything that is found without naming a field."""
    for field, value in document.items():
        if fields.is_in_catch_all(field) or field in fields.URL_FIELDS:
            for text in _listed(value):
                yield from (token.text for token in tokens.indexed(text)[0])


def _pairs(title: str) -> Iterator[str]:
    """Yield the title's pairs of characters, words and lone characters, runs kept apart.

    Single characters stand only where a run has no pair, so that the pairs of a phrase follow
    one another directly.
    """
    last_position = 0
    for token in tokens.indexed(title)[0]:
        if tokens.is_cjk(token.text) and len(token.text) == 1:
            continue
        if token.position > last_position + 1:
            yield GAP
        last_position = token.position
        yield token.text
