"""Read the parameters of one search as CKAN sends them to Solr.

A parameter that is not known here is refused: leaving it out would answer another question.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from typing import Any, cast

from ckanext.scigov.search.domain import dismax, localparams
from ckanext.scigov.search.domain.documents import DATE_COLUMNS
from ckanext.scigov.search.domain.fields import Kind, is_stored, kind_of
from ckanext.scigov.search.domain.refusals import N_, InvalidSortError, UnsupportedQueryError
from ckanext.scigov.search.domain.synonyms import NONE, Synonyms, expanded
from ckanext.scigov.search.domain.tree import Node

MAX_ROWS = 100_000
MAX_FACET_FIELDS = 50
COUNTED = (Kind.STRING, Kind.NUMBER, Kind.DATE)
NOT_COUNTED = frozenset({"permission_labels", *DATE_COLUMNS})
DEFAULT_QF = "name^4 title^4 tags^2 groups^2 text"
DEFAULT_MM = "100%"

UNDERSTOOD = frozenset(
    [
        "q",
        "fq",
        "fq_list",
        "sort",
        "start",
        "rows",
        "fl",
        "df",
        "q.op",
        "defType",
        "qf",
        "mm",
        "tie",
        "wt",
        "facet",
        "facet.field",
        "facet.limit",
        "facet.mincount",
        "facet.sort",
        "facet.prefix",
    ]
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


def understand(q: str, parameters: Mapping[str, Any], synonyms: Synonyms = NONE) -> SearchRequest:
    """Return the search that ``parameters`` describe; its words are widened by ``synonyms``."""
    unknown = sorted(set(parameters) - UNDERSTOOD)
    if unknown:
        raise UnsupportedQueryError(
            N_("A search cannot use the parameter '{name}' here."), name=unknown[0]
        )
    if str(parameters.get("wt") or "json") != "json":
        raise UnsupportedQueryError(N_("Only wt=json is supported."))
    defaults = _defaults(parameters)
    # Filters are always in the standard language, whatever reads q.
    of_filters = dataclasses.replace(defaults, parser="lucene")
    filters = (f for f in _texts(parameters.get("fq")) if f.strip())
    return SearchRequest(
        text=q,
        query=expanded(_parsed(q, defaults), synonyms),
        weights=_weights(defaults.qf),
        filters=tuple(_parsed(f, of_filters) for f in filters),
        sort=parse_sort(str(parameters.get("sort") or "score desc")),
        start=_whole_number("start", parameters.get("start", 0)),
        rows=min(_whole_number("rows", parameters.get("rows", 10)), MAX_ROWS),
        fields=_returned(parameters.get("fl")),
        facets=_facets(parameters),
    )


@functools.lru_cache(maxsize=2048)
def _parsed(query: str, defaults: localparams.Defaults) -> Node:
    """Parse once what every search repeats: CKAN's own filters."""
    return localparams.parse(query, defaults)


def _defaults(parameters: Mapping[str, Any]) -> localparams.Defaults:
    return localparams.Defaults(
        parser=str(parameters.get("defType") or "lucene"),
        field=str(parameters.get("df") or "text"),
        all_terms=str(parameters.get("q.op") or "AND").upper() == "AND",
        qf=str(parameters.get("qf") or DEFAULT_QF),
        minimum_match=str(parameters.get("mm") or DEFAULT_MM),
    )


@functools.lru_cache(maxsize=256)
def _weights(qf: str) -> tuple[float, float, float, float]:
    """Return what a hit counts in the rest, the notes, the tags and names, the title.

    The weights of ``qf`` among each other, the largest being 1: PostgreSQL keeps four classes
    of words apart, not every field.
    """
    weight = {f.field: f.weight for f in dismax.parse_fields(qf)}
    rest = weight.get("text", 0.0)
    classes = (
        rest,
        weight.get("notes", rest * 1.5),
        weight.get("tags", weight.get("name", rest)),
        weight.get("title", rest),
    )
    largest = max(classes) or 1.0
    rest, notes, tags, title = (value / largest for value in classes)
    return rest, notes, tags, title


_SORT_ENTRY = re.compile(r"\s*(?P<field>[^\s,()]+)(?:\s+(?P<order>asc|desc))?\s*", re.IGNORECASE)


@functools.lru_cache(maxsize=256)
def parse_sort(sort: str) -> tuple[SortKey, ...]:
    """Read ``score desc, metadata_modified desc``."""
    keys: list[SortKey] = []
    for entry in sort.split(","):
        match = _SORT_ENTRY.fullmatch(entry)
        if not match or not match["order"]:
            # CKAN recognises this sentence and answers 'Invalid "sort" parameter'.
            raise InvalidSortError(
                "Can't determine a Sort Order (asc or desc) in sort spec '{sort}'.", sort=sort
            )
        field = match["field"]
        if not _is_sortable(field):
            raise UnsupportedQueryError(
                N_("Results cannot be sorted by the field '{field}'."), field=field
            )
        keys.append(SortKey(field, match["order"].lower() == "desc"))
    return tuple(keys)


def _is_sortable(field: str) -> bool:
    """Say whether documents have one value of the field to be put in order by."""
    return field == "title" or (kind_of(field) in COUNTED and field != "permission_labels")


def _whole_number(name: str, value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise UnsupportedQueryError(
            N_("'{name}' must be a whole number from 0, not '{value}'."), name=name, value=value
        )
    return number


def _integer(name: str, value: Any) -> int:
    """Read a number that may be negative, for 'no limit'."""
    text = str(value).strip()
    return -1 if text.startswith("-") else _whole_number(name, text)


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    several = cast("list[Any]", value) if isinstance(value, (list, tuple)) else [value]
    return [str(one) for one in several]


def _returned(value: Any) -> tuple[str, ...]:
    names = [n for text in _texts(value) for n in re.split(r"[\s,]+", text) if n]
    for name in names:
        if not re.fullmatch(r"[\w.*-]+", name):
            raise UnsupportedQueryError(N_("'{name}' in fl is not a field."), name=name)
    return tuple(names) or ("*",)


@functools.lru_cache(maxsize=4096)
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
        raise UnsupportedQueryError(
            N_("At most {limit} fields can be counted as facets."), limit=MAX_FACET_FIELDS
        )
    for field in fields:
        if kind_of(field) not in COUNTED or field in NOT_COUNTED or "{" in field:
            raise UnsupportedQueryError(
                N_("The field '{field}' cannot be counted as a facet."), field=field
            )
    limit = _integer("facet.limit", parameters.get("facet.limit", 100))
    order = str(parameters.get("facet.sort") or ("count" if limit > 0 else "index")).lower()
    if order not in ("count", "index", "true", "false"):
        raise UnsupportedQueryError(N_("facet.sort cannot be '{order}'."), order=order)
    return Facets(
        fields=fields,
        limit=limit,
        minimum=_integer("facet.mincount", parameters.get("facet.mincount", 0)),
        by_count=order in ("count", "true"),
        prefix=str(parameters.get("facet.prefix") or ""),
    )
