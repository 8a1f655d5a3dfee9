"""The dictionary of a table: names, rules at the rows, search."""

import pytest

import ckan.plugins.toolkit as tk

ITEMS = [
    {"title": "项目编号", "description": "立项通知书编号", "data_type": "C"},
    {
        "title": "经费",
        "description": "财政资金（万元）",
        "data_type": "N",
        "update_frequency": "never",
    },
    {"title": "经费合计", "name": "jing_fei", "description": "全部资金合计", "data_type": "N"},
]


def test_data_items_get_names_from_their_titles(act, entry):
    dataset = act("package_create", **entry)
    resource = act(
        "resource_create",
        package_id=dataset["id"],
        name="清单",
        url="https://a.example/a.csv",
        data_items=ITEMS,
    )
    names = [item["name"] for item in resource["data_items"]]
    assert names == ["xiang_mu_bian_hao", "jing_fei_2", "jing_fei"]
    shown = act("package_show", id=dataset["id"])
    assert shown["resources"][0]["data_items"] == resource["data_items"]
    assert shown["missing_fields"] == []


WRONG_ITEMS = [
    ({"title": ""}, "title"),
    ({"description": ""}, "description"),
    ({"description": "项目编号"}, "description"),
    ({"data_type": "Z"}, "data_type"),
    ({"name": "1st"}, "name"),
    ({"name": "jing_fei"}, "name"),
    ({"length": "long"}, "length"),
    ({"update_frequency": "daily"}, "update_frequency"),
    ({"security_level": "2"}, "security_level"),
    ({"open_type": "none"}, "open_type"),
    ({"personal_info": "true"}, "personal_info"),
]


def test_wrong_data_items_are_refused_at_their_rows(act, entry):
    dataset = act("package_create", **entry)
    resource = {"package_id": dataset["id"], "name": "清单", "url": "https://a.example/a.csv"}
    for change, field in WRONG_ITEMS:
        items = [dict(ITEMS[2]), {**ITEMS[0], **change}]
        with pytest.raises(tk.ValidationError) as error:
            act("resource_create", **resource, data_items=items)
        found = [list(row) for row in error.value.error_dict["data_items"]]
        assert found == [[], [field]], change


def test_dataset_cycle_is_not_slower_than_its_items(act, entry):
    dataset = act("package_create", **{**entry, "update_cycle": "daily"})
    items = [{**ITEMS[0], "update_frequency": "daily"}]
    act(
        "resource_create",
        package_id=dataset["id"],
        name="清单",
        url="https://a.example/a.csv",
        data_items=items,
    )
    with pytest.raises(tk.ValidationError) as error:
        act("package_patch", id=dataset["id"], update_cycle="annual")
    assert list(error.value.error_dict) == ["update_cycle"]


def test_titles_of_data_items_are_found_unless_hidden(act, entry):
    dataset = act("package_create", **entry)
    act(
        "resource_create",
        package_id=dataset["id"],
        name="清单",
        url="https://a.example/a.csv",
        data_items=ITEMS,
    )
    assert act("package_search", q="项目编号")["count"] == 1
    act("package_patch", id=dataset["id"], hide_dictionary=True)
    assert act("package_search", q="extras_data_item_titles:项目编号")["count"] == 0
