"""What is handed to the catalogue's actions: gaps stay gaps, assigned values are named."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.demo import files
from ckanext.scigov.demo.domain import entries
from ckanext.scigov.demo.domain.catalogue import Provider

CATALOGUE = files.load_catalogue()
TABLES = files.load_tables()
TOPICS = files.load_topics()
ENTRIES = {e.name: e for e in files.load_entries()}
DERIVED = ("tag_string", "spatial_coverage", "temporal_coverage")


def test_everything_shipped_becomes_an_entry():
    assert len(ENTRIES) == 212
    assert list(ENTRIES)[:3] == [
        "nsfc-management-science-projects-2017",
        "social-science-fund-projects-2017-part",
        "demo-catalogue-list",
    ]
    uploads = [table["key"] for entry in ENTRIES.values() for table in entry.uploads]
    assert sorted(uploads) == sorted(table["key"] for table in TABLES)


@pytest.mark.parametrize("record", CATALOGUE.records, ids=lambda record: record.name)
def test_a_record_arrives_as_gathered_with_its_source(record):
    dataset = ENTRIES[record.name].dataset
    assert dataset["catalogue_profile"] == "gathered"
    assert dataset["title"] == record.title
    assert dataset["source_portal"] == record.portal.title
    assert dataset["source_id"] == record.source_identity
    word = f"{record.portal.source_fields['open_type']}：{record.original('open_type')}"
    assert word in dataset["source_values"]
    assert ("license_id" in dataset) == bool(ENTRIES[record.name].uploads)
    assert "contact" not in dataset
    assert all(dataset[field] for field in dataset["demo_assigned"])
    assert "open_type" not in dataset["demo_assigned"]
    assert bool(dataset.get("resources", [])) != bool(dataset.get("no_resource_reason"))


def test_unconditional_data_link_to_the_portal_by_format():
    dataset = ENTRIES["liu-zhou-shi-zhong-chuang-kong-jian"].dataset
    assert [r["format"] for r in dataset["resources"]] == ["XLS", "XML", "JSON", "CSV", "RDF"]
    assert {r["url"] for r in dataset["resources"]} == {dataset["source_url"]}
    assert dataset["data_subkind"] == "institution"
    assert dataset["demo_assigned"] == [
        "data_kind", "security_level", "share_type", "data_subkind", "st_topic", "data_domain", *DERIVED,
    ]  # fmt: skip


def test_conditional_data_carry_no_link():
    for entry in ENTRIES.values():
        if entry.dataset.get("open_type") == "conditional" and not entry.uploads:
            assert "resources" not in entry.dataset
            assert entry.dataset["no_resource_reason"] == entries.ON_APPLICATION


def test_an_unclear_open_type_leaves_the_entry_unclassified():
    unclear = [e.dataset for e in ENTRIES.values() if "open_type" not in e.dataset]
    assert len(unclear) == 9
    for dataset in unclear:
        assert dataset["security_level"] == ""
        assert "share_type" not in dataset
        about = [one for one in ("data_subkind", "st_topic", "data_domain") if one in dataset]
        assert [one for one in dataset["demo_assigned"] if one not in DERIVED] == [
            "data_kind",
            *about,
        ]


def test_a_synthetic_table_comes_with_terms_that_are_marked():
    dataset = ENTRIES["liu-zhou-shi-long-huai-shui-ku-shui-wen-zi-liao"].dataset
    assert {
        "open_condition",
        "open_method",
        "security_measure",
        "share_condition",
        "license_id",
    } <= set(dataset["demo_assigned"])
    assert dataset["license_id"] == "cc-by"
    assert "合成数据" in dataset["resources"][0]["name"]
    weather = ENTRIES["qi-xiang-xiao-shi-zi-liao-xin-xi"].dataset
    assert "share_condition" not in weather


def test_a_provider_has_no_invented_code():
    given = entries.provider_dict(Provider("liu-zhou-shi-shui-li-ju", "柳州市水利局", "广西"))
    assert given == {
        "name": "liu-zhou-shi-shui-li-ju",
        "title": "柳州市水利局",
        "description": "演示目录中的提供单位，取自广西的政府数据开放门户目录（2023年6月）。",
    }


def test_dictionaries_are_sent_as_a_form_would():
    items = ENTRIES["nsfc-management-science-projects-2017"].dataset["resources"][0]["data_items"]
    amount = next(item for item in items if item["title"] == "金额")
    assert (amount["data_type"], amount["unit"], amount["precision"]) == ("Y", "万元", "10,2")
    category = next(item for item in items if item["title"] == "项目类别")
    assert category["enum"].split(",")[:2] == ["面上项目", "青年科学基金项目"]


def test_sub_kinds_are_of_records_that_are_there_and_belong_to_their_kinds():
    kinds = {one["value"]: one["kind"] for one in vocabularies.values("data_subkind")}
    found = files.load_subkinds()
    assert len(found) > 40
    for name, subkind in found.items():
        assert ENTRIES[name].dataset["data_kind"] == kinds[subkind]


@pytest.mark.parametrize("field", ["st_topic", "data_domain"])
def test_topics_are_words_of_the_vocabulary_and_each_has_entries(field):
    known = {one["value"] for one in vocabularies.values(field)}
    given = [entry.dataset[field] for entry in ENTRIES.values() if field in entry.dataset]
    assert {value for values in given for value in values} == set(TOPICS[field]) <= known
    assert {len(values) for values in given} == {1}


@pytest.mark.parametrize(
    ("name", "topic", "domain"),
    [
        ("a-ba-zhou-shi-yan-dong-wu-shi-yong-xu-ke-zheng-xin-xi", "laboratory_animal", None),
        ("jing-an-ke-pu-ri", "popularisation", None),
        ("qi-xiang-yu-jing", None, "weather"),
        ("he-dao-shui-zhi", None, "environment"),
        ("ke-ji-cheng-guo", "outcome", "science_innovation"),
        ("nsfc-management-science-projects-2017", "programme", "science_innovation"),
        ("sheng-fang-qi-qiu-zi-zhi-zheng", None, None),
    ],
)
def test_what_a_title_says_of_its_topic(name, topic, domain):
    dataset = ENTRIES[name].dataset
    assert dataset.get("st_topic") == ([topic] if topic else None)
    assert dataset.get("data_domain") == ([domain] if domain else None)


def test_what_the_tables_entries_name_is_registered():
    wanted = entries.registered(TABLES)
    own = [entry.dataset for entry in ENTRIES.values() if "business_item" in entry.dataset]
    assert len(own) == 3
    systems = {one["title"] for one in wanted["scigov_catalogue_system"]}
    assert systems == {dataset["source_system"] for dataset in own}
    (item,) = wanted["scigov_catalogue_business_item"]
    assert {dataset["business_item"] for dataset in own} == {item["title"]}
