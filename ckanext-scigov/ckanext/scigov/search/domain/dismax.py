"""Read what people type into the search box: dismax, which never fails on punctuation.

Each word, or phrase in quotes, is looked for in several fields with weights; ``mm`` says how
many of the words must be found. edismax reads the standard language first and falls back.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from ckanext.scigov.search.domain import syntax
from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
from ckanext.scigov.search.domain.tree import (
    Best,
    Boosted,
    Clause,
    Clauses,
    Everything,
    Exists,
    Node,
    Occur,
    Pattern,
    Words,
)

_WORD = re.compile(r'(?P<sign>[+-]?)(?:"(?P<phrase>(?:\\.|[^"\\])*)"|(?P<word>(?:\\.|[^\s"\\])+))')
_OPERATORS = ("AND", "OR", "NOT")
_ANY_FIELD = "\x00any"
"""Stands for the fields of qf while edismax reads the standard language."""


@dataclasses.dataclass(frozen=True, slots=True)
class FieldWeight:
    """One entry of ``qf``."""

    field: str
    weight: float


Fields = tuple[FieldWeight, ...]


def parse_fields(qf: str) -> Fields:
    """Read ``name^4 title^4 text``."""
    found: list[FieldWeight] = []
    for entry in qf.split():
        name, _, weight = entry.partition("^")
        try:
            found.append(FieldWeight(name, float(weight or 1)))
        except ValueError:
            raise UnsupportedQueryError(
                N_("'{entry}' in qf is not a field with its weight."), entry=entry
            ) from None
    if not found:
        raise UnsupportedQueryError(N_("qf names no field."))
    return tuple(found)


def parse(query: str, fields: Fields, minimum_match: str) -> Node:
    """Return the tree of a query typed by a person."""
    if query.strip() == "*:*":
        return Everything()
    clauses: list[Clause] = []
    joined, negated = False, False
    for sign, text, quoted in _typed(query):
        if not quoted and not sign and text in _OPERATORS:
            joined, negated = joined or text == "AND", negated or text == "NOT"
            if joined and clauses and clauses[-1].occur is Occur.SHOULD:
                clauses[-1] = Clause(Occur.MUST, clauses[-1].node)
            continue
        occur = {"+": Occur.MUST, "-": Occur.MUST_NOT}.get(sign, Occur.SHOULD)
        if occur is Occur.SHOULD:
            occur = Occur.MUST_NOT if negated else Occur.MUST if joined else occur
        clauses.append(Clause(occur, _in_fields(Words("", text, quoted), fields)))
        joined = negated = False
    if len(clauses) > syntax.MAX_CLAUSES:
        raise UnsupportedQueryError(
            N_("The query has more than {limit} parts."), limit=syntax.MAX_CLAUSES
        )
    # Only punctuation gives no clause at all: nothing was asked for, nothing is found.
    optional = sum(c.occur is Occur.SHOULD for c in clauses)
    found = Clauses(tuple(clauses), required_of(optional, minimum_match))
    if clauses and all(c.occur is Occur.MUST_NOT for c in clauses):
        # Solr's dismax finds nothing where everything typed is forbidden.
        return Clauses((Clause(Occur.MUST, found),))
    return found


def _typed(query: str) -> Iterator[tuple[str, str, bool]]:
    """Yield sign, text and whether it was quoted for everything that holds a letter or digit."""
    for match in _WORD.finditer(query):
        quoted = match["phrase"] is not None
        text = syntax.unescaped(match["phrase"] if quoted else match["word"])
        if any(c.isalnum() for c in text):
            yield match["sign"], text, quoted


def parse_extended(query: str, fields: Fields, minimum_match: str, *, all_terms: bool) -> Node:
    """Return the tree of an edismax query: the standard language, words in all of ``fields``."""
    try:
        tree = syntax.parse(query, default_field=_ANY_FIELD, all_terms=False)
    except syntax.UnreadableQueryError:
        return parse(query, fields, minimum_match)
    if isinstance(tree, Clauses) and all(c.occur is Occur.SHOULD for c in tree.clauses):
        # mm governs words without operators; all of them SHOULD means that there were none.
        tree = Clauses(tree.clauses, required_of(len(tree.clauses), minimum_match))
    elif all_terms:
        tree = syntax.parse(query, default_field=_ANY_FIELD, all_terms=True)
    return _spread(tree, fields)


def _spread(node: Node, fields: Fields) -> Node:
    """Replace words without a field by the same words in every field of qf."""
    if isinstance(node, Clauses):
        clauses = (Clause(c.occur, _spread(c.node, fields)) for c in node.clauses)
        return Clauses(tuple(clauses), node.minimum)
    if isinstance(node, Boosted):
        return Boosted(_spread(node.node, fields), node.factor)
    if isinstance(node, Exists) and node.field == _ANY_FIELD:
        return Everything()
    if isinstance(node, (Words, Pattern)) and node.field == _ANY_FIELD:
        return _in_fields(node, fields)
    return node


def _in_fields(node: Words | Pattern, fields: Fields) -> Best:
    return Best(tuple((dataclasses.replace(node, field=f.field), f.weight) for f in fields))


def required_of(optional: int, specification: str) -> int:
    """Return how many of ``optional`` clauses ``mm`` requires: 3, -1, 75%, 2<-1 5<80%."""
    text = re.sub(r"\s*<\s*", "<", specification.strip())
    if "<" not in text:
        return _required(optional, text)
    answer = optional
    for condition in text.split():
        bound, _, rule = condition.partition("<")
        if not bound.isdigit():
            raise UnsupportedQueryError(N_("mm cannot be '{rule}'."), rule=specification)
        if optional <= int(bound):
            return answer
        answer = _required(optional, rule)
    return answer


def _required(optional: int, rule: str) -> int:
    match = re.fullmatch(r"(-?)(\d{1,6})(%?)", rule)
    if not match:
        raise UnsupportedQueryError(N_("mm cannot be '{rule}'."), rule=rule)
    negative, number = match[1], int(match[2])
    if match[3]:
        number = optional * number // 100
    return max(0, min(optional, optional - number if negative else number))
