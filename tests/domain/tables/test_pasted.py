"""What people copy from spreadsheets becomes a dictionary."""

from __future__ import annotations

import pytest

from ckanext.scigov.tables import known_items
from ckanext.scigov.tables.domain import pasted
from ckanext.scigov.tables.domain.pasted import Kind

WORDS = known_items.words()
NSFC = "项目批准号\t项目类别\t项目名称\t依托单位\t金额\t起止年月\t总评"


def read(text: str) -> pasted.Pasted:
    return pasted.read(text, WORDS)


def test_a_row_of_headings_is_a_dictionary_without_a_word_typed():
    found = read(NSFC)
    assert found.kind is Kind.HEADINGS
    assert [item["title"] for item in found.items] == NSFC.split("\t")
    assert [item["data_type"] for item in found.items] == ["C", "C", "C", "C", "N", "C", "C"]
    assert all(len(item["description"]) >= 4 for item in found.items)
    assert all(item["description"] != item["title"] for item in found.items)


def test_rows_below_the_headings_say_what_the_types_are():
    rows = [
        "编号\t名称\t金额\t人数\t日期\t电话\t空",
        "0012\t甲\t12.5\t3\t2018-01-31\t057188888888\t",
        "7\t乙\t-3\t14\t2018/2/3\t13800000000\t",
    ]
    found = read("\r\n".join(rows) + "\r\n")
    types = {item["title"]: item["data_type"] for item in found.items}
    assert types == {
        "编号": "C", "名称": "C", "金额": "N", "人数": "I", "日期": "D", "电话": "C", "空": "C",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["甲\n乙\n\n丙", "甲,乙,丙", "甲，乙，丙", "甲、乙、丙", " 甲 | 乙 | 丙 "]
)
def test_lists_of_titles(text: str):
    found = read(text)
    assert [item["title"] for item in found.items] == ["甲", "乙", "丙"]
    assert {item["data_type"] for item in found.items} == {"C"}


def test_a_dictionary_with_headings_of_its_own():
    text = (
        "序号\t字段名称\t字段中文名*\t字段类型\t字段长度\t是否必填\t主键\t说明\n"
        "1\tPROJ_ID\t项目编号\tvarchar2(32)\t\t是\t√\t系统内的编号\n"
        "2\tAMOUNT\t金额\tdecimal(12, 2)\t\t否\t\t\n"
        '3\tREMARK\t备注\tClob\t\t\t\t"分两行\n写的说明"\n'
        "4\t\t\t\t\t\t\t\n"
        "5\tOTHER\t\t没见过的类型\t20\t\t\t其他内容\n"
    )
    found = read(text)
    assert found.kind is Kind.DICTIONARY
    assert found.ignored == ("序号",)
    assert found.items == [
        {"name": "PROJ_ID", "title": "项目编号", "data_type": "C", "length": "32",
         "required": "true", "primary_key": "true", "description": "系统内的编号"},
        {"name": "AMOUNT", "title": "金额", "data_type": "N", "precision": "12,2",
         "description": "该项经费的数额"},
        {"name": "REMARK", "title": "备注", "data_type": "M", "description": "分两行 写的说明"},
        {"name": "OTHER", "title": "OTHER", "data_type": "C", "length": "20", "description": "其他内容"},
    ]  # fmt: skip


def test_what_may_be_empty_is_not_mandatory():
    found = read("字段名\t中文名\t可空\na\t甲\t是\nb\t乙\t否\nc\t丙\t")
    assert [item.get("required") for item in found.items] == [None, "true", None]


def test_nothing_is_nothing():
    assert read(" \n\t\n") == pasted.Pasted(Kind.NOTHING, [])


def test_there_is_a_limit_and_it_is_told():
    found = read("\n".join(f"列{number}" for number in range(1_003)))
    assert (len(found.items), found.left_out) == (1_000, 3)


def test_short_rows_and_gaps_do_not_move_columns():
    found = read("甲\t\t乙\n1\nx\ty\t2.5\n")
    assert [(item["title"], item["data_type"]) for item in found.items] == [
        ("甲", "C"),
        ("乙", "N"),
    ]


def test_every_known_item_is_one_that_a_form_takes():
    types = {"C", "N", "Y", "D", "T", "L", "M", "G", "B", "I", "F"}
    for title, item in WORDS.known.items():
        assert item["data_type"] in types, title
        assert len(item["description"]) >= 4, title
        assert item["description"] != title
    assert set(WORDS.types.values()) <= types


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [("金额", "18", "N"), ("金额", "约18", "C"), ("人数", "3", "I"), ("人数", "3.5", "N"),
     ("学科代码", "630", "C"), ("占比", "", "N"), ("面积", "18", "I"), ("面积", "", "C")],
)  # fmt: skip
def test_what_is_known_is_not_narrowed_by_a_few_rows(title: str, value: str, code: str):
    assert read(f"{title}\t其他\n{value}\t1\n").items[0]["data_type"] == code


def test_a_code_list_is_a_cell_of_several_lines():
    text = '名称\t类型\t说明\t代码值与名称\n性别\tC\t人员的\n\t\t\n"级\n别"\tI\t级别的\t"1\t高\n2 低"\n'
    found = {item["title"]: item for item in read(text).items}
    assert found["级 别"]["codes"] == "1\t高\n2\t低"
    assert "codes" not in found["性别"]
