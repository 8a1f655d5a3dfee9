"""Answer a typed tree from columns and inverted lists: the same answer that SQL would give.

What neither holds (keys, phrases, wildcards inside texts, single text fields) is asked in SQL
beforehand, leaf by leaf; the rest is done on whole columns at once.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, Protocol

import numpy as np

from ckanext.scigov.search.domain.columns import Columns, Ids, Mask
from ckanext.scigov.search.domain.dates import parse_date
from ckanext.scigov.search.domain.fields import Kind, canonical, kind_of
from ckanext.scigov.search.domain.postings import Impacts
from ckanext.scigov.search.domain.textqueries import titles_part, tokens_of
from ckanext.scigov.search.domain.tree import (
    Best,
    Between,
    Boosted,
    Clauses,
    Everything,
    Exists,
    Node,
    Occur,
    Pattern,
    Simple,
    Words,
)

ONLY_IN_SQL = frozenset({"index_id", "id", "name", "title_string"})
"""Keys: one document has each value."""


class Texts(Protocol):
    """The inverted lists, in slots of the columns."""

    def lists(self, term: str) -> list[tuple[Ids, Impacts]]:
        """Return the parts of one word's list; no document is in two."""
        ...


def simple_nodes(node: Node) -> Iterator[Simple]:
    """Yield the nodes of a settled tree that ask for one thing each."""
    if isinstance(node, Best):
        for inner, _ in node.ways:
            yield from simple_nodes(inner)
    elif isinstance(node, Clauses):
        for clause in node.clauses:
            yield from simple_nodes(clause.node)
    elif not isinstance(node, Boosted):  # settling has taken the boosts away
        yield node


def is_asked_in_sql(node: Simple, columns: Columns) -> bool:
    """Say whether the columns cannot answer this node."""
    if isinstance(node, Everything):
        return False
    kind = kind_of(node.field)
    if kind is Kind.TEXT:
        return not isinstance(node, Words) or tokens_of(node) is None
    if kind is Kind.SUBSTRING or node.field in columns.left_out or node.field in ONLY_IN_SQL:
        return True
    # Which fields a document has at all is known of those that have columns.
    known = node.field in columns.dates or node.field in columns.fields
    return isinstance(node, Exists) and not known


def is_lasting(node: Node, asked: Container[Node]) -> bool:
    """Say whether the answer follows from the columns alone."""
    return not any(
        one in asked or (isinstance(one, Words) and kind_of(one.field) is Kind.TEXT)
        for one in simple_nodes(node)
    )


class Evaluator:
    """Finds the slots that a tree asks for.

    ``asked`` are the answers of SQL by node, None where the node had nothing to look for.
    ``in_time`` is called before
    each part and raises when the search has taken long enough.
    """

    def __init__(
        self,
        columns: Columns,
        texts: Texts,
        asked: Mapping[Node, Mask | None],
        in_time: Callable[[], None],
    ) -> None:
        self._columns = columns
        self._texts = texts
        self._asked = asked
        self._in_time = in_time

    def whole(self, node: Node) -> Mask:
        """Return what a whole query finds: here forbidding alone means all the rest."""
        if isinstance(node, Clauses) and node.clauses:
            forbidden = [c.node for c in node.clauses if c.occur is Occur.MUST_NOT]
            if len(forbidden) == len(node.clauses):
                found = self._columns.alive
                for inner in forbidden:
                    found = found & ~self._part(inner)
                return found
        return self._part(node) & self._columns.alive

    def filtered(self, node: Node) -> Mask:
        """Return what a filter finds; remembered, because the same filters come again."""
        if not is_lasting(node, self._asked):
            return self.whole(node)
        return self._columns.remembered(node, lambda: self.whole(node))

    def _part(self, node: Node) -> Mask:
        found = self._optional(node)
        return self._none() if found is None else found

    def _none(self) -> Mask:
        return np.zeros(len(self._columns.numbers), dtype=bool)

    def _optional(self, node: Node) -> Mask | None:
        """Return the slots, or None where only punctuation was asked for."""
        self._in_time()
        if node in self._asked:
            return self._asked[node]
        find: dict[type, Callable[[Any], Mask | None]] = {
            Everything: lambda _: self._columns.alive,
            Exists: self._exists,
            Words: self._words,
            Pattern: self._pattern,
            Between: self._between,
            Best: self._best,
            Clauses: self._clauses,
        }
        return find[type(node)](node)

    def _best(self, node: Best) -> Mask | None:
        found = [mask for one, _ in node.ways if (mask := self._optional(one)) is not None]
        return _any_of(found) if found else None

    def _exists(self, node: Exists) -> Mask:
        if node.field in self._columns.dates:
            return self._columns.dates[node.field] != np.iinfo(np.int64).min
        return np.diff(self._columns.fields[node.field].starts) > 0

    def _words(self, node: Words) -> Mask | None:
        if kind_of(node.field) is Kind.TEXT:
            found = self._tokens(tokens_of(node) or ())
            part = titles_part(node)
            return (
                self._columns.titles_holding(part, found) if part and found is not None else found
            )
        column = self._columns.fields.get(node.field)
        value = canonical(node.field, node.text)
        number = None if column is None or value is None else column.values.numbers.get(value)
        if column is None or number is None:
            return self._none()
        return column.having([number])

    def _tokens(self, tokens: tuple[str, ...]) -> Mask | None:
        """Return the slots whose texts hold all the tokens."""
        if not tokens:
            return None
        masks: list[Mask] = []
        for token in tokens:
            mask = self._none()
            for slots, _ in self._texts.lists(token):
                mask[slots] = True
            masks.append(mask)
        return _all_of(masks)

    def _clauses(self, node: Clauses) -> Mask | None:
        parts: dict[Occur, list[Mask]] = {occur: [] for occur in Occur}
        for clause in node.clauses:
            mask = self._optional(clause.node)
            if mask is not None:
                parts[clause.occur].append(mask)
        must, should = parts[Occur.MUST], parts[Occur.SHOULD]
        if not must and not should:
            return self._none() if parts[Occur.MUST_NOT] else None
        minimum = min(node.minimum, len(should)) or (0 if must else 1)
        if minimum:
            must = [*must, _at_least(minimum, should)]
        found = _all_of(must)
        for mask in parts[Occur.MUST_NOT]:
            found = found & ~mask
        return found

    def _pattern(self, node: Pattern) -> Mask:
        column = self._columns.fields.get(node.field)
        if column is None:
            return self._none()
        pattern = re.compile(fnmatch.translate(_glob(node.parts)))
        return column.matching(lambda text: pattern.match(text) is not None)

    def _between(self, node: Between) -> Mask:
        moments = self._columns.dates.get(node.field)
        if moments is not None:
            low, high = _milliseconds(node.low), _milliseconds(node.high)
            found = moments != np.iinfo(np.int64).min
            if low is not None:
                found &= moments >= low if node.includes_low else moments > low
            if high is not None:
                found &= moments <= high if node.includes_high else moments < high
            return found
        column = self._columns.fields.get(node.field)
        return self._none() if column is None else column.matching(_range_test(node))


def _glob(parts: tuple[str, ...]) -> str:
    """Return the pattern for fnmatch, whose expressions take linear time however many stars."""
    return "".join(
        part if place % 2 else re.sub(r"([*?\[])", r"[\1]", part)
        for place, part in enumerate(parts)
    )


def _milliseconds(end: str | None) -> int | None:
    """Return the end of a settled range of dates as the columns hold dates."""
    moment = parse_date(end) if end else None
    return None if moment is None else round(moment.timestamp() * 1000)


def _range_test(node: Between) -> Callable[[str], bool]:
    """Return the test of a value against a range whose ends are in sortable form."""
    low, high = node.low, node.high

    def test(text: str) -> bool:
        if low is not None and (text < low or (text == low and not node.includes_low)):
            return False
        return high is None or text < high or (text == high and node.includes_high)

    return test


def _at_least(minimum: int, masks: list[Mask]) -> Mask:
    if minimum == len(masks):
        return _all_of(masks)
    if minimum == 1:
        return _any_of(masks)
    counted = np.zeros(len(masks[0]), dtype=np.int32)
    for mask in masks:
        counted += mask
    return counted >= minimum


def _all_of(masks: list[Mask]) -> Mask:
    found = masks[0]
    for mask in masks[1:]:
        found = found & mask
    return found


def _any_of(masks: list[Mask]) -> Mask:
    found = masks[0]
    for mask in masks[1:]:
        found = found | mask
    return found
