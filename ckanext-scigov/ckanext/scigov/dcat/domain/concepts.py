"""The portal's own vocabulary: each controlled list is a SKOS scheme, each of its values a concept.

The lists come as the schema has them: ``value``, ``label`` by language, perhaps ``uri`` and ``notation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.names import (
    DCT,
    DPV,
    LICENCE_TYPE,
    LICENCES,
    RDFS,
    SKOS,
    TYPE,
    Namespace,
)

SCHEMES = MappingProxyType(
    {
        "catalogue_profile": ("CatalogueProfileScheme", "profile"),
        "category_class": ("CategoryClassScheme", "class"),
        "collection_method": ("CollectionMethodScheme", "collection"),
        "data_domain": ("DataDomainScheme", "domain"),
        "data_form": ("DataFormScheme", "form"),
        "data_grade": ("DataGradeScheme", "grade"),
        "data_kind": ("DataKindScheme", "kind"),
        "data_medium": ("DataMediumScheme", "medium"),
        "data_structure": ("DataStructureScheme", "structure"),
        "data_subkind": ("DataSubkindScheme", "subkind"),
        "fetch_schedule": ("FetchScheduleScheme", "fetch"),
        "item_data_type": ("ItemDataTypeScheme", "type"),
        "license": ("LicenceScheme", "licence"),
        "lifecycle_status": ("LifecycleStatusScheme", "status"),
        "open_type": ("OpenTypeScheme", "open"),
        "retention_period": ("RetentionPeriodScheme", "retention"),
        "retire_reason": ("RetireReasonScheme", "retirement"),
        "secrecy_level": ("SecrecyLevelScheme", "secrecy"),
        "security_level": ("SecurityLevelScheme", "level"),
        "share_channel": ("ShareChannelScheme", "channel"),
        "share_type": ("ShareTypeScheme", "share"),
        "st_topic": ("TopicScheme", "topic"),
        "table_delimiter": ("TableDelimiterScheme", "delimiter"),
        "table_encoding": ("TableEncodingScheme", "encoding"),
        "theme": ("ThemeScheme", "theme"),
        "unit_level": ("UnitLevelScheme", "unit"),
        "update_cycle": ("UpdateCycleScheme", "cycle"),
    }
)
"""List of the schema → name of its scheme, and what its concepts' names begin with."""

SCHEME_TITLES = MappingProxyType(
    {
        "catalogue_profile": ("编目方式", "Cataloguing profile"),
        "category_class": ("信息资源分类（类）", "Class of information resources"),
        "collection_method": ("采集方式", "Collection method"),
        "data_domain": ("数据领域", "Data domain"),
        "data_form": ("数据形式", "Data form"),
        "data_grade": ("数据分级", "National data grade"),
        "data_kind": ("数据种类", "Data kind"),
        "data_medium": ("数据类别", "Data medium"),
        "data_structure": ("数据结构", "Data structure"),
        "data_subkind": ("数据子类", "Data subkind"),
        "fetch_schedule": ("定期抓取", "Fetch schedule"),
        "item_data_type": ("数据项数据类型", "Data type of a data item"),
        "license": ("许可", "Licence"),
        "lifecycle_status": ("生命周期状态", "Lifecycle status"),
        "open_type": ("开放属性", "Open type"),
        "retention_period": ("留存期限", "Retention period"),
        "retire_reason": ("退役原因", "Reason of retirement"),
        "secrecy_level": ("密级", "Secrecy level"),
        "security_level": ("安全等级", "Security level"),
        "share_channel": ("共享方式", "Share channel"),
        "share_type": ("共享属性", "Share type"),
        "st_topic": ("科技业务主题", "Topic of science and technology"),
        "table_delimiter": ("分隔符", "Delimiter of a table"),
        "table_encoding": ("文件编码", "Encoding of a table"),
        "theme": ("主题", "Theme"),
        "unit_level": ("单位层级", "Level of a unit"),
        "update_cycle": ("更新周期", "Update cycle"),
    }
)
PARTIES = MappingProxyType(
    {
        "party-government": ("政务部门", "Government departments"),
        "party-public": ("社会公众", "The public"),
        "role-authoritative-source": ("数源单位", "Authoritative source"),
    }
)
"""Concepts of no list: to whom data are given, and the role of a unit."""
ROLES = ("RoleScheme", "角色", "Roles")
DISPUTES = MappingProxyType({"dispute-annotated": ("疑义标注", "Marked as in doubt")})
"""What a note at data says; who reported it and how far it has come stay at home."""
DISPUTE_STATUS = ("DisputeStatusScheme", "异议状态", "Status of a dispute")

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a list as people read it, and the name of its concept."""

    code: str
    name: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A controlled list as people read it."""

    scheme: str
    titles: tuple[str, str]
    members: tuple[Named, ...]


class Concepts:
    """The vocabulary of one portal."""

    def __init__(self, st: Namespace, lists: Mapping[str, Sequence[Value]]) -> None:
        self._st = st
        self._own: dict[tuple[str, str], NamedNode] = {}
        self._outside: dict[tuple[str, str], NamedNode] = {}
        self._codes: dict[tuple[str, str], str] = {}
        self._labels: dict[str, tuple[str, str]] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._english: dict[tuple[str, str], str] = {}
        self._triples: dict[str, list[Triple]] = {}
        for vocabulary in SCHEMES:
            for value in lists.get(vocabulary, ()):
                self._take(vocabulary, value)
        self._take_parties()

    def own(self, vocabulary: str, code: object) -> NamedNode | None:
        """Return the concept of the portal's own vocabulary; None for a code that is not in the list."""
        return self._own.get((vocabulary, str(code)))

    def outside(self, vocabulary: str, code: object) -> NamedNode | None:
        """Return the term of an outside vocabulary that means the same; None where there is none."""
        return self._outside.get((vocabulary, str(code)))

    def code_of(self, vocabulary: str, iri: str) -> str:
        """Return the code that a concept of this or another portal, or an outside term, stands for; empty: none."""
        found = self._codes.get((vocabulary, iri))
        if found is None and "#" in iri:
            # Another portal's vocabulary lies elsewhere; its concepts have the same names.
            found = self._codes.get((vocabulary, iri.rpartition("#")[2]))
        return found or ""

    def describe(self, iri: str) -> list[Triple]:
        """Return what the vocabulary says of one of its concepts; nothing for what is not its own."""
        return self._triples.get(iri, [])

    def label(self, vocabulary: str, code: str) -> str:
        """Return the Chinese name of a code; empty for one that is not in the list."""
        return self._names.get((vocabulary, code), "")

    def labels_of(self, outside: str) -> tuple[str, str] | None:
        """Return how the portal calls an outside term, in Chinese and English."""
        return self._labels.get(outside)

    def lists(self) -> list[Listed]:
        """Return every list with its values, in the order of the lists' names."""
        found: dict[str, list[Named]] = {}
        for (vocabulary, code), node in self._own.items():
            name = node.value.rpartition("#")[2]
            named = Named(
                code, name, self._names[vocabulary, code], self._english[vocabulary, code]
            )
            found.setdefault(vocabulary, []).append(named)
        return [
            Listed(SCHEMES[one][0], SCHEME_TITLES[one], tuple(members))
            for one, members in sorted(found.items())
        ]

    def everything(self) -> Iterator[Triple]:
        """Yield the whole vocabulary, each triple once."""
        seen: set[Triple] = set()
        for triples in self._triples.values():
            for one in triples:
                if one not in seen:
                    seen.add(one)
                    yield one

    def _take(self, vocabulary: str, value: Value) -> None:
        code = str(value["value"])
        scheme, prefix = SCHEMES[vocabulary]
        name = f"{prefix}-{code}"
        node = self._st[name]
        self._own[vocabulary, code] = node
        self._codes[vocabulary, name] = code
        uri = str(value.get("uri", ""))
        if uri:
            self._outside[vocabulary, code] = NamedNode(uri)
            self._codes.setdefault((vocabulary, uri), code)
        labels = value["label"]
        chinese, english = labels["zh_Hans_CN"], labels["en"]
        self._names[vocabulary, code] = chinese
        self._english[vocabulary, code] = english
        self._labels.setdefault(uri, (chinese, english))
        triples = self._concept(node, chinese, english, scheme, *SCHEME_TITLES[vocabulary])
        notation = str(value.get("notation") or (code if code.isdigit() else ""))
        if notation:
            triples.append(Triple(node, SKOS["notation"], Literal(notation)))
        if uri:
            triples.append(Triple(node, SKOS["closeMatch"], self._outside[vocabulary, code]))
        triples += [Triple(node, TYPE, one) for one in _more_classes(vocabulary)]
        if vocabulary == "license":
            triples.append(Triple(node, DCT["type"], LICENCE_TYPE[LICENCES.get(uri, "UnknownIPR")]))
        self._triples[node.value] = triples

    def _take_parties(self) -> None:
        for scheme, members in ((ROLES, PARTIES), (DISPUTE_STATUS, DISPUTES)):
            for name, (chinese, english) in members.items():
                node = self._st[name]
                self._triples[node.value] = self._concept(node, chinese, english, *scheme)

    def _concept(
        self, node: NamedNode, chinese: str, english: str, scheme: str, *titles: str
    ) -> list[Triple]:
        group = self._st[scheme]
        triples = [
            Triple(node, TYPE, SKOS["Concept"]),
            Triple(node, SKOS["inScheme"], group),
            Triple(group, TYPE, SKOS["ConceptScheme"]),
        ]
        for language, label, title in zip(("zh", "en"), (chinese, english), titles, strict=True):
            triples.append(Triple(node, SKOS["prefLabel"], Literal(label, language=language)))
            triples.append(Triple(group, DCT["title"], Literal(title, language=language)))
        return triples


def _more_classes(vocabulary: str) -> Sequence[NamedNode]:
    if vocabulary == "security_level":
        return (DPV["SensitivityLevel"],)
    return (DCT["LicenseDocument"],) if vocabulary == "license" else ()


def vocabulary_head(standard: NamedNode, st: Namespace) -> list[Triple]:
    """Return what the vocabulary says of itself."""
    return [
        Triple(standard, TYPE, NamedNode("http://www.w3.org/2002/07/owl#Ontology")),
        Triple(standard, TYPE, DCT["Standard"]),
        Triple(standard, DCT["title"], Literal("科技政务数据元数据规范", language="zh")),
        Triple(standard, DCT["title"], Literal("Metadata of S&T government data", language="en")),
        Triple(standard, RDFS["isDefinedBy"], NamedNode(st.base.rstrip("#"))),
    ]
