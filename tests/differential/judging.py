"""What an expression finds, by the rules of Lucene's query parser."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

from dateutil.relativedelta import relativedelta

from ckanext.scigov.search.domain.tokens import (
    Phrase,
    beginning,
    folded,
    is_cjk,
    searched,
    searched_in_order,
)
from differential.expressions import (
    Between,
    Boosted,
    Everything,
    Exists,
    Expression,
    Group,
    Item,
    Pattern,
    Words,
)
from differential.oracle import Index, Mask, as_moment, union, wildcard
from differential.schema import ckans_schema

REQUIRED, OPTIONAL, FORBIDDEN = "required", "optional", "forbidden"
WHOLE_RUN = 3
"""Longer Chinese texts need half of their pairs only, of more than eight a quarter of the rest."""


@dataclasses.dataclass(frozen=True, slots=True)
class Demand:
    """So many of the pieces must be in a text; each is one of several rows of tokens."""

    pieces: tuple[tuple[tuple[str, ...], ...], ...]
    minimum: int


def demands(text: str, *, in_order: bool) -> list[Demand]:
    """Return what a text asks of a text field; all of it must be met."""
    if in_order:
        tokens = searched_in_order(text).tokens
        return [Demand(((tokens,),), 1)] if tokens else []
    return [_demand(run) for run in searched(text) if run.tokens]


def _demand(run: Phrase) -> Demand:
    if run.ordered:
        ways = (run.tokens, (run.joined,)) if run.joined else (run.tokens,)
        return Demand((ways,), 1)
    pairs = tuple(((pair,),) for pair in dict.fromkeys(run.tokens))
    # A run of n characters has n - 1 pairs.
    all_of_them = len(run.tokens) < WHOLE_RUN
    some = -(-min(len(pairs), 8) // 2) + max(len(pairs) - 8, 0) // 4
    return Demand(pairs, len(pairs) if all_of_them else max(min(len(pairs), 2), some))


def at_least(everything: Mask, minimum: int, masks: Sequence[Mask]) -> Mask:
    """Return the documents that are in ``minimum`` of the masks."""
    by_hits = [everything] + [0] * len(masks)
    for mask in masks:
        for hits in range(len(masks), 0, -1):
            by_hits[hits] |= by_hits[hits - 1] & mask
    return by_hits[minimum]


class Judge:
    """Knows the documents, the present moment and the defaults of one search."""

    def __init__(
        self, index: Index, now: dt.datetime, *, default_field: str = "text", all_terms: bool = True
    ) -> None:
        self.index = index
        self.now = now
        self.default_field = default_field
        self.all_terms = all_terms

    def whole(self, query: Group) -> Mask:
        """Return what a whole query finds: only here forbidding alone means all the rest."""
        while len(query.items) == 1 and not query.items[0].modifier and not self.all_terms:
            # With OR as the operator Solr drops brackets around everything.
            inner = query.items[0].inner
            if not isinstance(inner, Group):
                break
            query = Group(inner.items, inner.field or query.field)
        clauses = self._clauses(query, query.field or self.default_field)
        if clauses and all(occur == FORBIDDEN for occur, _ in clauses):
            return self.index.everything & ~union(mask for _, mask in clauses)
        return self._found(clauses) or 0

    def part(  # noqa: PLR0911 (one for each kind)
        self, expression: Expression, default_field: str
    ) -> Mask | None:
        """Return what a part finds; None where nothing searchable was asked for."""
        if isinstance(expression, Everything):
            return self.index.everything
        if isinstance(expression, Exists):
            return self.index.present(expression.field)
        if isinstance(expression, Words):
            field = expression.field or default_field
            return self.words(field, expression.text, in_order=expression.quoted)
        if isinstance(expression, Pattern):
            return self._pattern(expression.field or default_field, expression.text)
        if isinstance(expression, Between):
            return self._between(expression)
        if isinstance(expression, Boosted):
            return self.part(expression.inner, default_field)
        return self._found(self._clauses(expression, expression.field or default_field))

    def _clauses(self, group: Group, default_field: str) -> list[tuple[str, Mask]]:
        """Read operators as Lucene does, from left to right, with no precedence."""
        clauses: list[tuple[str, Mask]] = []
        for item in group.items:
            both = item.conjunction in ("AND", "&&")
            either = item.conjunction in ("OR", "||")
            if clauses and clauses[-1][0] != FORBIDDEN:
                if both:
                    clauses[-1] = (REQUIRED, clauses[-1][1])
                elif either and self.all_terms:
                    clauses[-1] = (OPTIONAL, clauses[-1][1])
            found = self.part(item.inner, default_field)
            if found is not None:
                clauses.append((self._occur(item, both=both, either=either), found))
        return clauses

    def _occur(self, item: Item, *, both: bool, either: bool) -> str:
        if item.forbids:
            return FORBIDDEN
        if self.all_terms:
            return OPTIONAL if either else REQUIRED
        return REQUIRED if item.requires or both else OPTIONAL

    def _found(self, clauses: Sequence[tuple[str, Mask]]) -> Mask | None:
        if not clauses:
            return None
        required = [mask for occur, mask in clauses if occur == REQUIRED]
        optional = [mask for occur, mask in clauses if occur == OPTIONAL]
        found = self.index.everything if required else union(optional)
        for mask in required:
            found &= mask
        return found & ~union(mask for occur, mask in clauses if occur == FORBIDDEN)

    def words(self, field: str, text: str, *, in_order: bool) -> Mask | None:
        kind = ckans_schema().field(field).kind
        if kind == "text":
            return self._asked(field, demands(text, in_order=in_order))
        if kind == "substring":
            return self.index.holding(field, text)
        if kind == "number":
            return self.index.exact(field).get(int(text), 0)
        if kind == "date":
            return self.index.exact(field).get(moment(text, self.now), 0)
        return self.index.exact(field).get(text, 0)

    def _asked(self, field: str, demands: Sequence[Demand]) -> Mask | None:
        """Return who meets all demands."""
        if not demands:
            return None
        found = self.index.everything
        for demand in demands:
            masks = [union(self._phrase(field, p) for p in ways) for ways in demand.pieces]
            found &= at_least(self.index.everything, demand.minimum, masks)
        return found

    def _phrase(self, field: str, tokens: Sequence[str]) -> Mask:
        return self.index.with_phrase(field, tokens)

    def _pattern(self, field: str, text: str) -> Mask | None:
        if ckans_schema().field(field).kind == "string":
            return self.index.with_value_like(field, wildcard(text))
        literals = [part for part in re.split(r"[*?]", text) if part]
        if len(literals) == 1 and is_cjk(literals[0]) and "?" not in text:
            # Chinese has no words to begin or end: it is found wherever it stands.
            return self.words(field, literals[0], in_order=True)
        if len(literals) == 1 and text == f"{literals[0]}*":
            tokens = beginning(literals[0]).tokens
            return self.index.with_phrase(field, tokens, open_end=True) if tokens else None
        return self.index.with_token_like(field, wildcard(folded(text)))

    def _between(self, between: Between) -> Mask:
        kind = ckans_schema().field(between.field).kind
        convert = {"number": int, "date": lambda end: moment(end, self.now)}.get(kind, str)
        low, high = (None if end is None else convert(end) for end in (between.low, between.high))
        return self.index.with_value_like(
            between.field,
            lambda value: (
                (low is None or value > low or (between.includes_low and value == low))
                and (high is None or value < high or (between.includes_high and value == high))
            ),
        )


_STEP = re.compile(r"/(?P<of>[A-Z]+)|(?P<count>[+-]\d+)(?P<unit>[A-Z]+)")
_FLOORS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")


def moment(text: str, now: dt.datetime) -> dt.datetime:
    """Return the moment of a date with date maths."""
    base = "NOW" if text.startswith("NOW") else text[: text.index("Z") + 1]
    found = now if base == "NOW" else as_moment(base)
    for step in _STEP.finditer(text[len(base) :]):
        unit = (step["of"] or step["unit"]).removesuffix("S")
        if step["of"]:
            kept = found.timetuple()[: _FLOORS.index(unit) + 1]
            found = dt.datetime(*(*kept, 1, 1)[: max(3, len(kept))], tzinfo=dt.timezone.utc)
        else:
            found += relativedelta(**{f"{unit.lower()}s": int(step["count"])})
    return found
