"""The data items of a resource as a table schema of CSV on the Web."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, clean, flag, is_count, moment, plain, text
from ckanext.scigov.dcat.domain.names import (
    CSVW,
    DCT,
    DPV,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Namespace,
)  # fmt: skip

BASES = MappingProxyType({
    "C": "string", "N": "decimal", "Y": "decimal", "D": "date", "T": "dateTime", "L": "boolean",
    "M": "string", "G": "any", "B": "double", "I": "integer", "F": "float",
})  # fmt: skip
"""Data type of an item → base of its datatype in CSVW."""
TEXTS = frozenset({"string", "any"})
BROKEN = frozenset({"decimal", "double", "float"})
NUMBERS = BROKEN | {"integer"}
MOST_DIGITS = 20
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_SEPARATORS = re.compile(r"[,，、]")
_KEY = re.compile(r"(?P<table>.+)[.．](?P<column>[^.．]+)")

Item = Mapping[str, Any]


def describe(
    graph: Graph, items: Sequence[Item], resource: str, concepts: Concepts, st: Namespace
) -> NamedNode | None:
    """Add the dictionary of a resource and return its node; None where no item is stated."""
    if not items:
        return None
    schema = NamedNode(f"{resource}/dictionary.csvw")
    graph.types(schema, CSVW["Schema"], DCT["Standard"])
    graph.add(schema, DCT["title"], text("数据项字典"))
    graph.add(schema, CSVW["column"], NamedNode(f"{resource}#columns-1"))
    for position, item in enumerate(items, 1):
        column = NamedNode(f"{resource}#column-{position}")
        cell = NamedNode(f"{resource}#columns-{position}")
        rest = NamedNode(f"{resource}#columns-{position + 1}") if position < len(items) else None
        graph.add(cell, RDF["first"], column)
        graph.add(cell, RDF["rest"], rest or RDF["nil"])
        _column(graph, column, item)
        _datatype(graph, column, item)
        _origin(graph, column, item, concepts, st)
        _codes(graph, column, item)
        _foreign_key(graph, schema, column, item)
        fields.write(graph, column, fields.ITEM, item, concepts, st)
        if _is_true(item.get("primary_key")):
            graph.add(schema, CSVW["primaryKey"], plain(item.get("name") or item.get("title")))
    return schema


def _is_true(value: object) -> bool:
    return flag(value) == Literal("true", datatype=XSD["boolean"])


def _column(graph: Graph, column: NamedNode, item: Item) -> None:
    graph.types(column, CSVW["Column"])
    graph.add(column, CSVW["name"], plain(item.get("name")))
    graph.add(column, CSVW["title"], text(item.get("title")))
    graph.add(column, DCT["description"], text(item.get("description")))
    graph.add(column, CSVW["required"], flag(item.get("required")))
    graph.add(column, SCHEMA["unitText"], text(item.get("unit")))
    for given in fields.values_of(item.get("missing_values")):
        graph.many(column, CSVW["null"], map(plain, _SEPARATORS.split(clean(given))))
    if _is_true(item.get("personal_info")):
        graph.add(column, DPV["hasPersonalData"], DPV["PersonalData"])


def _datatype(graph: Graph, column: NamedNode, item: Item) -> None:
    base = BASES.get(str(item.get("data_type") or ""))
    if not base:
        return
    datatype = NamedNode(f"{column.value}-datatype")
    graph.add(column, CSVW["datatype"], datatype)
    graph.types(datatype, CSVW["Datatype"])
    graph.add(datatype, CSVW["base"], plain(base))
    if base in TEXTS:
        # Texts have a length and a pattern, everything else has bounds: CSVW refuses the rest.
        length = clean(item.get("length"))
        if is_count(length):
            graph.add(datatype, CSVW["maxLength"], Literal(length, datatype=XSD["integer"]))
        graph.add(datatype, CSVW["format"], plain(item.get("pattern")))
        return
    if base in BROKEN:
        graph.add(datatype, CSVW["format"], _digits(item.get("precision")))
    graph.add(datatype, CSVW["minimum"], _bound(base, item.get("range_min")))
    graph.add(datatype, CSVW["maximum"], _bound(base, item.get("range_max")))


def _digits(precision: object) -> Literal | None:
    """Return ``12,2`` or ``2`` digits behind the point as a pattern of numbers."""
    behind = re.split("[,，/.]", clean(precision))[-1].strip()
    return (
        plain("0." + "#" * int(behind))
        if is_count(behind) and 0 < int(behind) <= MOST_DIGITS
        else None
    )


def _bound(base: str, value: object) -> Literal | None:
    """Return a bound as a value of the column's type; None for what is none of it."""
    given = clean(value)
    if base in NUMBERS:
        shape = _WHOLE if base == "integer" else _NUMBER
        return Literal(given, datatype=XSD[base]) if shape.fullmatch(given) else None
    known = moment(given)
    return known if known is not None and known.datatype == XSD[base] else None


def _origin(graph: Graph, column: NamedNode, item: Item, concepts: Concepts, st: Namespace) -> None:
    """State how often it is updated in the European list's words, and which unit's item it is."""
    cycle = concepts.outside("update_cycle", item.get("update_frequency") or "")
    graph.term(column, st["itemUpdateFrequency"], cycle)
    said = [clean(item.get(name)) for name in ("authoritative_source", "source_item")]
    if any(said):
        source = NamedNode(f"{column.value}-source")
        graph.add(column, PROV["hadPrimarySource"], source)
        graph.types(source, PROV["Entity"])
        graph.add(source, RDFS["label"], text("：".join(filter(None, said))))


def _codes(graph: Graph, column: NamedNode, item: Item) -> None:
    """Add the code list of an item: CSVW has no word of its own for one."""
    title = text(item.get("code_list"))
    lines = [line.partition("\t") for line in str(item.get("codes") or "").splitlines()]
    members = [(clean(code), clean(label)) for code, _, label in lines if clean(code)]
    if title is None and not members:
        return
    scheme = NamedNode(f"{column.value}-codes")
    graph.add(column, DCT["conformsTo"], scheme)
    graph.types(scheme, SKOS["ConceptScheme"], DCT["Standard"])
    graph.add(scheme, DCT["title"], title or text(item.get("title")) or text("代码表"))
    for position, (code, label) in enumerate(members, 1):
        concept = NamedNode(f"{scheme.value}-{position}")
        graph.types(concept, SKOS["Concept"])
        graph.add(concept, SKOS["inScheme"], scheme)
        graph.add(concept, SKOS["notation"], plain(code))
        graph.add(concept, SKOS["prefLabel"], text(label or code))


def _foreign_key(graph: Graph, schema: NamedNode, column: NamedNode, item: Item) -> None:
    found = _KEY.fullmatch(clean(item.get("foreign_key")))
    if found is not None:
        key, target = (NamedNode(f"{column.value}-{one}") for one in ("key", "target"))
        graph.add(schema, CSVW["foreignKey"], key)
        graph.types(key, CSVW["ForeignKey"])
        graph.add(key, CSVW["columnReference"], plain(item.get("name") or item.get("title")))
        graph.add(key, CSVW["reference"], target)
        graph.types(target, CSVW["TableReference"])
        graph.add(target, RDFS["label"], text(found["table"]))
        graph.add(target, CSVW["columnReference"], plain(found["column"]))
