"""Parse Solr's standard query language into the typed tree.

luqum reads the text; the meaning is Lucene's: operators are no algebra but mark each clause as
required, optional or forbidden, from left to right (``a b OR c`` with AND as default operator
requires ``a`` only).
"""

# pyright: standard
# luqum has no types: in strict mode everything that comes from it would be reported.

from __future__ import annotations

import re
from collections.abc import Iterator

from luqum import tree as lucene
from luqum.exceptions import ParseError
from luqum.thread import parse as luqum_parse

from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
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
MAGIC_FIELDS = ("_query_", "_val_")
"""Names by which Solr puts another parser's query, or a function, into this language."""

_Operation = (lucene.AndOperation, lucene.OrOperation, lucene.UnknownOperation)


class UnreadableQueryError(UnsupportedQueryError):
    """The text is not in the query language at all."""


def parse(query: str, *, default_field: str = "text", all_terms: bool = True) -> Node:
    """Return the tree of ``query``; ``all_terms`` is Solr's ``q.op=AND``."""
    if len(query) > MAX_LENGTH:
        raise UnsupportedQueryError(
            N_("The query is {length} characters long; {limit} are allowed."),
            length=len(query),
            limit=MAX_LENGTH,
        )
    readable = _readable_by_luqum(query)
    if not readable.strip():
        raise UnsupportedQueryError(N_("The query is empty."))
    try:
        tree = luqum_parse(readable)
    except (ParseError, ArithmeticError, ValueError) as error:
        # The latter two are what luqum makes of a number that is none: a^1.2.3
        raise UnreadableQueryError(
            N_("The query '{query}' cannot be read: check its quotes, brackets and colons."),
            query=query,
        ) from error
    return _Reader(all_terms).read(tree, default_field, 0)


_PIECE = re.compile(
    r"""\\. | "(?:\\.|[^"\\])*" | && | \|\| | [!'<>()\[\]{}/] | [^\\"&|!'<>()\[\]{}/]+ | .""",
    re.DOTALL | re.VERBOSE,
)


def _readable_by_luqum(query: str) -> str:
    """Rewrite what Solr's language has and luqum's has not; limit the brackets' depth."""
    written: list[str] = []
    depth = 0
    previous = " "
    for piece in _PIECE.findall(query):
        starts_a_word = previous[-1] in ' \t\r\n(:+-!"'
        if piece in ("&&", "||"):
            written.append(" AND " if piece == "&&" else " OR ")
        elif piece == "!" and starts_a_word:
            written.append(" NOT ")
        elif piece in ("!", "'", "<", ">"):
            written.append(f"\\{piece}")
        elif piece == "/" and starts_a_word:
            raise UnsupportedQueryError(
                N_("A search cannot use regular expressions; put a text with / in quotes.")
            )
        else:
            if piece[0] == '"' and not (starts_a_word or previous[-1] in "[{"):
                # luqum would take it for a part of the word before it.
                written.append(" ")
            depth += {"(": 1, ")": -1}.get(piece, 0)
            _check_depth(depth)
            written.append(piece)
        previous = piece
    return "".join(written)


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise UnsupportedQueryError(
            N_("The query is nested more than {limit} deep."), limit=MAX_DEPTH
        )


class _Reader:
    """Turns luqum's tree into ours and counts what it reads."""

    def __init__(self, all_terms: bool) -> None:
        self.all_terms = all_terms
        self.count = 0

    def read(self, item: lucene.Item, field: str, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_CLAUSES:
            raise UnsupportedQueryError(
                N_("The query has more than {limit} parts."), limit=MAX_CLAUSES
            )
        # A field, its group and an operation are three levels of luqum's tree.
        _check_depth(depth // 4)
        if isinstance(item, lucene.Word):
            return word(field, str(item.value))
        if isinstance(item, lucene.Phrase):
            return Words(field, unescaped(str(item.value)[1:-1]), quoted=True)
        if isinstance(item, (lucene.Range, lucene.SearchField)):
            return self._range_or_field(item, field, depth)
        if isinstance(item, lucene.BaseGroup):
            inner = self.read(item.expr, field, depth + 1)
            return _as_a_part(inner) if self.all_terms else inner
        if isinstance(item, lucene.Boost) and item.implicit_force:
            # luqum takes a ^ without a number for one with 1; Solr does not know what it means.
            raise _not_supported(item)
        if isinstance(item, lucene.Boost):
            return Boosted(_as_a_part(self.read(item.expr, field, depth + 1)), float(item.force))
        if isinstance(item, (*_Operation, lucene.Unary)):
            return self._clauses(item, field, depth)
        # Fuzzy words, proximity: Solr has them, nothing of CKAN sends them.
        raise _not_supported(item)

    def _range_or_field(
        self, item: lucene.Range | lucene.SearchField, field: str, depth: int
    ) -> Node:
        if isinstance(item, lucene.Range):
            return _range(item, field)
        name = unescaped(item.name)
        everything = isinstance(item.expr, lucene.Word) and item.expr.value == "*"
        if name == "*" and everything:
            return Everything()
        nested = isinstance(item.expr, lucene.SearchField)
        if "*" in name or "?" in name or name in MAGIC_FIELDS or nested:
            raise _not_supported(item)
        return self.read(item.expr, name, depth + 1)

    def _clauses(self, item: lucene.Item, field: str, depth: int) -> Node:
        clauses: list[Clause] = []
        for conjunction, part in _flattened(item, ""):
            if clauses:
                clauses[-1] = _seen_again(clauses[-1], conjunction, self.all_terms)
            inner = part.a if isinstance(part, lucene.Unary) else part
            if isinstance(inner, lucene.Unary):
                # NOT NOT a, NOT +a: Solr cannot read them either.
                raise _not_supported(part)
            occur = _occur(part, conjunction, self.all_terms)
            clauses.append(Clause(occur, self.read(inner, field, depth + 1)))
        return Clauses(tuple(clauses))


def _as_a_part(node: Node) -> Node:
    """Return a node that is no whole query: there forbidding alone finds nothing.

    Solr drops the brackets of ``(-a)`` where the default operator is OR, and only there.
    """
    if isinstance(node, Clauses) and all(c.occur is Occur.MUST_NOT for c in node.clauses):
        return Clauses((Clause(Occur.MUST, node),))
    return node


def _not_supported(item: lucene.Item) -> UnsupportedQueryError:
    return UnsupportedQueryError(
        N_("A search cannot answer '{part}'; put a text with special characters in quotes."),
        part=str(item).strip(),
    )


def _range(item: lucene.Range, field: str) -> Node:
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
    text = str(getattr(inner, "value", inner))
    if isinstance(inner, lucene.Phrase):
        text = text[1:-1]
    if text == "*":
        return None
    return f"-{unescaped(text)}" if negative else unescaped(text)


_WILDCARD = re.compile(r"(\\.)|([*?])|([^\\*?]+)", re.DOTALL)


def word(field: str, text: str) -> Node:
    """Return what one unquoted word asks of ``field``: with wildcards it is a pattern."""
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
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)
