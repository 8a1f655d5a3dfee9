"""The data items of a resource as a table schema of CSV on the Web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, flag, is_count, plain, text
from ckanext.scigov.dcat.domain.names import CSVW, DCT, DPV, RDF, XSD, Namespace

BASES = MappingProxyType({
    "C": "string", "N": "decimal", "Y": "decimal", "D": "date", "T": "dateTime", "L": "boolean",
    "M": "string", "G": "any", "B": "double", "I": "integer", "F": "float",
})  # fmt: skip
"""Data type of an item → base of its datatype in CSVW."""

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
        fields.write(graph, column, fields.ITEM, item, concepts, st)
        if flag(item.get("primary_key")) == Literal("true", datatype=XSD["boolean"]):
            graph.add(schema, CSVW["primaryKey"], plain(item.get("name") or item.get("title")))
    return schema


def _column(graph: Graph, column: NamedNode, item: Item) -> None:
    graph.types(column, CSVW["Column"])
    graph.add(column, CSVW["name"], plain(item.get("name")))
    graph.add(column, CSVW["title"], text(item.get("title")))
    graph.add(column, DCT["description"], text(item.get("description")))
    graph.add(column, CSVW["required"], flag(item.get("required")))
    if flag(item.get("personal_info")) == Literal("true", datatype=XSD["boolean"]):
        graph.add(column, DPV["hasPersonalData"], DPV["PersonalData"])
    base = BASES.get(str(item.get("data_type") or ""))
    if base:
        datatype = NamedNode(f"{column.value}-datatype")
        graph.add(column, CSVW["datatype"], datatype)
        graph.types(datatype, CSVW["Datatype"])
        graph.add(datatype, CSVW["base"], plain(base))
        length = str(item.get("length") or "")
        if is_count(length):
            graph.add(datatype, CSVW["maxLength"], Literal(length, datatype=XSD["integer"]))
        graph.add(datatype, CSVW["format"], plain(item.get("pattern")))
        graph.add(datatype, CSVW["minimum"], plain(item.get("range_min")))
        graph.add(datatype, CSVW["maximum"], plain(item.get("range_max")))
