"""Data items of a dictionary from a sheet."""

from __future__ import annotations

import importing
import pytest
from importing import call, checked, sheet, table, written

import ckan.plugins.toolkit as tk

pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")
HEADING = ["字段中文名", "字段类型", "字段说明", "是否必填", "计量单位"]


def items(resource: str) -> list[dict]:
    return tk.get_action("resource_show")({"user": "owner_editor"}, {"id": resource})["data_items"]


def test_items_are_changed_and_added_and_taken_back(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    before = items(resource)
    batch = written(
        "items", sheet(HEADING, ["金额", "decimal", "下达的省级财政经费", "是", ""],
                       ["承担单位", "varchar", "牵头承担项目的单位", "否", ""]),
        resource_id=resource,
    )  # fmt: skip
    assert (importing.errors(batch), batch["rows_by_state"]["written"]) == ({}, 2)
    after = items(resource)
    assert [one["title"] for one in after] == ["编号", "金额", "类别", "立项日期", "承担单位"]
    assert (after[1]["description"], after[1]["unit"], after[1]["required"]) == (
        "下达的省级财政经费", "万元", True,
    )  # fmt: skip
    assert (after[4]["name"], after[4]["data_type"]) == ("cheng_dan_dan_wei", "C")
    assert call("batch_undo", id=batch["id"])["state"] == "undone"
    assert items(resource) == before


def test_an_item_that_was_changed_since_is_not_taken_back(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = written(
        "items", sheet(HEADING, ["金额", "N", "下达的财政经费", "", ""]), resource_id=resource
    )
    changed = items(resource)
    changed[1]["description"] = "又改写了的说明"
    tk.get_action("resource_patch")(
        {"user": "owner_editor"}, {"id": resource, "data_items": changed}
    )
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=batch["id"])
    assert "in 1 rows (2)" in refused.value.error_dict["state"][0]
    assert items(resource) == changed


def test_errors_of_items_stand_at_their_cells(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = checked(
        "items", sheet(HEADING, ["承担单位", "C", "单位", "", ""], ["承担单位", "不明", "牵头单位的名称", "也许", ""]),
        resource_id=resource,
    )  # fmt: skip
    found = importing.errors(batch)
    assert {number: sorted(one) for number, one in found.items()} == {
        3: ["字段中文名", "字段类型", "是否必填"]
    }
    short = checked(
        "items", sheet(HEADING, ["承担单位", "C", "单位", "", ""]), resource_id=resource
    )
    assert importing.errors(short) == {
        2: {"字段说明": ["Describe the data item in at least 4 characters."]}
    }
