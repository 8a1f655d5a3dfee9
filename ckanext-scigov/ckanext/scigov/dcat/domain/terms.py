"""What shapes ask to be said of a term wherever it is named: its class, a label, its list.

A page describes each term it names once, so that it can be read and checked without any other document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain import names
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.names import DCT, SKOS, SPDX, TYPE

# Beginning of the term's address → its classes, address of its list, title of the list.
LISTS = MappingProxyType(
    {
        names.LANGUAGE.base: ((DCT["LinguisticSystem"],), "语种", "Language"),
        names.COUNTRY.base: ((DCT["Location"],), "国家", "Country"),
        names.FREQUENCY.base: ((DCT["Frequency"],), "更新频率", "Frequency"),
        names.ACCESS_RIGHT.base: ((DCT["RightsStatement"],), "访问权限", "Access right"),
        names.FILE_TYPE.base: ((DCT["MediaTypeOrExtent"],), "文件类型", "File type"),
        names.DATA_THEME.base: ((), "数据主题", "Data theme"),
        names.AVAILABILITY.base: ((), "计划可用性", "Planned availability"),
        names.DISTRIBUTION_STATUS.base: ((), "资源状态", "Distribution status"),
        names.CHANGE_TYPE.base: ((), "变更类型", "Change type"),
        names.PUBLISHER_TYPE.base: ((), "发布者类型", "Publisher type"),
        names.LICENCE_TYPE.base: ((), "许可类型", "Licence type"),
    }
)
LABELS = MappingProxyType(
    {
        f"{names.LANGUAGE.base}ZHO": ("中文", "Chinese"),
        f"{names.COUNTRY.base}CHN": ("中国", "China"),
        f"{names.ACCESS_RIGHT.base}PUBLIC": ("公开", "public"),
        f"{names.ACCESS_RIGHT.base}RESTRICTED": ("受限", "restricted"),
        f"{names.ACCESS_RIGHT.base}NON_PUBLIC": ("不公开", "non-public"),
        f"{names.AVAILABILITY.base}STABLE": ("稳定", "stable"),
        f"{names.AVAILABILITY.base}AVAILABLE": ("可用", "available"),
        f"{names.AVAILABILITY.base}TEMPORARY": ("暂时", "temporary"),
        f"{names.DISTRIBUTION_STATUS.base}COMPLETED": ("已完成", "completed"),
        f"{names.DISTRIBUTION_STATUS.base}DEPRECATED": ("将停用", "deprecated"),
        f"{names.DISTRIBUTION_STATUS.base}DEVELOP": ("编制中", "under development"),
        f"{names.DISTRIBUTION_STATUS.base}WITHDRAWN": ("已停用", "withdrawn"),
        f"{names.CHANGE_TYPE.base}created": ("新增", "created"),
        f"{names.CHANGE_TYPE.base}updated": ("更新", "updated"),
        f"{names.CHANGE_TYPE.base}deleted": ("停用", "deleted"),
        f"{names.PUBLISHER_TYPE.base}RegionalAuthority": ("省级机关", "Regional authority"),
        f"{names.PUBLISHER_TYPE.base}LocalAuthority": ("市县机关", "Local authority"),
        f"{names.LICENCE_TYPE.base}Attribution": ("署名", "Attribution"),
        f"{names.LICENCE_TYPE.base}PublicDomain": ("公有领域", "Work in the public domain"),
        f"{names.LICENCE_TYPE.base}UnknownIPR": ("未说明", "Unknown IPR"),
    }
)
SHA256 = SPDX["checksumAlgorithm_sha256"]


def describe(iris: Iterable[str], concepts: Concepts) -> Iterator[Triple]:
    """Yield what is said of terms, each triple once; in the order of the terms."""
    waiting = sorted(set(iris))
    seen: set[str] = set(waiting)
    said: set[Triple] = set()
    while waiting:
        iri = waiting.pop(0)
        for one in _triples(iri, concepts):
            if one in said:
                continue
            said.add(one)
            yield one
            # The type of a licence is a term as well.
            kind = one.object
            if (
                one.predicate == DCT["type"]
                and isinstance(kind, NamedNode)
                and kind.value not in seen
            ):
                seen.add(kind.value)
                waiting.append(kind.value)


def _triples(iri: str, concepts: Concepts) -> list[Triple]:
    node = NamedNode(iri)
    if iri in names.LICENCES:
        kind = names.LICENCE_TYPE[names.LICENCES[iri]]
        return [Triple(node, TYPE, DCT["LicenseDocument"]), Triple(node, DCT["type"], kind)]
    if iri.startswith(names.MEDIA_TYPE.base):
        return [Triple(node, TYPE, DCT["MediaType"])]
    if iri == SHA256.value:
        return [Triple(node, TYPE, SPDX["ChecksumAlgorithm"])]
    if iri == names.DCAT_AP.value:
        title = Literal("DCAT-AP 3.0.1", language="en")
        return [Triple(node, TYPE, DCT["Standard"]), Triple(node, DCT["title"], title)]
    own = concepts.describe(iri)
    return own or _of_list(node, concepts)


def _of_list(node: NamedNode, concepts: Concepts) -> list[Triple]:
    base = node.value.rpartition("/")[0] + "/"
    if base not in LISTS:
        return []
    classes, *titles = LISTS[base]
    group = NamedNode(
        base + "1.0" if base.startswith("http://purl.org/adms/") else base.rstrip("/")
    )
    triples = [Triple(node, TYPE, one) for one in (SKOS["Concept"], *classes)]
    triples.append(Triple(node, SKOS["inScheme"], group))
    triples.append(Triple(group, TYPE, SKOS["ConceptScheme"]))
    labels = (
        LABELS.get(node.value) or concepts.labels_of(node.value) or (node.value[len(base) :],) * 2
    )
    for language, label, title in zip(("zh", "en"), labels, titles, strict=True):
        triples.append(Triple(node, SKOS["prefLabel"], Literal(label, language=language)))
        triples.append(Triple(group, DCT["title"], Literal(title, language=language)))
    return triples
