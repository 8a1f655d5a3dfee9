"""Write the parts of a query that ask for words as one tsquery, and what counts for relevance.

One tsquery is one visit to the index; conditions on several are put together by PostgreSQL.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

from ckanext.scigov.search.domain import vectors
from ckanext.scigov.search.domain.fields import is_in_catch_all
from ckanext.scigov.search.domain.tokens import (
    Phrase,
    beginning,
    folded,
    is_cjk,
    searched,
    searched_in_order,
)
from ckanext.scigov.search.domain.tree import (
    Best,
    Boosted,
    Clauses,
    Node,
    Occur,
    Pattern,
    Words,
)

WEIGHT_OF: Mapping[str, str] = {"text": "", "notes": "C"}
"""The fields that are looked for in the vector of all words."""
LISTED: Mapping[str, str] = {"text": "", "title": f"title{vectors.SEPARATOR}"}
"""The fields that have inverted lists, and what stands before their words there."""
RANKED: Mapping[str, str] = {**WEIGHT_OF, "title": "A"}
MAX_COMBINATIONS = 60


def tsquery_of(node: Node) -> str | None:
    """Return the tsquery of a settled ``node`` over all words.

    Empty where nothing searchable was asked for; None where the node asks for something else
    than words of the catch-all, the title or the notes.
    """
    if isinstance(node, Words):
        weight = WEIGHT_OF.get(node.field)
        return None if weight is None else of_words(node, weight=weight)
    if isinstance(node, Pattern):
        weight = WEIGHT_OF.get(node.field)
        return None if weight is None else of_prefix(node, weight=weight)
    if isinstance(node, Best):
        return _of_best(node)
    if isinstance(node, Clauses):
        return _of_clauses(node)
    return None


def of_words(node: Words, *, weight: str = "", prefix: str = "") -> str:
    """Return the tsquery of words in one field: quoted ones in order, others all anywhere."""
    phrases = [searched_in_order(node.text)] if node.quoted else searched(node.text)
    written = [vectors.tsquery(p, weight=weight, prefix=prefix) for p in phrases if p.tokens]
    return vectors.all_of(written) if written else ""


def of_prefix(node: Pattern, *, weight: str = "", prefix: str = "") -> str | None:
    """Return the tsquery of ``abc*``; None for any other pattern."""
    if node.parts[1:] != ("*", ""):
        return None
    phrase = beginning(node.parts[0])
    if not phrase.tokens:
        return ""
    return vectors.tsquery(phrase, weight=weight, prefix=prefix, open_end=True)


def through_catch_all(node: Best) -> Words | None:
    """Return the way through the catch-all, if it finds whatever the other ways find."""
    words = [way for way, _ in node.ways if isinstance(way, Words)]
    if len(words) < len(node.ways) or not all(
        way.field == "text" or is_in_catch_all(way.field) for way in words
    ):
        return None
    return next((way for way in words if way.field == "text"), None)


def tokens_of(node: Words) -> tuple[str, ...] | None:
    """Return the terms of inverted lists that a document must be in to match.

    None where that does not say it all: in most single fields, or where the order counts. For a
    ``titles_part`` the title itself says the rest.
    """
    prefix = LISTED.get(node.field)
    if prefix is None:
        return None
    phrases = [searched_in_order(node.text)] if node.quoted else searched(node.text)
    in_order = any(p.joined or (p.ordered and len(p.tokens) > 1) for p in phrases)
    if in_order and not titles_part(node):
        return None
    return tuple(dict.fromkeys(f"{prefix}{token}" for p in phrases for token in p.tokens))


def titles_part(node: Words) -> str:
    """Return the characters of which a title must hold the whole; empty where words are asked for.

    Chinese without a break, in quotes, is in a title exactly where its characters stand.
    """
    if node.field != "title" or not node.quoted:
        return ""
    text = folded(node.text.strip())
    return text if len(text) > 2 and is_cjk(text) else ""


def _of_best(node: Best) -> str | None:
    written = [tsquery_of(way) for way, _ in node.ways]
    if any(w is None for w in written):
        return None
    return vectors.any_of(w for w in written if w)


def _of_clauses(node: Clauses) -> str | None:
    parts: dict[Occur, list[str]] = {occur: [] for occur in Occur}
    for clause in node.clauses:
        written = tsquery_of(clause.node)
        if written is None:
            return None
        if written:
            parts[clause.occur].append(written)
    must, should = parts[Occur.MUST], parts[Occur.SHOULD]
    if not must and not should:
        # Forbidding alone is a question for the whole query, not for a tsquery.
        return None if parts[Occur.MUST_NOT] else ""
    minimum = min(node.minimum, len(should)) or (0 if must else 1)
    optional = _at_least(minimum, should) if minimum else []
    if optional is None:
        return None
    return vectors.all_of([*must, *optional, *(f"!({p})" for p in parts[Occur.MUST_NOT])])


def _at_least(minimum: int, parts: list[str]) -> list[str] | None:
    """Return tsqueries that together demand ``minimum`` of ``parts``; None if that is too long."""
    if minimum == len(parts):
        return parts
    combinations = list(
        itertools.islice(itertools.combinations(parts, minimum), MAX_COMBINATIONS + 1)
    )
    if len(combinations) > MAX_COMBINATIONS:
        return None
    return [vectors.any_of(vectors.all_of(c) for c in combinations)]


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """Words that make a document relevant, each for itself and all of them side by side."""

    tokens: tuple[str, ...]
    factor: float
    field: str
    text: str

    @property
    def tsquery(self) -> str:
        """Any of the tokens, joined by OR: a document gains by every word in every place."""
        weight = RANKED[self.field]
        return vectors.any_of(vectors.tsquery(Phrase((t,)), weight=weight) for t in self.tokens)

    @property
    def adjacent(self) -> str:
        """The tsquery of the words in this order; empty where one token says it all."""
        phrase = searched_in_order(self.text)
        return vectors.tsquery(phrase) if len(phrase.tokens) > 1 else ""


def rank_parts(node: Node, factor: float = 1.0) -> Iterator[Ranked]:
    """Yield what the query asks for in words, of what counts towards relevance."""
    if isinstance(node, Words):
        if node.field in RANKED:
            phrases = [searched_in_order(node.text)] if node.quoted else searched(node.text)
            tokens = _distinct(phrases)
            if tokens:
                yield Ranked(tokens, factor, node.field, node.text)
    elif isinstance(node, Boosted):
        yield from rank_parts(node.node, factor * node.factor)
    elif isinstance(node, Best):
        yield from rank_parts(Words("text", _text_of(node)), factor)
    elif isinstance(node, Clauses):
        for clause in node.clauses:
            if clause.occur is not Occur.MUST_NOT:
                yield from rank_parts(clause.node, factor)


def _distinct(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    tokens = (t for p in phrases for t in (*p.tokens, *((p.joined,) if p.joined else ())))
    return tuple(dict.fromkeys(tokens))


def _text_of(node: Best) -> str:
    return next((way.text for way, _ in node.ways if isinstance(way, Words)), "")
