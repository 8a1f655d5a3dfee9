"""What pages show of an entry: labels, groups without empty rows, sentences for data items."""

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import helpers

from ckanext.scigov.catalogue import form, labels, reading
from ckanext.scigov.catalogue import helpers as ours

ENTRY = {
    "title": "清单",
    "owner_org": "id-1",
    "organization": {"title": "省科学技术厅"},
    "data_kind": "scientific",
    "security_level": "",
    "theme": ["TECH", "ENVI"],
    "personal_info": False,
    "hide_entry": True,
    "related_codes": [],
    "contact": [{"name": "王处", "phone": "020-1"}],
    "temporal_coverage": [{"start": "2019", "end": "2020"}],
    "source_url": "https://a.example/1",
    "citation": None,
}


@pytest.fixture
def chinese(app, with_plugins):
    """A reader of Chinese."""
    language = {"CKAN_LANG": "zh_Hans_CN"}
    with app.flask_app.test_request_context("/about", environ_overrides=language):
        yield


def shown(groups):
    return {
        row["name"]: [value["text"] for value in row["values"]]
        for group in groups
        for row in group["rows"]
    }


def test_groups_have_labels_and_no_empty_rows(chinese):
    groups = ours.scigov_catalogue_field_groups(ENTRY)
    assert [group["title"] for group in groups] == [
        "基本信息", "提供单位与联系方式", "定级与共享、开放属性", "数据来源与更新", "汇聚来源",
    ]  # fmt: skip
    assert shown(groups) == {
        "data_kind": ["科学数据"],
        "theme": ["科学技术", "环境"],
        "owner_org": ["省科学技术厅"],
        "contact": ["王处 · 020-1"],
        "security_level": ["尚未定级（待定级）"],
        "hide_entry": ["是"],
        "temporal_coverage": ["2019 – 2020"],
        "source_url": ["https://a.example/1"],
    }
    (row,) = groups[-1]["rows"]
    assert row["values"] == [
        {"text": row["values"][0]["text"], "url": ENTRY["source_url"], "code": ""}
    ]


def test_resource_rows_leave_out_what_stands_elsewhere(chinese):
    resource = {
        "name": "清单",
        "url": "https://a.example",
        "format": "CSV",
        "load_status": "loaded",
    }
    rows = ours.scigov_catalogue_resource_rows(resource)
    assert shown([{"rows": rows}]) == {"format": ["CSV"], "load_status": ["已入库"]}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"range_min": "1", "range_max": "9"}, "1 – 9"),
        ({"range_min": "1"}, "≥ 1"),
        ({"range_max": "9", "enum": "甲、乙"}, "≤ 9；甲、乙"),
        ({}, ""),
    ],
)
def test_range_of_a_data_item_in_words(item, expected):
    assert reading._item_range(item) == expected


def test_data_items_for_display(chinese):
    item = {"name": "a", "title": "经费", "data_type": "N", "length": "12", "precision": "10,2"}
    (found,) = ours.scigov_catalogue_data_items({"data_items": [{**item, "unique": "true"}]})
    assert found["type"] == "数值型 N (12, 10,2)"
    assert shown([found]) == {"unique": ["是"]}


def test_labels_of_codes_and_of_unknown_ones(chinese):
    assert ours.scigov_catalogue_label("data_kind", "scientific") == "科学数据"
    assert ours.scigov_catalogue_label("security_level", "unclassified") == "尚未定级（待定级）"
    assert ours.scigov_catalogue_label("data_kind", "nonsense") == "nonsense"
    assert ours.scigov_catalogue_label("tags", "水") == "水"
    assert ours.scigov_catalogue_field_label("update_cycle") == "更新周期"
    assert ours.scigov_catalogue_field_label("data_items") == "数据项"
    assert ours.scigov_catalogue_field_label("resources") == "文件或链接"
    assert ours.scigov_catalogue_field_label("elsewhere") == "elsewhere"
    codes = [choice["value"] for choice in ours.scigov_catalogue_choices("share_type")]
    assert codes == ["unconditional", "conditional", "none"]


def test_text_of_a_language_map(chinese):
    assert labels.text({"zh_Hans_CN": "甲", "en": "A"}) == "甲"
    assert labels.text({"en": "A"}) == "A"
    assert labels.text({"fr": "Á"}) == "Á"
    assert labels.text("plain") == "plain"
    assert labels.text(None) == ""


def test_summary_leads_to_fields_and_names_what_has_none(chinese):
    errors = {
        "security_level": ["甲。"],
        "tags": [{"name": ["乙。"]}],
        "resources": [{}, {"url": ["丙。"], "odd": ["丁。"]}],
        "__junk": ["戊。"],
    }
    found = [
        (problem["label"], problem["message"], problem["anchor"])
        for problem in ours.scigov_catalogue_error_summary(errors)
    ]
    assert found == [
        ("关键词", "乙。", "#field-tag_string"),
        ("安全等级", "甲。", "#field-security_level"),
        ("第2个文件或链接 · 文件或链接", "丙。", ""),
        ("第2个文件或链接 · odd", "丁。", ""),
        ("目录条目", "戊。", ""),
    ]
    assert form.error_summary(None, []) == []


def test_grade_of_a_resource_needs_that_of_its_dataset(act, entry):
    for name in ("share_type", "open_type"):
        del entry[name]
    dataset = act("package_create", **{**entry, "security_level": ""})
    resource = {"package_id": dataset["id"], "name": "清单", "url": "https://a.example/a.csv"}
    with pytest.raises(tk.ValidationError) as error:
        act("resource_create", **resource, security_level="2")
    assert list(error.value.error_dict) == ["security_level"]
    act("resource_create", **resource)


VALUES = [
    ("theme", "TECH", ["TECH"]),
    ("theme", '["ENVI", "TECH"]', ["TECH", "ENVI"]),
    ("related_codes", "a/1\n\nb/2", ["a/1", "b/2"]),
    ("hide_entry", "yes", True),
    ("retention_until", "2040-05", "2040-05"),
    ("source_system", "  系统 ", "系统"),
]
REFUSED = [
    ("theme", ["NONSENSE"]),
    ("theme", "[broken"),
    ("theme", []),
    ("related_codes", [1]),
    ("hide_entry", "perhaps"),
    ("retention_until", "2040-13"),
    ("source_system", {"a": 1}),
    ("security_level", "5"),
]


def test_values_are_stored_in_one_form_or_refused(act, entry):
    dataset = act("package_create", **entry)
    for field, sent, stored in VALUES:
        assert act("package_patch", id=dataset["id"], **{field: sent})[field] == stored
    for field, sent in REFUSED:
        with pytest.raises(tk.ValidationError) as error:
            act("package_patch", id=dataset["id"], **{field: sent})
        assert list(error.value.error_dict) == [field], sent


def test_items_that_are_no_list_of_objects_are_refused(act, entry):
    dataset = act("package_create", **entry)
    resource = {"package_id": dataset["id"], "name": "清单", "url": "https://a.example/a.csv"}
    for items in ("{", "[1]", 7):
        with pytest.raises(tk.ValidationError) as error:
            act("resource_create", **resource, data_items=items)
        assert list(error.value.error_dict) == ["data_items"]


def test_addresses_are_full_ones(publisher):
    context = {"user": publisher["name"], "ignore_auth": True}
    fields = {"id": publisher["owner_org"], "contact_url": "kejiting.example"}
    with pytest.raises(tk.ValidationError) as error:
        helpers.call_action("organization_patch", context, **fields)
    assert list(error.value.error_dict) == ["contact_url"]
