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

from rapidfuzz.distance import OSA

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.typed import RUN
from ckanext.scigov.search.domain.vocabulary import LONGEST_WHOLE, Word, keys_of, slips_of

MAX_TEXT = 40
"""Longer texts are sentences: two thirds of their pairs find what there is."""
MAX_SLIPS = 2
KEPT = 8
"""So many chains are followed at each place."""

# Costs are natural logarithms of "one in so many": of words in the catalogue, of slips in typing.
RAREST_WORD = 14.0
UNKNOWN = 16.0
UNKNOWN_LATIN = 20.0
"""A Latin word nobody uses: one character of Chinese says less than a whole word."""
SAME_SOUND = 2.5
OTHER_TONE = 3.0
LIKE_SOUND = 4.0
SWAPPED = 4.5
ADDED_OR_MISSING = 6.0
WRONG = 7.0
WRONG_LETTER = 4.0
TYPED_AS_PINYIN = 3.0
TYPED_AS_INITIALS = 4.0
DOUBLED = 2.0
DEAREST_SLIP = 9.0
FAR_BEHIND = 6.0
"""A proposal that costs so much more than the first one is not worth reading."""

_DOUBLED = re.compile(r"([^\W\d_]{2,})\s*\1")


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
        return _Chain(self.cost + edge.cost, self.slips + edge.changed, (*self.chunks, chunk))


def pieces_of(typed: str) -> list[Piece]:
    """Return what may be a word of the folded text, right or with a slip."""
    text = folded(typed)
    if len(text) > MAX_TEXT:
        return []
    return [piece for run in RUN.finditer(text) for piece in _pieces(run)]


def _pieces(run: re.Match[str]) -> Iterator[Piece]:
    word, kind = run.group(), str(run.lastgroup)
    if kind == "latin":
        yield Piece(run.start(), word, kind)
        return
    for start in range(len(word)):
        for end in range(start + 2, min(len(word), start + LONGEST_WHOLE) + 1):
            yield Piece(run.start() + start, word[start:end], kind)


def keys_for(pieces: Iterable[Piece]) -> set[str]:
    """Return the keys under which the pieces' words are found."""
    return {key for piece in pieces for key in keys_of(piece.text)}


def corrected(typed: str, words: Iterable[Word], *, most: int) -> list[tuple[Chunk, ...]]:
    """Return what may have been meant, the likeliest first; ``words`` were found by the keys."""
    text, pieces = folded(typed), pieces_of(typed)
    if not pieces:
        return []
    edges = [*_as_typed(text), *_slips(pieces, words)]
    chains = _cheapest(text, edges)
    plain = min((c.cost for c in chains if not c.slips), default=math.inf)
    better = [c for c in chains if c.slips and c.cost < plain and c.text != text]
    better += _without_doubling(text)
    better.sort(key=lambda chain: chain.cost)
    # The same text can be read as several chains: the cheapest of them stays.
    proposals: dict[str, tuple[Chunk, ...]] = {}
    for chain in better:
        if chain.cost <= better[0].cost + FAR_BEHIND:
            proposals.setdefault(chain.text, _joined(chain.chunks))
    return list(proposals.values())[:most]


def _without_doubling(text: str) -> list[_Chain]:
    once = _DOUBLED.sub(r"\1", text)
    return [_Chain(DOUBLED, 1, (Chunk(once, changed=True),))] if once != text else []


def _joined(chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    """Join neighbours that are both changed or both not."""
    joined: list[Chunk] = []
    for chunk in chunks:
        if joined and joined[-1].changed == chunk.changed:
            joined[-1] = Chunk(joined[-1].text + chunk.text, chunk.changed)
        else:
            joined.append(chunk)
    return tuple(joined)


def _as_typed(text: str) -> Iterator[_Edge]:
    """Yield the ways through the text that take it as it stands, word by unknown word."""
    place = 0
    for run in RUN.finditer(text):
        if run.start() > place:
            yield _Edge(place, run.start(), text[place : run.start()], 0.0)
        if run.lastgroup == "latin":
            yield _Edge(run.start(), run.end(), run.group(), UNKNOWN_LATIN)
        else:
            for at in range(run.start(), run.end()):
                yield _Edge(at, at + 1, text[at], UNKNOWN)
        place = run.end()
    if place < len(text):
        yield _Edge(place, len(text), text[place:], 0.0)


def _slips(pieces: list[Piece], words: Iterable[Word]) -> Iterator[_Edge]:
    """Yield the known words in the text and those that may have been meant instead."""
    by_key: dict[str, list[Piece]] = {}
    for piece in pieces:
        for key in keys_of(piece.text):
            by_key.setdefault(key, []).append(piece)
    latin = [piece for piece in pieces if piece.kind == "latin"]
    for word in words:
        near = {piece for key in keys_of(word.text) for piece in by_key.get(key, ())}
        for piece in (*near, *latin):
            slip = slip_cost(piece.text, word)
            if slip is not None:
                cost = max(RAREST_WORD - math.log(word.number), 1.0) + slip
                yield _Edge(piece.start, piece.end, word.text, cost, piece.text != word.text)


def slip_cost(written: str, word: Word) -> float | None:
    """Return how unlikely it is that ``word`` was meant; None when it cannot be."""
    if written == word.text:
        return 0.0
    is_latin = written.isascii()
    if is_latin and word.text.isascii():
        return _letters_cost(written, word.text)
    if is_latin:
        return _pinyin_cost(written, word.text)
    return _characters_cost(written, word)


def _letters_cost(written: str, word: str) -> float | None:
    distance = OSA.distance(written, word)
    if distance == 1 and sorted(written) == sorted(word):
        return SWAPPED
    return WRONG_LETTER * distance if distance <= min(slips_of(written), slips_of(word)) else None


def _pinyin_cost(written: str, word: str) -> float | None:
    if written == readings.full(word):
        return TYPED_AS_PINYIN
    if len(written) > readings.SHORTEST_TYPED and written == readings.initials(word):
        return TYPED_AS_INITIALS
    return None


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
    return WRONG if len(written) == len(word.text) else ADDED_OR_MISSING


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


def _cheapest(text: str, edges: Iterable[_Edge]) -> list[_Chain]:
    """Return the cheapest chains through the whole text, no two of them alike."""
    by_start: dict[int, list[_Edge]] = {}
    for edge in edges:
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


def _kept(chains: Iterable[_Chain]) -> list[_Chain]:
    """Keep the cheapest chains, and the cheapest without a slip to compare them with."""
    all_chains = list(chains)
    plain = [chain for chain in all_chains if not chain.slips]
    best = heapq.nsmallest(KEPT, all_chains, key=lambda chain: chain.cost)
    cheapest_plain = min(plain, key=lambda chain: chain.cost, default=None)
    if cheapest_plain is None or cheapest_plain in best:
        return best
    return [*best, cheapest_plain]
