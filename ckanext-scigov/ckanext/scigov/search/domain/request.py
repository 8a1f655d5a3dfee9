"""Read the parameters of one search as CKAN sends them to Solr.

A parameter that is not known here is refused: leaving it out would answer another question.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from ckanext.scigov.search.domain import dismax, syntax
from ckanext.scigov.search.domain.fields import Kind, is_stored, kind_of
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.tree import Node

MAX_ROWS = 100_000
MAX_FACET_FIELDS = 50
DEFAULT_QF = "name^4 title^4 tags^2 groups^2 text"
DEFAULT_MM = "100%"

UNDERSTOOD = frozenset(
    "q fq fq_list sort start rows fl df q.op defType qf mm tie wt facet facet.field facet.limit "
    "facet.mincount facet.sort facet.prefix".split()
)


@dataclasses.dataclass(frozen=True, slots=True)
class SortKey:
    """One entry of ``sort``; the field ``score`` is the relevance."""

    field: str
    descending: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Facets:
    """What to count over all documents found."""

    fields: tuple[str, ...] = ()
    limit: int = 100
    minimum: int = 0
    by_count: bool = True
    prefix: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, understood."""

    text: str
    query: Node
    weights: tuple[float, float, float, float]
    filters: tuple[Node, ...]
    sort: tuple[SortKey, ...]
    start: int
    rows: int
    fields: tuple[str, ...]
    facets: Facets


class InvalidSortError(UnsupportedQueryError):
    """The ``sort`` parameter cannot be read."""


def understand(q: str, parameters: Mapping[str, Any]) -> SearchRequest:
    """Return the search that ``parameters`` describe."""
    unknown = sorted(set(parameters) - UNDERSTOOD)
    if unknown:
        raise UnsupportedQueryError(
            f"The search parameter '{unknown[0]}' is not supported by the PostgreSQL backend."
        )
    if str(parameters.get("wt", "json")) != "json":
        raise UnsupportedQueryError("Only wt=json is supported.")
    return SearchRequest(
        text=q,
        query=_query(q, parameters),
        weights=_weights(str(parameters.get("qf") or DEFAULT_QF)),
        filters=tuple(syntax.parse(f) for f in _texts(parameters.get("fq")) if f.strip()),
        sort=parse_sort(str(parameters.get("sort") or "score desc")),
        start=_whole_number("start", parameters.get("start", 0)),
        rows=min(_whole_number("rows", parameters.get("rows", 10)), MAX_ROWS),
        fields=_returned(parameters.get("fl")),
        facets=_facets(parameters),
    )


def _query(q: str, parameters: Mapping[str, Any]) -> Node:
    parser = str(parameters.get("defType") or "lucene")
    if parser in ("dismax", "edismax"):
        fields = dismax.parse_fields(str(parameters.get("qf") or DEFAULT_QF))
        return dismax.parse(q, fields, str(parameters.get("mm") or DEFAULT_MM))
    if parser != "lucene":
        raise UnsupportedQueryError(f"The query parser '{parser}' is not supported.")
    return syntax.parse(
        q,
        default_field=str(parameters.get("df") or "text"),
        all_terms=str(parameters.get("q.op") or "AND").upper() == "AND",
    )


def _weights(qf: str) -> tuple[float, float, float, float]:
    """Return what a hit counts in the rest, the notes, the tags and names, the title.

    The weights of ``qf`` among each other, the largest being 1: PostgreSQL keeps four classes
    of words apart, not every field.
    """
    weight = {f.field: f.weight for f in dismax.parse_fields(qf)}
    rest = weight.get("text", 0.0)
    classes = (
        rest,
        weight.get("notes", rest * 2),
        weight.get("tags", weight.get("name", rest)),
        weight.get("title", rest),
    )
    largest = max(classes) or 1.0
    rest, notes, tags, title = (value / largest for value in classes)
    return rest, notes, tags, title


_SORT_ENTRY = re.compile(r"\s*(?P<field>[^\s,()]+)(?:\s+(?P<order>asc|desc))?\s*", re.I)


def parse_sort(sort: str) -> tuple[SortKey, ...]:
    """Read ``score desc, metadata_modified desc``."""
    keys: list[SortKey] = []
    for entry in sort.split(","):
        match = _SORT_ENTRY.fullmatch(entry)
        if not match or not match["order"]:
            raise InvalidSortError(
                f"Can't determine a Sort Order (asc or desc) in sort spec '{sort}'."
            )
        field = match["field"]
        if kind_of(field) in (Kind.STORED, Kind.SUBSTRING) or field == "text":
            raise UnsupportedQueryError(f"Results cannot be sorted by the field '{field}'.")
        keys.append(SortKey(field, match["order"].lower() == "desc"))
    return tuple(keys)


def _whole_number(name: str, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise UnsupportedQueryError(f"{name} must be a whole number, not '{value}'.") from None
    if number < 0:
        raise UnsupportedQueryError(f"{name} must not be negative.")
    return number


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]


def _returned(value: Any) -> tuple[str, ...]:
    names = [n for text in _texts(value) for n in re.split(r"[\s,]+", text) if n]
    for name in names:
        if not re.fullmatch(r"[\w.*-]+", name):
            raise UnsupportedQueryError(f"fl cannot return '{name}'.")
    return tuple(names) or ("*",)


def is_returned(field: str, wanted: tuple[str, ...]) -> bool:
    """Say whether an answer for ``fl=wanted`` holds ``field``."""
    if not is_stored(field):
        return False
    return any(
        re.fullmatch(re.escape(name).replace(r"\*", ".*"), field) is not None for name in wanted
    )


def _facets(parameters: Mapping[str, Any]) -> Facets:
    if str(parameters.get("facet", "false")).lower() not in ("true", "on", "yes", "1"):
        return Facets()
    fields = tuple(dict.fromkeys(_texts(parameters.get("facet.field"))))
    if len(fields) > MAX_FACET_FIELDS:
        raise UnsupportedQueryError(f"At most {MAX_FACET_FIELDS} facet fields can be counted.")
    for field in fields:
        if kind_of(field) not in (Kind.STRING, Kind.NUMBER, Kind.DATE):
            raise UnsupportedQueryError(f"The field '{field}' cannot be counted as a facet.")
        if not re.fullmatch(r"[\w.:-]+", field):
            raise UnsupportedQueryError(f"facet.field '{field}' is not the name of a field.")
    limit = int(parameters.get("facet.limit", 100))
    order = str(parameters.get("facet.sort") or ("count" if limit > 0 else "index")).lower()
    if order not in ("count", "index", "true", "false"):
        raise UnsupportedQueryError(f"facet.sort is 'count' or 'index', not '{order}'.")
    return Facets(
        fields=fields,
        limit=limit,
        minimum=int(parameters.get("facet.mincount", 0)),
        by_count=order in ("count", "true"),
        prefix=str(parameters.get("facet.prefix") or ""),
    )
