"""A dictionary that is pasted from a spreadsheet, by the API and with a form."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

HEADINGS = "项目批准号\t项目类别\t项目名称\t依托单位\t金额\t起止年月\t总评"


def read(text: str, user: str = "owner_editor") -> dict[str, Any]:
    return tk.get_action("scigov_tables_dictionary_read")({"user": user}, {"text": text})


def test_a_row_of_headings_becomes_a_dictionary(owner_editor):
    found = read(HEADINGS)
    assert found["kind"] == "headings"
    first, *_others, last = found["data_items"]
    assert first == {
        "title": "项目批准号",
        "name": "xiang_mu_pi_zhun_hao",
        "data_type": "C",
        "description": "批准立项时编定的项目编号",
    }
    assert (last["title"], last["name"]) == ("总评", "zong_ping")
    assert found["undescribed"] == []


def test_what_is_missing_or_left_out_is_told(owner_editor):
    found = read("序号\t字段名\t说明\n1\ta\t甲乙丙丁\n2\tb\t\n")
    assert (found["ignored"], found["undescribed"]) == (["序号"], ["b"])
    assert found["message"] == (
        "2 data items were read. 1 of them needs a description. These columns are no part of a"
        " dictionary and were left out: 序号."
    )
    assert read(" \t\n")["kind"] == "nothing"


def test_two_columns_of_one_title_get_two_names(owner_editor):
    names = [item["name"] for item in read("金额\t金额\t金 额")["data_items"]]
    assert names == ["jin_e", "jin_e_2", "jin_e_3"]


def test_a_visitor_has_no_form_to_fill(clean_site):
    with pytest.raises(tk.NotAuthorized):
        read(HEADINGS, user="")


def test_without_a_script_it_is_read_when_the_form_arrives(dataset, owner_editor):
    wish = {
        "package_id": dataset["id"],
        "url": "https://example.org/a.csv",
        "data_items-0-title": "金额",
        "data_items-0-name": "jin_e",
        "data_items-0-data_type": "Y",
        "data_items-0-description": "批准资助的金额",
        "pasted_items": "金额(万元)\t依托单位\n1.5\t甲\n",
    }
    made = tk.get_action("resource_create")({"user": "owner_editor"}, wish)
    assert [(item["name"], item["data_type"]) for item in made["data_items"]] == [
        ("jin_e", "Y"),
        ("jin_e_wan_yuan", "N"),
        ("yi_tuo_dan_wei", "C"),
    ]
    assert "pasted_items" not in made
