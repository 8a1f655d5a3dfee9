"""Read what people type into the search box: dismax, which never fails on punctuation.

Each word, or phrase in quotes, is looked for in several fields with weights; ``mm`` says how
many of the words must be found.
"""

from __future__ import annotations

import dataclasses
import re

from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.syntax import MAX_CLAUSES, unescaped
from ckanext.scigov.search.domain.tree import (
    Best,
    Boosted,
    Clause,
    Clauses,
    Everything,
    Node,
    Occur,
    Words,
)

_WORD = re.compile(r'(?P<sign>[+-]?)(?:"(?P<phrase>(?:\\.|[^"\\])*)"|(?P<word>(?:\\.|[^\s"\\])+))')


@dataclasses.dataclass(frozen=True, slots=True)
class FieldWeight:
    """One entry of ``qf``."""

    field: str
    weight: float


def parse_fields(qf: str) -> tuple[FieldWeight, ...]:
    """Read ``name^4 title^4 text``."""
    found: list[FieldWeight] = []
    for entry in qf.split():
        name, _, weight = entry.partition("^")
        try:
            found.append(FieldWeight(name, float(weight or 1)))
        except ValueError:
            raise UnsupportedQueryError(f"'{entry}' in qf is not a field and its weight.") from None
    if not found:
        raise UnsupportedQueryError("qf names no field.")
    return tuple(found)


def parse(query: str, fields: tuple[FieldWeight, ...], minimum_match: str) -> Node:
    """Return the tree of a query typed by a person."""
    if query.strip() == "*:*":
        return Everything()
    clauses: list[Clause] = []
    for match in _WORD.finditer(query):
        quoted = match["phrase"] is not None
        text = unescaped(match["phrase"] if quoted else match["word"])
        if not any(c.isalnum() for c in text):
            continue
        occur = {"+": Occur.MUST, "-": Occur.MUST_NOT}.get(match["sign"], Occur.SHOULD)
        ways = tuple((Words(f.field, text, quoted), f.weight) for f in fields)
        clauses.append(Clause(occur, Best(ways)))
    if len(clauses) > MAX_CLAUSES:
        raise UnsupportedQueryError(f"The query has more than {MAX_CLAUSES} words.")
    if not clauses:
        # Only punctuation: nothing was asked for, nothing is found.
        return Clauses(())
    optional = sum(c.occur is Occur.SHOULD for c in clauses)
    return Clauses(tuple(clauses), required_of(optional, minimum_match))


def required_of(optional: int, specification: str) -> int:
    """Return how many of ``optional`` clauses ``mm`` requires: ``3``, ``-1``, ``75%``, ``2<-1 5<80%``."""
    text = re.sub(r"\s*<\s*", "<", specification.strip())
    if "<" not in text:
        return _required(optional, text)
    answer = optional
    for condition in text.split():
        bound, _, rule = condition.partition("<")
        if not bound.isdigit():
            raise UnsupportedQueryError(f"mm '{specification}' cannot be read.")
        if optional <= int(bound):
            return answer
        answer = _required(optional, rule)
    return answer


def _required(optional: int, rule: str) -> int:
    match = re.fullmatch(r"(-?\d{1,6})(%?)", rule)
    if not match:
        raise UnsupportedQueryError(f"mm '{rule}' cannot be read.")
    number = int(match[1])
    if match[2]:
        part = int(optional * abs(number) / 100)
        number = part if number >= 0 else -part
    needed = optional + number if number < 0 or rule.startswith("-") else number
    return max(0, min(optional, needed))


def boosted(node: Node, factor: float) -> Node:
    """Return ``node`` with a weight, unless the weight says nothing."""
    return node if factor == 1 else Boosted(node, factor)
