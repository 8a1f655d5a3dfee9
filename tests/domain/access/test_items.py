"""Which columns of a table are data items that somebody may not see."""

from __future__ import annotations

import pytest

from ckanext.scigov.access.domain.items import (
    TableColumn,
    columns_besides,
    hidden_columns,
    name_of,
    object_id,
    split_id,
)

COLUMNS = [
    TableColumn("项目名称", "项目名称", "project_name"),
    TableColumn("负责人", "负责人姓名", "leader"),
    TableColumn("备注"),
]
DICTIONARY = [
    {"name": "project_name", "title": "项目名称"},
    {"name": "leader", "title": "负责人姓名"},
]


@pytest.mark.parametrize(
    ("closed", "hidden"),
    [
        ([], set()),
        (["leader"], {"负责人"}),
        (["LEADER"], {"负责人"}),
        (["project_name", "leader"], {"项目名称", "负责人"}),
        (["备注"], {"备注"}),
    ],
)
def test_a_closed_item_hides_its_column(closed, hidden):
    assert hidden_columns(COLUMNS, DICTIONARY, closed) == hidden


@pytest.mark.parametrize(
    "column",
    [
        TableColumn("leader"),
        TableColumn("c2", "负责人姓名"),
        TableColumn("负责人姓名"),
        TableColumn("c2", "姓名", "leader"),
        TableColumn("ＬＥＡＤＥＲ "),
    ],
)
def test_id_label_or_field_name_tell_whose_column_it_is(column):
    assert hidden_columns([column], DICTIONARY, ["leader"]) == {column.id}


def test_an_item_that_no_column_is_closes_what_the_dictionary_does_not_describe():
    assert hidden_columns(COLUMNS, DICTIONARY, ["salary"]) == {"备注"}
    assert hidden_columns(COLUMNS, DICTIONARY, ["salary", "leader"]) == {"备注", "负责人"}
    assert hidden_columns(COLUMNS, [], ["salary"]) == {"项目名称", "负责人", "备注"}


@pytest.mark.parametrize(
    ("granted", "left_out"),
    [
        (["leader"], {"项目名称", "备注"}),
        (["LEADER", "project_name"], {"备注"}),
        (["salary"], {"项目名称", "负责人", "备注"}),
        (["备注"], {"项目名称", "负责人", "备注"}),
        ([], {"项目名称", "负责人", "备注"}),
    ],
)
def test_of_a_grant_for_items_only_their_columns_are_left(granted, left_out):
    assert columns_besides(COLUMNS, DICTIONARY, granted) == left_out


@pytest.mark.parametrize(
    ("column", "item"),
    [
        (TableColumn("c1", "日期", "ends"), "ends"),
        (TableColumn("starts", "ends", ""), "starts"),
        (TableColumn("c1", "结束日期"), "ends"),
        (TableColumn("C1", "STARTS", "renamed_since"), "starts"),
    ],
)
def test_a_column_is_the_item_that_it_was_loaded_for_before_all_else(column, item):
    dictionary = [{"name": "starts", "title": "日期"}, {"name": "ends", "title": "结束日期"}]
    assert columns_besides([column], dictionary, [item]) == frozenset()
    (other,) = {"starts", "ends"} - {item}
    assert columns_besides([column], dictionary, [other]) == {column.id}


def test_a_column_that_may_be_one_of_two_items_needs_both():
    twice = [{"name": "starts", "title": "日期"}, {"name": "ends", "title": "日期"}, {}]
    assert columns_besides([TableColumn("日期")], twice, ["starts"]) == {"日期"}
    assert columns_besides([TableColumn("日期")], twice, ["starts", "ends"]) == frozenset()


def test_names_of_items():
    assert name_of({"name": "leader", "title": "负责人"}) == "leader"
    assert name_of({"title": " 负责人 "}) == "负责人"
    assert name_of({}) == ""
    assert object_id("r-1", "a#b") == "r-1#a#b"
    assert split_id("r-1#a#b") == ("r-1", "a#b")
    assert split_id("r-1") == ("r-1", "")
