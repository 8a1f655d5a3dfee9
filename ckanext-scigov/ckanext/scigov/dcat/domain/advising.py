"""What was found about an entry, as advice to who edits it: once for each rule, with the field of the form that it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.checking import Finding
from ckanext.scigov.dcat.domain.names import DCAT, DCT, SPDX
from ckanext.scigov.dcat.domain.portal import Portal

OF_DATASET = MappingProxyType({
    DCT["title"].value: "title", DCT["description"].value: "notes", DCT["publisher"].value: "owner_org",
    DCT["issued"].value: "issued", DCT["modified"].value: "modified", DCT["spatial"].value: "spatial_coverage",
    DCT["temporal"].value: "temporal_coverage", DCT["accessRights"].value: "open_type",
    DCT["accrualPeriodicity"].value: "update_cycle", DCAT["keyword"].value: "tag_string", DCAT["theme"].value: "theme",
    DCAT["contactPoint"].value: "contact", DCAT["version"].value: "version", DCAT["distribution"].value: "resources",
})  # fmt: skip
OF_RESOURCE = MappingProxyType({
    DCT["title"].value: "name", DCT["description"].value: "description", DCT["format"].value: "format",
    DCT["license"].value: "license_id", DCT["rights"].value: "rights", DCAT["accessURL"].value: "url",
    DCAT["downloadURL"].value: "url", DCAT["mediaType"].value: "mimetype", DCAT["byteSize"].value: "size",
    SPDX["checksum"].value: "hash",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Advice:
    """``field``: of the form; empty where none is known. ``times``: how often in this entry."""

    severity: str
    field: str
    zh: str
    en: str
    times: int


def advise(findings: Iterable[Finding], portal: Portal) -> tuple[Advice, ...]:
    """Return advice in the order of the findings."""
    counted = Counter(
        (one.severity.value, field_of(one, portal), one.zh, one.en) for one in findings
    )
    return tuple(Advice(*about, times=times) for about, times in counted.items())


def field_of(finding: Finding, portal: Portal) -> str:
    """Return the field of the form that a finding is about; empty where none is known."""
    is_of_resource = "/resource/" in finding.focus
    known, own = (OF_RESOURCE, fields.RESOURCE) if is_of_resource else (OF_DATASET, fields.DATASET)
    if finding.path in known:
        return known[finding.path]
    name = finding.path.removeprefix(portal.st.base)
    return next((one.name for one in own if one.property_name == name), "")
