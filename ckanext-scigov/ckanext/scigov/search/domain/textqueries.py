"""Write the parts of a query that ask for words as one tsquery, and what counts for relevance.

One tsquery is one visit to the index; conditions on several are put together by PostgreSQL.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

from ckanext.scigov.search.domain import vectors
from ckanext.scigov.search.domain.fields import is_in_catch_all
from ckanext.scigov.search.domain.tokens import (
    Phrase,
    beginning,
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

WEIGHT_OF: Mapping[str, str] = {"text": "", "title": "A", "notes": "C"}
"""The fields that the vector of all words can tell apart."""
MAX_COMBINATIONS = 60


def tsquery_of(node: Node) -> str | None:
    """Return the tsquery of ``node`` over all words.

    Empty where nothing searchable was asked for; None where the node asks for something else
    than words of the catch-all, the title or the notes.
    """
    if isinstance(node, Words):
        weight = WEIGHT_OF.get(node.field)
        return None if weight is None else of_words(node, weight=weight)
    if isinstance(node, Pattern):
        weight = WEIGHT_OF.get(node.field)
        return None if weight is None else of_prefix(node, weight=weight)
    if isinstance(node, Boosted):
        return tsquery_of(node.node)
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


def _of_best(node: Best) -> str | None:
    """Return the way through the catch-all: it finds whatever the fields copied into it find."""
    fields = [way.field for way, _ in node.ways if isinstance(way, Words)]
    if "text" in fields and all(f == "text" or is_in_catch_all(f) for f in fields):
        return tsquery_of(node.ways[fields.index("text")][0])
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


def rank_parts(node: Node, factor: float = 1.0) -> Iterator[tuple[str, float]]:
    """Yield what makes a document relevant: tsqueries of single words with their weights.

    Words are joined by OR: a document gains by every word and every place it stands in.
    """
    if isinstance(node, Words):
        weight = WEIGHT_OF.get(node.field)
        if weight is not None:
            phrases = [searched_in_order(node.text)] if node.quoted else searched(node.text)
            tokens = _distinct(phrases)
            if tokens:
                single = (vectors.tsquery(Phrase((t,)), weight=weight) for t in tokens)
                yield vectors.any_of(single), factor
    elif isinstance(node, Boosted):
        yield from rank_parts(node.node, factor * node.factor)
    elif isinstance(node, Best):
        yield from rank_parts(Words("text", _text_of(node)), factor)
    elif isinstance(node, Clauses):
        for clause in node.clauses:
            if clause.occur is not Occur.MUST_NOT:
                yield from rank_parts(clause.node, factor)


def _distinct(phrases: Iterable[Phrase]) -> list[str]:
    tokens = (t for p in phrases for t in (*p.tokens, *((p.joined,) if p.joined else ())))
    return list(dict.fromkeys(tokens))


def _text_of(node: Best) -> str:
    return next((way.text for way, _ in node.ways if isinstance(way, Words)), "")
