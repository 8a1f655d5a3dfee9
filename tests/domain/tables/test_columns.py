"""From headings and dictionaries to columns."""

import pytest

from ckanext.scigov.tables.domain.columns import Note, column_id, columns_of, items_from
from ckanext.scigov.tables.domain.kinds import Kind
from ckanext.scigov.tables.domain.problems import NoteCode

IDS = [
    ("依托单位", "依托单位"),
    (" 金额 (万元) ", "金额 (万元)"),
    ("多行\n标题", "多行 标题"),
    ('带"引号"', "带″引号″"),
    ("_id", "id"),
    ("", "column_3"),
    ("\x07", "column_3"),
    ("时间:分", "时间:分"),
    ("时间 :分", "时间 ：分"),
    ("题" * 30, "题" * 21),
    ("rank", "rank_2"),
]


@pytest.mark.parametrize(("heading", "name"), IDS)
def test_ids(heading, name):
    found = column_id(heading, 3, ())
    assert found == name
    assert len(found.encode()) <= 63


def test_repeated_headings_get_numbers():
    columns, _notes = columns_of(["名称", "名称", "名称_2", "题" * 30, "题" * 40], [])
    assert [column.id for column in columns] == [
        "名称",
        "名称_2",
        "名称_2_2",
        "题" * 21,
        "题" * 20 + "_2",
    ]


def test_items_are_found_by_title_or_name_whatever_the_width():
    items = [
        {"title": "金额（万元）", "name": "jin_e", "data_type": "Y", "unit": "万元"},
        {"title": "单位", "name": "dan_wei", "data_type": "c", "missing_values": "无，—"},
        {"title": "备注", "name": "bei_zhu", "data_type": "M"},
    ]
    columns, notes = columns_of(["金额(万元)", "DAN_WEI", "别的"], items)
    assert [column.kind for column in columns] == [Kind.NUMBER, Kind.TEXT, None]
    assert columns[0].info["unit"] == "万元"
    assert columns[1].info["label"] == "单位"
    assert columns[1].missing == {"无", "—"}
    assert notes == [
        Note(NoteCode.COLUMN_WITHOUT_ITEM, "别的"),
        Note(NoteCode.ITEM_WITHOUT_COLUMN, "备注"),
    ]


def test_an_item_serves_one_column_only():
    items = [{"title": "值", "name": "zhi", "data_type": "I"}]
    columns, _notes = columns_of(["值", "zhi"], items)
    assert [column.kind for column in columns] == [Kind.INTEGER, None]


def test_without_a_dictionary_nothing_is_noted():
    assert columns_of(["a", "b"], [])[1] == []


@pytest.mark.parametrize(
    ("stored", "count"),
    [([{"name": "a"}], 1), ('[{"name": "a"}]', 1), ("", 0), (None, 0), ("{", 0), ([1], 0)],
)
def test_stored_dictionaries(stored, count):
    assert len(items_from(stored)) == count
