"""Compile the typed tree into SQL conditions. Every value is a bound parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckanext.scigov.search.domain.dates import parse_date
from ckanext.scigov.search.domain.documents import DATE_COLUMNS, EXACT_COLUMNS, MAX_TERM
from ckanext.scigov.search.domain.fields import SUBSTRING_FIELDS, Kind, canonical, kind_of
from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
from ckanext.scigov.search.domain.textqueries import of_prefix, of_words, tsquery_of
from ckanext.scigov.search.domain.tokens import folded, is_cjk
from ckanext.scigov.search.domain.tree import (
    Best,
    Between,
    Clauses,
    Everything,
    Exists,
    Node,
    Occur,
    Pattern,
    Words,
)
from ckanext.scigov.search.domain.vectors import SEPARATOR
from ckanext.scigov.search.model import BYTES, SearchDocument

Condition = sa.ColumnElement[bool]
COLUMNS: dict[str, Any] = {
    name: getattr(SearchDocument, name) for name in ("index_id", *EXACT_COLUMNS)
}
DATES: dict[str, Any] = {name: getattr(SearchDocument, name) for name in DATE_COLUMNS}
SUBSTRING_COLUMNS = {"title": SearchDocument.title, "name": SearchDocument.name}
LABELS = "permission_labels"


class Compiler:
    """Turns settled trees into conditions."""

    def whole(self, node: Node) -> Condition:
        """Return the condition of a whole query: here forbidding alone means all the rest."""
        if isinstance(node, Clauses) and node.clauses:
            forbidden = [c.node for c in node.clauses if c.occur is Occur.MUST_NOT]
            if len(forbidden) == len(node.clauses):
                return sa.and_(*(_not(self.part(inner)) for inner in forbidden))
        return self.part(node)

    def part(self, node: Node) -> Condition:
        """Return the condition of a node; one without anything to look for matches nothing."""
        found = self.optional(node)
        return sa.false() if found is None else found

    def optional(self, node: Node) -> Condition | None:
        """Return the condition, or None where only punctuation was asked for."""
        query = tsquery_of(node)
        if query is not None:
            return _matches(SearchDocument.words, query) if query else None
        compile_one: dict[type, Callable[[Any], Condition | None]] = {
            Everything: lambda _: sa.true(),
            Exists: lambda exists: _exists(exists.field),
            Words: self._words,
            Pattern: _pattern,
            Between: _between,
            Best: self._best,
            Clauses: self._clauses,
        }
        return compile_one[type(node)](node)

    def _best(self, node: Best) -> Condition | None:
        ways = [c for way, _ in node.ways if (c := self.optional(way)) is not None]
        return sa.or_(*ways) if ways else None

    def _words(self, node: Words) -> Condition | None:
        kind = kind_of(node.field)
        if kind is Kind.TEXT:
            query = of_words(node, prefix=f"{node.field}{SEPARATOR}")
            return _matches(SearchDocument.field_words, query) if query else None
        if kind is Kind.SUBSTRING:
            column = SUBSTRING_COLUMNS[SUBSTRING_FIELDS[node.field]]
            return column.contains(folded(node.text), autoescape=True)
        return _equals(node.field, node.text)

    def _clauses(self, node: Clauses) -> Condition | None:
        parts: dict[Occur, list[Condition]] = {occur: [] for occur in Occur}
        for clause in node.clauses:
            condition = self.optional(clause.node)
            if condition is not None:
                parts[clause.occur].append(condition)
        must, should = parts[Occur.MUST], parts[Occur.SHOULD]
        if not must and not should:
            return sa.false() if parts[Occur.MUST_NOT] else None
        minimum = min(node.minimum, len(should)) or (0 if must else 1)
        optional = _at_least(minimum, should) if minimum else []
        return sa.and_(*must, *optional, *(_not(c) for c in parts[Occur.MUST_NOT]))


def _not(condition: Condition) -> Condition:
    """Negate: a document without the field asked for is not forbidden."""
    return sa.not_(sa.func.coalesce(condition, sa.false()))


def _matches(column: Any, query: str) -> Condition:
    return column.op("@@", is_comparison=True)(sa.cast(query, TSQUERY))


def _holds(array: Any, value: str) -> Condition:
    return array.contains(sa.cast([value], ARRAY(BYTES)))


def _equals(field: str, text: str) -> Condition:
    """Return the condition of one exact value."""
    if field == LABELS:
        return _holds(SearchDocument.permission_labels, text)
    if field in COLUMNS:
        return COLUMNS[field] == text
    term = canonical(field, text)
    if term is None or len(term) > MAX_TERM:
        return sa.false()
    return _holds(SearchDocument.terms, f"{field}={term}")


def _exists(field: str) -> Condition:
    if field == LABELS:
        return sa.func.cardinality(SearchDocument.permission_labels) > 0
    if field in SUBSTRING_FIELDS or field == "text":
        return sa.true()
    return _holds(SearchDocument.fields, field)


def members(array: Any) -> sa.TableValuedAlias:
    """Return the members of an array column as rows with the one column ``member``."""
    return sa.func.unnest(array).table_valued(sa.column("member", BYTES)).render_derived()


def _any_of(array: Any, test: Callable[[Any], Condition]) -> Condition:
    """Return whether any member of ``array`` passes ``test``."""
    rows = members(array)
    return sa.exists(sa.select(sa.literal(1)).select_from(rows).where(test(rows.c.member)))


def _bounds(value: Any, node: Between, low: Any, high: Any) -> list[Condition]:
    bounds: list[Condition] = []
    if low is not None:
        bounds.append(value >= low if node.includes_low else value > low)
    if high is not None:
        bounds.append(value <= high if node.includes_high else value < high)
    return bounds


def _between(node: Between) -> Condition:
    if node.field in DATES:
        column = DATES[node.field]
        moments = (end and parse_date(end) for end in (node.low, node.high))
        return sa.and_(column.is_not(None), *_bounds(column, node, *moments))
    if node.field in COLUMNS:
        return sa.and_(*_bounds(COLUMNS[node.field], node, node.low, node.high))
    prefix = f"{node.field}="
    ends = [None if end is None else f"{prefix}{end}" for end in (node.low, node.high)]
    return _any_of(
        SearchDocument.terms,
        lambda term: sa.and_(term.startswith(prefix, autoescape=True), *_bounds(term, node, *ends)),
    )


def _at_least(minimum: int, conditions: list[Condition]) -> list[Condition]:
    """Return conditions that together demand ``minimum`` of ``conditions``."""
    if minimum == len(conditions):
        return conditions
    found = [sa.or_(*conditions)]
    if minimum > 1:
        # The first condition is for the index, the count decides.
        counted = (sa.case((condition, 1), else_=0) for condition in conditions)
        found.append(sum(counted, sa.literal(0)) >= minimum)
    return found


_ESCAPED = str.maketrans({"%": "\\%", "_": "\\_", "\\": "\\\\"})
_WILDCARDS = {"*": "%", "?": "_"}


def _like(parts: tuple[str, ...], before: str = "") -> str:
    """Return the LIKE pattern: literal texts and wildcards take turns."""
    written = (
        _WILDCARDS[part] if number % 2 else part.translate(_ESCAPED)
        for number, part in enumerate(parts)
    )
    return f"{before.translate(_ESCAPED)}{''.join(written)}"


def _pattern(node: Pattern) -> Condition | None:
    if kind_of(node.field) is Kind.TEXT:
        return _text_pattern(node)
    if node.field in COLUMNS:
        return COLUMNS[node.field].like(_like(node.parts), escape="\\")
    array, before = SearchDocument.terms, f"{node.field}="
    if node.field == LABELS:
        array, before = SearchDocument.permission_labels, ""
    return _any_of(array, lambda term: term.like(_like(node.parts, before), escape="\\"))


def _text_pattern(node: Pattern) -> Condition | None:
    """Return the condition of a pattern over words of a text field."""
    whole = node.field in ("text", "notes")
    prefix = "" if whole else f"{node.field}{SEPARATOR}"
    column = SearchDocument.words if whole else SearchDocument.field_words
    literals = [part for part in node.parts[::2] if part]
    if len(literals) == 1 and is_cjk(literals[0]) and "?" not in node.parts:
        # Chinese is found inside of words anyway.
        words = Words(node.field, literals[0], quoted=True)
        query = tsquery_of(words) if whole else of_words(words, prefix=prefix)
        return _matches(column, query) if query else None
    query = None if whole else of_prefix(node, prefix=prefix)
    if query is not None:
        return _matches(column, query) if query else None
    if node.field == "notes":
        raise UnsupportedQueryError(
            N_("In the field '{field}' a wildcard can only end a word."), field=node.field
        )
    parts = tuple(folded(part) for part in node.parts)
    return _any_of(
        sa.func.tsvector_to_array(column),
        lambda lexeme: lexeme.like(_like(parts, prefix), escape="\\"),
    )
