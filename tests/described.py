"""An entry that says all an entry can say, the portal that describes it, and how its triples are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, Triple

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.dcat.domain import dataset
from ckanext.scigov.dcat.domain.concepts import SCHEMES, Concepts
from ckanext.scigov.dcat.domain.portal import Portal

ROOT = "https://portal.example"
D1 = f"{ROOT}/dataset/d1"
PORTAL = Portal(ROOT)
LISTS = {name: vocabularies.values(name) for name in SCHEMES}
CONCEPTS = Concepts(PORTAL.st, LISTS)

ITEM: dict[str, Any] = {
    "title": "仪器名称", "name": "yqmc", "data_type": "C", "description": "铭牌上的名称", "length": "100",
    "precision": "0.1", "unit": "台", "range_min": "0", "range_max": "9", "pattern": "[^<]+", "enum": "甲|乙",
    "code_list": "GB/T 2260", "codes": "1\t男\n2\t女", "missing_values": "-|/", "update_frequency": "daily",
    "required": "true", "unique": "true", "primary_key": "true", "foreign_key": "单位表.代码",
    "security_level": "2", "share_type": "conditional", "open_type": "conditional", "personal_info": "true",
    "mask_rule": "保留姓", "authoritative_source": "市场监督管理局", "source_item": "设备名",
}  # fmt: skip
"""A data item with all its fields; one of each type follows it."""

TABLE: dict[str, Any] = {
    "id": "r1", "url": "https://files.example/a b.csv", "name": "仪器清单", "description": "2024年", "format": "CSV",
    "data_items": [ITEM, *({"title": f"类型{one}", "data_type": one} for one in "NYDTLMGBIF")],
    "security_level": "1", "share_type": "unconditional", "open_type": "unconditional", "rights": "注明来源",
    "fetch_schedule": "daily", "bad_cells_percent": "0.5", "encoding": "gb18030", "delimiter": "comma",
    "header_row": "2", "sheet": "表一", "mimetype": "text/csv", "size": 120, "row_count": 7, "hash": "A" * 64,
    "created": "2024-01-02T03:04:05.600000", "last_modified": "2024-02-03T04:05:06",
}  # fmt: skip
SERVICE: dict[str, Any] = {
    "id": "r2", "url": "https://api.example/v1", "name": "查询接口", "endpoint_url": "https://api.example/v1",
}  # fmt: skip
CLOSED: dict[str, Any] = {
    "id": "r3", "url": "https://files.example/secret.xlsx", "name": "完整表", "format": "XLSX", "open_type": "none",
    "share_type": "none", "security_level": "3", "metadata_modified": "2024-02-03T04:05:06",
}  # fmt: skip

COMPLETE: dict[str, Any] = {
    "id": "d1", "name": "instruments", "title": "大型科研仪器", "notes": "可共享的仪器。\n“含”<型号>", "owner_org": "kjj",
    "organization": {"id": "kjj", "title": "科学技术局"}, "tags": [{"name": "仪器"}, {"name": "共享"}],
    "data_kind": "management", "data_subkind": "project", "theme": ["TECH", "EDUC"],
    "data_domain": ["science_innovation"], "st_topic": ["platform"], "authoritative_source": "大型仪器中心",
    "contact": [
        {"name": "资源处", "email": "a@portal.example", "phone": "010-12345678转801", "url": "https://portal.example/x"},
        {"name": "值班室", "email": "b@portal.example"},
    ],
    "security_level": "1", "share_type": "unconditional", "share_condition": "凭函", "non_share_law": "法一",
    "non_share_basis": "依据一", "open_type": "unconditional", "open_condition": "实名", "open_method": "接口",
    "security_measure": "水印", "non_open_law": "法二", "non_open_basis": "依据二", "license_id": "cc-by",
    "share_channel": ["api", "file"], "personal_info": "true", "mask_rule": "去标识", "publication_basis": "条例",
    "data_grade": "general", "secrecy_level": "none", "data_form": "database", "source_system": "仪器网",
    "business_item": "仪器登记", "update_cycle": "monthly", "non_electronic": "false", "archive_number": "K-1",
    "storage_place": "档案室", "data_structure": "structured", "data_medium": "table", "source_system_code": "S1",
    "collection_method": "survey", "temporal_coverage": [{"start": "2020-01-01", "end": "2023-12-31"}, {"start": "2024-01-01"}],
    "spatial_coverage": [{"text": "杭州市", "uri": "330100"}, {"text": "浙江", "uri": "https://place.example/33"}],
    "retention_period": "y10", "retention_until": "2034-01-01", "category_class": "1", "category_item": "01",
    "category_subitem": "02", "category_detail": "03", "issued": "2024-01-01", "modified": "2024-03-01",
    "no_resource_reason": "补录", "cstr": "CSTR:1.2", "doi": "10.1/x", "related_codes": ["R1", "R2"], "in_series": "年报",
    "verification_sources": ["https://other.example/1", "线下核对"], "registration_no": "D-9",
    "registration_valid_until": "2027-01-01", "version": "1.0", "version_notes": "首版", "lifecycle_status": "deprecated",
    "retire_reason": "quality", "deprecated_at": "2024-04-01", "retired_at": "2024-05-01",
    "replaced_by": "https://portal.example/dataset/d2", "resource_code": "307001/1", "identifier": "330000/1",
    "project_no": "P-1", "data_centre": "基因中心", "open_audience": "高校", "review_procedure": "两级审核",
    "citation": "科学技术局（2024）", "counterparty": "甲公司", "contract_number": "HT-1", "permitted_use": "研究",
    "permitted_until": "2030-01-01", "catalogue_profile": "entry", "source_portal": "省平台", "source_id": "77",
    "source_url": "https://other.example/77", "next_update_due": "2024-06-01", "destroyed_at": "2024-07-01",
    "verified_at": "2024-01-05T00:00:00Z", "metadata_created": "2024-01-01T00:00:00",
    "metadata_modified": "2024-03-01T08:00:00.5", "resources": [TABLE, SERVICE, CLOSED],
    "notes_in_doubt": [
        {"text": "型号存疑", "since": "2024-05-05T00:00:00", "resource_id": "r1", "link": "https://portal.example/n/1"},
        {"text": "条目存疑", "since": "2024-05-06T00:00:00", "resource_id": ""},
    ],
}  # fmt: skip


def described(entry: Mapping[str, Any] | None = None, **more: Any) -> dataset.Description:
    """Return the description of an entry of which nothing is known but what is given."""
    return dataset.describe({"id": "d1", **(entry or {}), **more}, PORTAL, CONCEPTS)


def values(triples: Iterable[Triple], subject: str, predicate: NamedNode) -> list[str]:
    """Return what is said, of which node, by one property; sorted."""
    return sorted(
        getattr(one.object, "value", "")
        for one in triples
        if one.predicate == predicate and getattr(one.subject, "value", "") == subject
    )
