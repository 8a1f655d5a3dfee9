"""What somebody may have meant whose words find nothing.

A text is read as a chain of the catalogue's words, some of them written with a slip. A chain
costs the more the rarer its words and the less likely its slips are (a noisy channel, as spelling
correctors have used since the nineties); the cheapest chains that cost less than taking the text as it
stands are proposed. Whether they find anything is asked afterwards.
"""

from __future__ import annotations

import dataclasses
import heapq
import math
import re
from collections.abc import Iterable, Iterator

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.slips import slip_cost
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.typed import RUN
from ckanext.scigov.search.domain.vocabulary import (
    LONGEST,
    LONGEST_WHOLE,
    SHORTEST,
    Word,
    is_chinese,
    keys_of,
)

MAX_TEXT = 40
"""Longer texts are sentences: some of their pairs find what there is."""
MAX_SLIPS = 2
SHORTEST_PINYIN, LONGEST_PINYIN = 3, 30
KEPT = 8
"""So many chains are followed at each place."""

# Costs are natural logarithms of "one in so many", as in ``slips``.
RAREST_WORD = 14.0
UNKNOWN = 16.0
UNKNOWN_LATIN = 20.0
UNKNOWN_LETTER = 2.5
"""A Latin word nobody uses costs the more the longer it is: it may be several words of pinyin."""
TYPED_AS_PINYIN = 3.0
TWICE = 2.0
FAR_BEHIND = 6.0
"""A proposal that costs so much more than the first one is not worth reading."""

_TWICE = re.compile(r"([^\W\d_]{2,})\s*\1")


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that may be one word."""

    start: int
    text: str
    kind: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclasses.dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a proposal, and whether it differs from what was typed."""

    text: str
    changed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Edge:
    start: int
    end: int
    text: str
    cost: float
    changed: bool = False
    slips: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class _Chain:
    cost: float
    slips: int
    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        return "".join(chunk.text for chunk in self.chunks)

    def longer(self, edge: _Edge) -> _Chain:
        chunk = Chunk(edge.text, edge.changed)
        return _Chain(self.cost + edge.cost, self.slips + edge.slips, (*self.chunks, chunk))


def pieces_of(typed: str) -> list[Piece]:
    """Return what may be a word of the folded text, right or with a slip."""
    text = folded(typed)
    if len(text) > MAX_TEXT:
        return []
    return [piece for run in RUN.finditer(text) for piece in _pieces(run)]


def _pieces(run: re.Match[str]) -> Iterator[Piece]:
    word, kind, shortest, longest = run.group(), str(run.lastgroup), SHORTEST, LONGEST
    if kind == "latin":
        yield Piece(run.start(), word, kind)
        if not (word.isascii() and word.isalpha()):
            return
        kind, shortest, longest = "pinyin", SHORTEST_PINYIN, LONGEST_PINYIN
    for start in range(len(word)):
        for end in range(start + shortest, min(len(word), start + longest) + 1):
            yield Piece(run.start() + start, word[start:end], kind)
    if kind == "cjk" and LONGEST < len(word) <= LONGEST_WHOLE:
        yield Piece(run.start(), word, kind)


def keys_for(pieces: Iterable[Piece]) -> set[str]:
    """Return the keys under which the pieces' words are found."""
    return {key for piece in pieces if piece.kind != "pinyin" for key in keys_of(piece.text)}


def readings_for(pieces: Iterable[Piece]) -> set[str]:
    """Return what may be the reading of a word."""
    return {piece.text for piece in pieces if piece.kind == "pinyin"}


def initials_for(pieces: Iterable[Piece]) -> set[str]:
    """Return what may be the initials of a word."""
    latin = (piece.text for piece in pieces if piece.kind == "latin")
    return {text for text in latin if len(text) >= SHORTEST_PINYIN}


def corrected(typed: str, words: Iterable[Word], *, most: int) -> list[tuple[Chunk, ...]]:
    """Return what may have been meant, the likeliest first; ``words`` were found by the keys."""
    text, pieces = folded(typed), pieces_of(typed)
    if not pieces:
        return []
    # What stays as it is also stays in capitals, unless folding has changed its length.
    shown = typed if len(typed) == len(text) else text
    chains = _cheapest(text, [*_as_typed(text, shown), *_slips(pieces, words, shown)])
    plain = min(chain.cost for chain in chains if chain.text == shown)
    better = [chain for chain in chains if chain.cost < plain]
    better += _typed_once(text)
    better.sort(key=lambda chain: chain.cost)
    # The same text can be read as several chains: the cheapest of them stays.
    proposals: dict[str, tuple[Chunk, ...]] = {}
    for chain in better:
        if chain.cost <= better[0].cost + FAR_BEHIND:
            proposals.setdefault(chain.text, _joined(chain.chunks))
    return list(proposals.values())[:most]


def _typed_once(text: str) -> list[_Chain]:
    once = _TWICE.sub(r"\1", text)
    return [_Chain(TWICE, 1, (Chunk(once, changed=True),))] if once != text else []


def _joined(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """Join neighbours that are both changed or both not."""
    joined: list[Chunk] = []
    for chunk in chunks:
        if joined and joined[-1].changed == chunk.changed:
            joined[-1] = Chunk(joined[-1].text + chunk.text, chunk.changed)
        else:
            joined.append(chunk)
    return tuple(joined)


def _as_typed(text: str, shown: str) -> Iterator[_Edge]:
    """Yield the ways through the text that take it as it stands, word by unknown word."""
    place = 0
    for run in RUN.finditer(text):
        if run.start() > place:
            yield _Edge(place, run.start(), shown[place : run.start()], 0.0)
        if run.lastgroup == "latin":
            latin = shown[run.start() : run.end()]
            yield _Edge(run.start(), run.end(), latin, _unknown(latin))
        else:
            for at in range(run.start(), run.end()):
                yield _Edge(at, at + 1, shown[at], UNKNOWN)
        place = run.end()
    if place < len(text):
        yield _Edge(place, len(text), shown[place:], 0.0)


def _unknown(latin: str) -> float:
    return max(UNKNOWN_LATIN, UNKNOWN_LETTER * len(latin))


def _slips(pieces: list[Piece], words: Iterable[Word], shown: str) -> Iterator[_Edge]:
    """Yield the known words in the text and those that may have been meant instead."""
    by_key: dict[str, list[Piece]] = {}
    for piece in pieces:
        keys = [f"p{piece.text}"] if piece.kind == "pinyin" else keys_of(piece.text)
        for key in keys:
            by_key.setdefault(key, []).append(piece)
    latin = [piece for piece in pieces if piece.kind == "latin"]
    for word in words:
        worth = max(RAREST_WORD - math.log(word.number), 1.0)
        near = {piece for key in keys_of(word.text) for piece in by_key.get(key, ())}
        for piece in (*near, *latin):
            slip = slip_cost(piece.text, word)
            if slip is not None:
                changed = piece.text != word.text
                text = word.text if changed else shown[piece.start : piece.end]
                yield _Edge(piece.start, piece.end, text, worth + slip, changed, int(changed))
        # Not a slip but another way of writing: a text may be pinyin from end to end.
        reading = f"p{readings.full(word.text)}" if is_chinese(word.text) else ""
        for piece in by_key.get(reading, ()):
            yield _Edge(piece.start, piece.end, word.text, worth + TYPED_AS_PINYIN, changed=True)


def _cheapest(text: str, edges: Iterable[_Edge]) -> list[_Chain]:
    """Return the cheapest chains through the whole text, no two of them alike."""
    by_start: dict[int, list[_Edge]] = {}
    for several in _by_place(edges).values():
        for edge in heapq.nsmallest(KEPT, several, key=lambda edge: edge.cost):
            by_start.setdefault(edge.start, []).append(edge)
    places: list[dict[tuple[str, int], _Chain]] = [{} for _ in range(len(text) + 1)]
    places[0][("", 0)] = _Chain(0.0, 0, ())
    for at in range(len(text)):
        for chain in _kept(places[at].values()):
            for edge in by_start.get(at, ()):
                longer = chain.longer(edge)
                key = (longer.text, longer.slips)
                known = places[edge.end].get(key)
                if longer.slips <= MAX_SLIPS and (known is None or longer.cost < known.cost):
                    places[edge.end][key] = longer
    return list(places[-1].values())


def _by_place(edges: Iterable[_Edge]) -> dict[tuple[int, int], list[_Edge]]:
    found: dict[tuple[int, int], list[_Edge]] = {}
    for edge in edges:
        found.setdefault((edge.start, edge.end), []).append(edge)
    return found


def _kept(chains: Iterable[_Chain]) -> list[_Chain]:
    """Keep the cheapest chains, and the cheapest without a change to compare them with."""
    ordered = sorted(chains, key=lambda chain: chain.cost)
    best = ordered[:KEPT]
    plain = [chain for chain in ordered if not any(chunk.changed for chunk in chain.chunks)]
    return best if not plain or plain[0] in best else [*best, plain[0]]
