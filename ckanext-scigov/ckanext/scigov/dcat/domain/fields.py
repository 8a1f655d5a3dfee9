"""Fields that no outside vocabulary has: each goes out as a property of the portal's own, and comes back by it.

What DCAT-AP has a property for is written by ``dataset``, ``distribution`` and ``dictionary`` besides.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain import graphs
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, Node
from ckanext.scigov.dcat.domain.names import OWL, RDF, RDFS, SKOS, TYPE, XSD, Namespace


class Kind(enum.Enum):
    TEXT = "words in Chinese"
    PLAIN = "a code, an address, a number as it is written"
    LIST = "several of them"
    DAY = "a day or a moment"
    FLAG = "yes or no"
    COUNT = "a whole number"
    CONCEPT = "a value of a controlled list"
    CONCEPTS = "several values of a controlled list"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the entry and the property that stands for it."""

    name: str
    kind: Kind = Kind.TEXT
    vocabulary: str = ""

    @property
    def property_name(self) -> str:
        """``security_level`` → ``securityLevel``."""
        return _property_name(self.name)


@functools.cache
def _property_name(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _of(kind: Kind, *names: str) -> Iterator[Field]:
    for name in names:
        yield Field(name, kind)


def _concepts(*names: str, vocabulary: str = "") -> Iterator[Field]:
    for name in names:
        yield Field(name, Kind.CONCEPT, vocabulary or name)


def _lists(*names: str) -> Iterator[Field]:
    for name in names:
        yield Field(name, Kind.CONCEPTS, name)


GRADE = tuple(_concepts("security_level", "share_type", "open_type"))
DATASET = (
    *GRADE,
    *_concepts(
        "data_kind", "data_subkind", "data_grade", "secrecy_level", "data_form", "data_structure",
        "data_medium", "collection_method", "retention_period", "category_class", "lifecycle_status",
        "retire_reason", "catalogue_profile", "update_cycle",
    ),
    Field("license_id", Kind.CONCEPT, "license"),
    *_lists("data_domain", "st_topic", "share_channel"),
    *_of(
        Kind.TEXT, "share_condition", "non_share_law", "non_share_basis", "open_condition", "open_method",
        "security_measure", "non_open_law", "non_open_basis", "mask_rule", "publication_basis",
        "source_system", "business_item", "storage_place", "no_resource_reason", "in_series",
        "data_centre", "open_audience", "review_procedure", "permitted_use", "counterparty",
    ),
    *_of(
        Kind.PLAIN, "name", "archive_number", "source_system_code", "category_item", "category_subitem",
        "category_detail", "replaced_by", "project_no", "contract_number", "source_portal", "source_id",
    ),
    *_of(Kind.LIST, "related_codes", "verification_sources"),
    *_of(
        Kind.DAY, "retention_until", "registration_valid_until", "deprecated_at", "retired_at",
        "permitted_until", "next_update_due", "destroyed_at", "verified_at",
    ),
    *_of(Kind.FLAG, "personal_info", "non_electronic"),
)  # fmt: skip
RESOURCE = (
    *GRADE,
    *_of(Kind.PLAIN, "bad_cells_percent", "header_row", "format", "mimetype"),
    *_of(Kind.TEXT, "sheet"),
    *_of(Kind.COUNT, "row_count"),
    *_concepts("fetch_schedule"),
    Field("encoding", Kind.CONCEPT, "table_encoding"),
    Field("delimiter", Kind.CONCEPT, "table_delimiter"),
)
ITEM = (
    *GRADE,
    Field("data_type", Kind.CONCEPT, "item_data_type"),
    Field("update_frequency", Kind.CONCEPT, "update_cycle"),
    *_of(
        Kind.TEXT, "unit", "code_list", "codes", "mask_rule", "authoritative_source", "source_item"
    ),
    *_of(Kind.PLAIN, "precision", "enum", "range_min", "range_max", "pattern", "missing_values"),
    *_of(Kind.PLAIN, "foreign_key", "length"),
    *_of(Kind.FLAG, "unique", "primary_key", "personal_info"),
)
ITEM_NAMES = {"update_frequency": "itemUpdateFrequency", "data_type": "itemDataType"}
"""Whose property has another name than the field's: it is not the dataset's of that name."""

OTHERS = MappingProxyType({
    "location": ("来源地址", "Where the data lie at their source"),
    "category": ("信息资源分类", "Class of the information resource"),
    "disputeStatus": ("异议状态", "Status of a dispute"),
})  # fmt: skip
"""Properties of no field: what they are called."""
RANGES = MappingProxyType({
    Kind.TEXT: RDF["langString"], Kind.PLAIN: XSD["string"], Kind.LIST: XSD["string"],
    Kind.FLAG: XSD["boolean"], Kind.COUNT: XSD["nonNegativeInteger"],
})  # fmt: skip
"""What a value is; a day may be a year, a month or a moment as well."""

Read = Mapping[str, list[Node]]
"""The values of a node, by property."""


def write(  # noqa: PLR0913, PLR0917  (whose fields, of which values, in which words)
    graph: Graph,
    subject: NamedNode,
    fields: Iterable[Field],
    entry: Mapping[str, Any],
    concepts: Concepts,
    st: Namespace,
) -> None:
    for field in fields:
        value = entry.get(field.name)
        if value in (None, "", []):
            continue
        predicate = st[ITEM_NAMES.get(field.name, field.property_name)]
        if field.vocabulary:
            for code in values_of(value):
                graph.term(subject, predicate, concepts.own(field.vocabulary, code))
        else:
            graph.many(subject, predicate, _literals(field.kind, value))


def values_of(value: Any) -> list[Any]:
    """Return a field's values: of a list its members, of anything else the one."""
    return list(cast("Iterable[Any]", value)) if isinstance(value, (list, tuple)) else [value]


def _literals(kind: Kind, value: Any) -> list[Literal | None]:
    if kind is Kind.LIST:
        return [graphs.plain(one) for one in values_of(value)]
    return [_MAKERS.get(kind, graphs.text)(value)]


_MAKERS: Mapping[Kind, Callable[[object], Literal | None]] = MappingProxyType({
    Kind.PLAIN: graphs.plain, Kind.DAY: graphs.moment, Kind.FLAG: graphs.flag, Kind.COUNT: graphs.number,
})  # fmt: skip


def read(fields: Iterable[Field], said: Read, concepts: Concepts, st: str) -> dict[str, Any]:
    """Return the fields that a node states by properties of the vocabulary at ``st``."""
    found: dict[str, Any] = {}
    for field in fields:
        nodes = said.get(st + ITEM_NAMES.get(field.name, field.property_name), [])
        values = [one for one in (_value(field, node, concepts) for node in nodes) if one]
        if values:
            is_list = field.kind in (Kind.LIST, Kind.CONCEPTS)
            found[field.name] = sorted(values) if is_list else values[0]
    return found


def _value(field: Field, node: Node, concepts: Concepts) -> str:
    return concepts.code_of(field.vocabulary, node.value) if field.vocabulary else node.value


def properties(
    labels: Mapping[str, Mapping[str, tuple[str, str]]], st: Namespace
) -> Iterator[Triple]:
    """Yield what the vocabulary says of each of its properties.

    Args:
        labels: Chinese and English name of each field, by kind of thing (``dataset``, ``resource``, ``item``).
        st: where the vocabulary lies.
    """
    said: set[str] = set()
    for kind, members in (("dataset", DATASET), ("resource", RESOURCE), ("item", ITEM)):
        for field in members:
            label = labels.get(kind, {}).get(field.name)
            other = ITEM_NAMES.get(field.name) if kind == "item" else None
            name = other or field.property_name
            # What has no name for people yet is not written yet either.
            if label is not None and name not in said:
                said.add(name)
                yield from _property(st[name], field, label, st)
    for name, (chinese, english) in OTHERS.items():
        is_text = name == "location"
        field = Field(name, Kind.PLAIN) if is_text else Field(name, Kind.CONCEPT, name)
        yield from _property(st[name], field, (chinese, english), st)


def _property(
    node: NamedNode, field: Field, label: tuple[str, str], st: Namespace
) -> Iterator[Triple]:
    is_concept = bool(field.vocabulary)
    yield Triple(node, TYPE, OWL["ObjectProperty" if is_concept else "DatatypeProperty"])
    for language, words in zip(("zh", "en"), label, strict=True):
        yield Triple(node, RDFS["label"], Literal(words, language=language))
    yield Triple(node, RDFS["isDefinedBy"], NamedNode(st.base.rstrip("#")))
    kind = SKOS["Concept"] if is_concept else RANGES.get(field.kind)
    if kind is not None:
        yield Triple(node, RDFS["range"], kind)
