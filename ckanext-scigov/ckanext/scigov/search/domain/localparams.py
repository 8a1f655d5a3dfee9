"""Read Solr's local parameters, ``{!lucene q.op=OR}…``, for the parsers a site has allowed.

CKAN's query.py lets only those through that ``ckan.search.solr_allowed_query_parsers`` names;
of these, the ones below have a meaning here and the others are refused.
"""

from __future__ import annotations

import dataclasses
import re

from ckanext.scigov.search.domain import dismax, syntax
from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
from ckanext.scigov.search.domain.tree import Clause, Clauses, Node, Occur

_HEAD = re.compile(r"\s*\{!(?P<inside>(?:\"[^\"]*\"|'[^']*'|[^}\"'])*)\}(?P<rest>.*)", re.DOTALL)
_PARAMETER = re.compile(
    r"""\s*(?:(?P<key>[\w.]+)\s*=\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']+))"""
)
_KNOWN = {
    "lucene": {"df", "q.op"},
    "dismax": {"qf", "mm", "tie"},
    "edismax": {"qf", "mm", "tie", "q.op"},
}
_BOOL = {"must": Occur.MUST, "filter": Occur.MUST, "should": Occur.SHOULD}
_BOOL["must_not"] = Occur.MUST_NOT


@dataclasses.dataclass(frozen=True, slots=True)
class Defaults:
    """What the request says about words that name no field."""

    parser: str = "lucene"
    field: str = "text"
    all_terms: bool = True
    qf: str = "text"
    minimum_match: str = "100%"


def parse(query: str, defaults: Defaults) -> Node:
    """Return the tree of ``query``, with or without local parameters at its beginning."""
    match = _HEAD.match(query)
    if not match:
        return _parse(query, defaults)
    given = _parameters(match["inside"])
    parser = str(given.pop("type", [defaults.parser])[-1])
    text = str(given.pop("v", [match["rest"]])[-1])
    if parser == "bool":
        return _bool(given, defaults)
    if parser not in _KNOWN:
        raise _unknown_parser(parser)
    for key in given:
        if key not in _KNOWN[parser]:
            raise UnsupportedQueryError(
                N_("A search cannot use the local parameter '{name}'."), name=key
            )
    operator = str(given.get("q.op", ["AND" if defaults.all_terms else "OR"])[-1])
    return _parse(
        text,
        Defaults(
            parser=parser,
            field=str(given.get("df", [defaults.field])[-1]),
            all_terms=operator.upper() == "AND",
            qf=str(given.get("qf", [defaults.qf])[-1]),
            minimum_match=str(given.get("mm", [defaults.minimum_match])[-1]),
        ),
    )


def _parse(query: str, defaults: Defaults) -> Node:
    if defaults.parser == "lucene":
        return syntax.parse(query, default_field=defaults.field, all_terms=defaults.all_terms)
    fields = dismax.parse_fields(defaults.qf)
    if defaults.parser == "dismax":
        return dismax.parse(query, fields, defaults.minimum_match)
    if defaults.parser == "edismax":
        return dismax.parse_extended(
            query, fields, defaults.minimum_match, all_terms=defaults.all_terms
        )
    raise _unknown_parser(defaults.parser)


def _unknown_parser(name: str) -> UnsupportedQueryError:
    return UnsupportedQueryError(N_("A search cannot use the query parser '{name}'."), name=name)


def _parameters(inside: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in _PARAMETER.finditer(inside):
        value = next(v for v in (match["double"], match["single"], match["bare"]) if v is not None)
        if value.startswith("$"):
            raise UnsupportedQueryError(
                N_("A search cannot use the local parameter '{name}'."), name=value
            )
        found.setdefault(match["key"] or "type", []).append(value)
    return found


def _bool(given: dict[str, list[str]], defaults: Defaults) -> Node:
    clauses: list[Clause] = []
    for key, queries in given.items():
        occur = _BOOL.get(key)
        if occur is None:
            raise UnsupportedQueryError(
                N_("A search cannot use the local parameter '{name}'."), name=key
            )
        clauses.extend(Clause(occur, _parse(query, defaults)) for query in queries)
    return Clauses(tuple(clauses))
