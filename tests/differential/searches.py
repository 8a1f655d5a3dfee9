"""One search with all its parameters, and what it should answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ckanext.scigov.search.domain.pinyin import sort_key
from differential.expressions import Group, quoted, typed_query
from differential.judging import FORBIDDEN, OPTIONAL, REQUIRED, Judge, at_least
from differential.oracle import (
    Index,
    Mask,
    as_moment,
    as_string,
    bits,
    is_named,
    single_values,
    union,
)
from differential.schema import ckans_schema

BY_TITLE = ("title", "title_string")
DEFAULT_QF = "name^4 title^4 tags^2 groups^2 text"
DEFAULT_MM = "2<-1 5<80%"


@dataclasses.dataclass(frozen=True, slots=True)
class TypedWord:
    """One piece of what is typed into the search box."""

    text: str
    quoted: bool = False
    sign: str = ""
    operator: str = ""

    @property
    def typed(self) -> str:
        operator = f"{self.operator} " if self.operator else ""
        return f"{operator}{self.sign}{quoted(self.text) if self.quoted else self.text}"


@dataclasses.dataclass(frozen=True, slots=True)
class SearchBox:
    """A dismax query."""

    words: tuple[TypedWord, ...]
    qf: str = DEFAULT_QF
    mm: str = DEFAULT_MM
    tie: str = "0.1"

    @property
    def typed(self) -> str:
        return " ".join(word.typed for word in self.words)

    @property
    def fields(self) -> list[str]:
        return [entry.partition("^")[0] for entry in self.qf.split()]


@dataclasses.dataclass(frozen=True, slots=True)
class Facets:
    fields: tuple[str, ...]
    limit: int = -1
    minimum: int = 1
    sort: str = "count"
    prefix: str = ""

    def parameters(self) -> dict[str, Any]:
        if not self.fields:
            return {"facet": "false"}
        return {
            "facet": "true",
            "facet.field": list(self.fields),
            "facet.limit": self.limit,
            "facet.mincount": self.minimum,
            "facet.sort": self.sort,
            **({"facet.prefix": self.prefix} if self.prefix else {}),
        }


SortKey: TypeAlias = tuple[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Search:
    """Everything one call of ``search`` is given."""

    query: Group | SearchBox
    filters: tuple[Group, ...] = ()
    sort: tuple[SortKey, ...] = ()
    start: int = 0
    rows: int = 10
    fields: tuple[str, ...] = ("id",)
    facets: Facets = Facets(())
    default_field: str = "text"
    operator: str = "AND"

    @property
    def order(self) -> tuple[SortKey, ...]:
        """The keys with the one that leaves no ties."""
        return (*self.sort, ("id", "asc"))

    def parameters(self) -> dict[str, Any]:
        """Return the parameters as CKAN would send them."""
        box = self.query if isinstance(self.query, SearchBox) else None
        q = box.typed if box else typed_query(self.query)  # type: ignore[arg-type]
        dismax = {"defType": "dismax", "qf": box.qf, "mm": box.mm, "tie": box.tie} if box else {}
        return {
            "q": q,
            **dismax,
            "fq": [typed_query(query) for query in self.filters],
            **self.surroundings(),
        }

    def surroundings(self) -> dict[str, Any]:
        """Return what is the same in every way of writing the search."""
        return {
            "sort": ", ".join(f"{field} {order}" for field, order in self.order),
            "start": self.start,
            "rows": self.rows,
            "fl": " ".join(self.fields),
            "df": self.default_field,
            "q.op": self.operator,
            **self.facets.parameters(),
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What is compared: the total, the page in order, the counts in order."""

    total: int
    page: tuple[Mapping[str, Any], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def answer_of(results: Any) -> Answer:
    """Return what a connection's ``search`` gave."""
    counts = (results.facets or {}).get("facet_fields", {})
    return Answer(
        results.hits,
        tuple(dict(document) for document in results.docs),
        {
            field: tuple(zip(map(str, found[::2]), found[1::2], strict=True))
            for field, found in counts.items()
        },
    )


def expected(index: Index, search: Search, now: dt.datetime) -> Answer:
    """Return what the search should answer."""
    judge = Judge(
        index, now, default_field=search.default_field, all_terms=search.operator == "AND"
    )
    found = (
        _typed_in_box(judge, search.query)
        if isinstance(search.query, SearchBox)
        else judge.whole(search.query)
    )
    for query in search.filters:
        found &= judge.whole(query)
    page = _sorted(index, found, search.order)[search.start : search.start + search.rows]
    return Answer(
        found.bit_count(),
        tuple(_returned(index, number, search.fields) for number in page),
        {field: _counted(index, found, field, search.facets) for field in search.facets.fields},
    )


def occurrences(words: Sequence[TypedWord]) -> list[tuple[str, TypedWord]]:
    """Return what each word is to the query: required, optional or forbidden."""
    found: list[tuple[str, TypedWord]] = []
    for word in words:
        if word.operator == "AND" and found and found[-1][0] == OPTIONAL:
            found[-1] = (REQUIRED, found[-1][1])
        required = word.sign == "+" or word.operator == "AND"
        forbidden = word.sign == "-" or word.operator == "NOT"
        found.append((FORBIDDEN if forbidden else REQUIRED if required else OPTIONAL, word))
    return found


def _typed_in_box(judge: Judge, box: SearchBox) -> Mask:
    clauses: list[tuple[str, Mask]] = []
    for occur, word in occurrences(box.words):
        ways = (judge.words(f, word.text, in_order=word.quoted) for f in box.fields)
        found = [way for way in ways if way is not None]
        if found:
            clauses.append((occur, union(found)))
    return _matching(judge.index, clauses, box.mm)


def _matching(index: Index, clauses: Sequence[tuple[str, Mask]], mm: str) -> Mask:
    optional = [mask for occur, mask in clauses if occur == OPTIONAL]
    required = [mask for occur, mask in clauses if occur == REQUIRED]
    forbidden = union(mask for occur, mask in clauses if occur == FORBIDDEN)
    if not optional and not required:
        # dismax: who forbids everything typed finds nothing.
        return 0
    minimum = max(minimum_of(len(optional), mm), 0 if required else 1)
    found = at_least(index.everything, minimum, optional)
    for mask in required:
        found &= mask
    return found & ~forbidden


def minimum_of(count: int, rule: str) -> int:
    """Return how many of ``count`` optional clauses ``mm`` demands."""
    chosen = rule
    if "<" in rule:
        chosen = "100%"
        for condition in rule.split():
            bound, _, then = condition.partition("<")
            if count > int(bound):
                chosen = then
    value = int(chosen.rstrip("%"))
    wanted = int(count * value / 100) if chosen.endswith("%") else value
    return min(max(wanted + count if value < 0 else wanted, 0), count)


def _sorted(index: Index, found: Mask, keys: Sequence[SortKey]) -> list[int]:
    numbers = list(bits(found))
    for field, order in reversed(keys):
        values = {number: _sort_value(index, number, field) for number in numbers}
        there = [number for number in numbers if values[number] is not None]
        missing = [number for number in numbers if values[number] is None]
        there.sort(key=values.__getitem__, reverse=order == "desc")  # type: ignore[arg-type]
        numbers = there + missing
    return numbers


def _sort_value(index: Index, number: int, field: str) -> Any:
    document = index.documents[number]
    if field in BY_TITLE:
        return sort_key(document["title_string"])
    values = list(single_values(document.get(field)))
    kind = ckans_schema().field(field).kind
    convert = {"number": int, "date": as_moment}.get(kind, as_string)
    # A missing number or date is sorted as zero, which of dates is the beginning of 1970.
    zero = {"number": 0, "date": as_moment("1970-01-01T00:00:00Z")}.get(kind)
    return min(map(convert, values), default=zero)


def _counted(index: Index, found: Mask, field: str, facets: Facets) -> tuple[tuple[str, int], ...]:
    counts = [
        (str(value), (mask & found).bit_count())
        for value, mask in sorted(index.exact(field).items())
        if str(value).startswith(facets.prefix)
    ]
    counts = [count for count in counts if count[1] >= facets.minimum]
    if facets.sort == "count":
        counts.sort(key=lambda count: -count[1])
    return tuple(counts if facets.limit < 0 else counts[: facets.limit])


def _returned(index: Index, number: int, wanted: Sequence[str]) -> Mapping[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in index.documents[number].items():
        field = ckans_schema().field(name)
        if field.stored and is_named(name, wanted):
            values = [_shown(field.kind, one) for one in single_values(value)]
            if values:
                shown[name] = values if field.several else values[0]
    return shown


def _shown(kind: str, value: Any) -> str:
    if kind != "date":
        return as_string(value)
    # Thousandths only where there are any.
    whole, _, fraction = as_moment(value).isoformat().removesuffix("+00:00").partition(".")
    return f"{whole}.{fraction[:3]}Z" if re.search("[1-9]", fraction) else f"{whole}Z"
