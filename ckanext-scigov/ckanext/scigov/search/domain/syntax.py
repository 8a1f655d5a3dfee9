"""Parse Solr's standard query language into the typed tree.

luqum reads the text; the meaning is Lucene's: operators are no algebra but mark each clause as
required, optional or forbidden, from left to right (``a b OR c`` with AND as default operator
requires ``a`` only).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from luqum import tree as lucene
from luqum.exceptions import ParseError
from luqum.thread import parse as luqum_parse

from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.tree import (
    Between,
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

MAX_LENGTH = 8_000
MAX_DEPTH = 30
MAX_CLAUSES = 1_000

_Operation = (lucene.AndOperation, lucene.OrOperation, lucene.UnknownOperation)


def parse(query: str, *, default_field: str = "text", all_terms: bool = True) -> Node:
    """Return the tree of ``query``; ``all_terms`` is Solr's ``q.op=AND``."""
    if len(query) > MAX_LENGTH:
        raise UnsupportedQueryError(
            f"The query is {len(query)} characters long; {MAX_LENGTH} are allowed."
        )
    readable = _readable_by_luqum(query)
    if not readable.strip():
        raise UnsupportedQueryError("The query is empty.")
    try:
        tree = luqum_parse(readable)
    except ParseError as error:
        raise UnsupportedQueryError(f"The query '{query}' cannot be read: {error}") from error
    reader = _Reader(all_terms)
    return reader.read(tree, default_field, 0)


_TOKEN = re.compile(
    r'\\.|"(?:\\.|[^"\\])*"|&&|\|\||[!\'<>()\[\]{}]|/|[^\\"&|!\'<>()\[\]{}/]+|.', re.S
)


def _readable_by_luqum(query: str) -> str:
    """Rewrite what Solr's language has and luqum's has not; count the brackets' depth."""
    written: list[str] = []
    depth = 0
    previous = ""
    for token in _TOKEN.findall(query):
        starts_a_word = not previous or previous[-1] in ' \t\n(:+-"'
        if token == "&&":
            written.append(" AND ")
        elif token == "||":
            written.append(" OR ")
        elif token == "!" and starts_a_word:
            written.append(" NOT ")
        elif token in ("!", "'", "<", ">"):
            written.append(f"\\{token}")
        elif token == "/" and starts_a_word:
            raise UnsupportedQueryError("Regular expressions (/…/) are not supported in a search.")
        else:
            depth += (token in "([{") - (token in ")]}") if len(token) == 1 else 0
            if depth > MAX_DEPTH:
                raise UnsupportedQueryError(f"The query is nested more than {MAX_DEPTH} deep.")
            written.append(token)
        previous = token
    return "".join(written)


class _Reader:
    """Turns luqum's tree into ours and counts what it reads."""

    def __init__(self, all_terms: bool) -> None:
        self.all_terms = all_terms
        self.count = 0

    def read(self, item: lucene.Item, field: str, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_CLAUSES:
            raise UnsupportedQueryError(f"The query has more than {MAX_CLAUSES} parts.")
        if depth > MAX_DEPTH:
            raise UnsupportedQueryError(f"The query is nested more than {MAX_DEPTH} deep.")
        if isinstance(item, lucene.Word):
            return word(field, str(item.value))
        if isinstance(item, lucene.Phrase):
            return Words(field, unescaped(str(item.value)[1:-1]), quoted=True)
        if isinstance(item, lucene.Range):
            return self._range(item, field)
        if isinstance(item, lucene.SearchField):
            return self._field(item, depth)
        if isinstance(item, lucene.BaseGroup):
            return self.read(item.expr, field, depth + 1)
        if isinstance(item, lucene.Boost):
            return Boosted(self.read(item.expr, field, depth + 1), float(item.force))
        if isinstance(item, (*_Operation, lucene.Unary)):
            return self._clauses(item, field, depth)
        raise UnsupportedQueryError(f"'{str(item).strip()}' is not supported in a search.")

    def _field(self, item: lucene.SearchField, depth: int) -> Node:
        name = unescaped(item.name)
        if name == "*":
            if isinstance(item.expr, lucene.Word) and item.expr.value == "*":
                return Everything()
            raise UnsupportedQueryError(f"'{item}' names no field.")
        if "*" in name or "?" in name or isinstance(item.expr, lucene.SearchField):
            raise UnsupportedQueryError(f"'{str(item).strip()}' is not a field and its value.")
        return self.read(item.expr, name, depth + 1)

    def _clauses(self, item: lucene.Item, field: str, depth: int) -> Node:
        found = list(_flattened(item, ""))
        if len(found) == 1 and not isinstance(item, lucene.Unary):
            return self.read(found[0][1], field, depth + 1)
        clauses: list[Clause] = []
        for conjunction, part in found:
            occur = _occur(part, conjunction, self.all_terms)
            if clauses:
                clauses[-1] = _seen_again(clauses[-1], conjunction, self.all_terms)
            inner = part.a if isinstance(part, lucene.Unary) else part
            clauses.append(Clause(occur, self.read(inner, field, depth + 1)))
        return Clauses(tuple(clauses))

    def _range(self, item: lucene.Range, field: str) -> Node:
        low, high = _end(item.low), _end(item.high)
        if low is None and high is None:
            return Exists(field)
        return Between(field, low, high, item.include_low, item.include_high)


def _flattened(item: lucene.Item, conjunction: str) -> Iterator[tuple[str, lucene.Item]]:
    """Yield each clause with the operator before it, in the order they were typed."""
    if not isinstance(item, _Operation):
        yield conjunction, item
        return
    own = {lucene.AndOperation: "AND", lucene.OrOperation: "OR"}.get(type(item), "")
    for number, child in enumerate(item.children):
        yield from _flattened(child, own if number else conjunction)


def _occur(part: lucene.Item, conjunction: str, all_terms: bool) -> Occur:
    if isinstance(part, (lucene.Prohibit, lucene.Not)):
        return Occur.MUST_NOT
    if all_terms:
        return Occur.SHOULD if conjunction == "OR" else Occur.MUST
    required = isinstance(part, lucene.Plus) or conjunction == "AND"
    return Occur.MUST if required else Occur.SHOULD


def _seen_again(clause: Clause, conjunction: str, all_terms: bool) -> Clause:
    """Change what the clause before an operator is: AND requires it, OR lets it go."""
    if clause.occur is Occur.MUST_NOT:
        return clause
    if conjunction == "AND":
        return Clause(Occur.MUST, clause.node)
    if conjunction == "OR" and all_terms:
        return Clause(Occur.SHOULD, clause.node)
    return clause


def _end(item: lucene.Item) -> str | None:
    negative = isinstance(item, lucene.Prohibit)
    inner = item.a if negative else item
    text = str(inner.value)
    if isinstance(inner, lucene.Phrase):
        text = text[1:-1]
    if text == "*":
        return None
    return f"-{unescaped(text)}" if negative else unescaped(text)


_WILDCARD = re.compile(r"(\\.)|([*?])|([^\\*?]+)", re.S)


def word(field: str, text: str) -> Node:
    """Return what one unquoted word asks of ``field``: a wildcard is a pattern."""
    parts: list[str] = []
    literal = ""
    for escaped, wildcard, plain in _WILDCARD.findall(text):
        if wildcard:
            parts += [literal, wildcard]
            literal = ""
        else:
            literal += escaped[1:] if escaped else plain
    if not parts:
        return Words(field, literal)
    parts.append(literal)
    if parts == ["", "*", ""]:
        return Exists(field)
    return Pattern(field, tuple(parts))


def unescaped(text: str) -> str:
    """Drop the backslashes of ``text``, each of which protects the next character."""
    return re.sub(r"\\(.)", r"\1", text, flags=re.S)
