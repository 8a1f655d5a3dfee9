"""The ready mapping files of the kinds that speak HTTP, each with a record as its connector gives it."""

from __future__ import annotations

from importlib import resources

import pytest

from ckanext.scigov.intake import mapping_files

OWN = ("catalogue_profile", "source_portal", "source_id")
PROVINCIAL = {
    "resId": "a1",
    "resTitle": "科技计划项目",
    "resAbstract": "立项清单",
    "officeName": "省科技厅",
    "subjectName": "科技创新",
    "openMode": "有条件开放",
    "updateCycle": 7,
    "dataUpdateTime": "2023-05-01 10:00:00",
    "recordTotal": 12,
    "sourceSuffix": "csv",
    "items": [{"field_name": "xmmc", "field_cn_name": "项目名称"}],
    "preview": [["甲"]],
}
CKAN = {
    "id": "d1",
    "title": "项目",
    "notes": "清单",
    "isopen": True,
    "license_id": "cc-by",
    "organization": {"name": "office", "title": "省科技厅"},
    "tag_names": ["科技"],
    "extra": {"frequency": "每年"},
    "metadata_created": "2024-01-02T03:04:05.123456",
    "metadata_modified": "2024-02-02T03:04:05.1",
    "page_address": "http://example.org/dataset/x",
    "resources": [{"url": "http://example.org/x.csv", "name": "表", "format": "CSV"}],
}
DCAT = {
    "uri": "http://example.org/1",
    "dct:title": "项目",
    "dct:description": "清单",
    "dcat:keyword": ["科技"],
    "dct:publisher": {"uri": "http://example.org/office", "foaf:name": "省科技厅"},
    "dcat:contactPoint": {"vcard:fn": "办公室", "vcard:hasEmail": "mailto:office@example.org"},
    "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
    "dct:accessRights": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    "dct:modified": "2024-01-31T00:00:00",
    "dcat:distribution": [
        {"dcat:accessURL": "http://example.org/1.csv", "dct:format": "http://e/CSV"}
    ],
}


def mapping(name):
    folder = resources.files("ckanext.scigov_harvesters") / "mappings"
    return mapping_files.read((folder / f"{name}.yaml").read_text(encoding="utf-8"))


def applied(name, raw):
    mapped = mapping(name).apply(raw)
    assert (mapped.rejection, mapped.unmapped, mapped.bad) == ("", (), ())
    assert (mapped.key, mapped.provider) == (mapped.entry["source_id"], name)
    return {field: value for field, value in mapped.entry.items() if field not in OWN}


def test_a_record_of_a_provincial_platform():
    assert applied("provincial-platform", PROVINCIAL) == {
        "title": "科技计划项目",
        "notes": "立项清单",
        "authoritative_source": "省科技厅",
        "data_kind": "public_distributed",
        "data_domain": ["science_innovation"],
        "data_form": "spreadsheet",
        "update_cycle": "annual",
        "open_type": "conditional",
        "modified": "2023-05-01",
        "security_level": "2",
        "share_type": "unconditional",
        "resources": [
            {
                "name": "科技计划项目（CSV）",
                "format": "CSV",
                "data_items": [{"name": "xmmc", "title": "项目名称"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("code", "cycle"),
    [
        (1, "realtime"),
        (2, "daily"),
        ("3", "weekly"),
        (4, "monthly"),
        (5, "quarterly"),
        (6, "semiannual"),
        (7, "annual"),
        (8, "irregular"),
        (99, "other"),
        ("每年", "annual"),
    ],
)
def test_the_update_cycle_of_a_provincial_platform(code, cycle):
    assert (
        applied("provincial-platform", PROVINCIAL | {"updateCycle": code})["update_cycle"] == cycle
    )


def test_a_dataset_of_another_ckan():
    assert applied("ckan", CKAN) == {
        "title": "项目",
        "notes": "清单",
        "authoritative_source": "省科技厅",
        "data_kind": "public_distributed",
        "tags": [{"name": "科技"}],
        "update_cycle": "annual",
        "open_type": "unconditional",
        "license_id": "cc-by",
        "issued": "2024-01-02",
        "modified": "2024-02-02",
        "source_url": "http://example.org/dataset/x",
        "security_level": "1",
        "share_type": "unconditional",
        "resources": [{"url": "http://example.org/x.csv", "name": "表", "format": "CSV"}],
    }


def test_a_dataset_of_another_ckan_without_an_open_licence_is_not_classified():
    entry = applied("ckan", CKAN | {"isopen": False})
    assert [entry.get(name) for name in ("open_type", "security_level", "share_type")] == [None] * 3


def test_a_dataset_of_a_catalogue_in_rdf():
    assert applied("dcat", DCAT) == {
        "title": "项目",
        "notes": "清单",
        "authoritative_source": "省科技厅",
        "contact": [{"name": "办公室", "email": "office@example.org"}],
        "data_kind": "public_distributed",
        "tags": [{"name": "科技"}],
        "update_cycle": "annual",
        "open_type": "unconditional",
        "modified": "2024-01-31",
        "source_url": "http://example.org/1",
        "security_level": "1",
        "share_type": "unconditional",
        "resources": [{"url": "http://example.org/1.csv", "format": "CSV"}],
    }
