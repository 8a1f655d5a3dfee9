"""The readable difference of two dictionaries."""

from __future__ import annotations

from ckanext.scigov.tables.domain.dictionary_versions import difference

NUMBER = {"title": "项目编号", "name": "no", "data_type": "C", "description": "系统内的编号"}
AMOUNT = {"title": "资助金额", "name": "amount", "data_type": "N", "unit": "元"}


def test_nothing_has_changed():
    assert difference([NUMBER, AMOUNT], [dict(NUMBER), dict(AMOUNT)]) == {
        "added": [],
        "removed": [],
        "changed": [],
        "reordered": False,
    }


def test_what_was_added_and_removed_is_named_by_its_title():
    found = difference([NUMBER], [AMOUNT])
    assert (found["added"], found["removed"]) == (["资助金额"], ["项目编号"])


def test_an_item_is_known_by_its_field_name():
    after = {**AMOUNT, "title": "批准金额", "unit": "万元", "required": True}
    assert difference([AMOUNT], [after])["changed"] == [
        {
            "title": "批准金额",
            "fields": [
                {"field": "title", "before": "资助金额", "after": "批准金额"},
                {"field": "unit", "before": "元", "after": "万元"},
                {"field": "required", "before": "", "after": "True"},
            ],
        }
    ]


def test_or_else_by_its_title():
    found = difference([AMOUNT], [{**AMOUNT, "name": "zi_zhu", "unit": None}])
    assert found["added"] == found["removed"] == []
    assert found["changed"][0]["fields"] == [
        {"field": "name", "before": "amount", "after": "zi_zhu"},
        {"field": "unit", "before": "元", "after": ""},
    ]


def test_a_field_that_is_gone_is_told():
    after = {name: value for name, value in AMOUNT.items() if name != "unit"}
    assert difference([AMOUNT], [after])["changed"][0]["fields"] == [
        {"field": "unit", "before": "元", "after": ""}
    ]


def test_names_that_change_places_are_followed():
    one, two = {"title": "甲", "name": "a"}, {"title": "乙", "name": "b"}
    found = difference([one, two], [{"title": "甲", "name": "b"}, {"title": "乙", "name": "a"}])
    assert [change["title"] for change in found["changed"]] == ["甲", "乙"]
    assert found["reordered"]


def test_another_order_is_told_and_one_item_more_in_front_is_none():
    assert difference([NUMBER, AMOUNT], [AMOUNT, NUMBER])["reordered"]
    assert not difference([NUMBER, AMOUNT], [{"title": "新", "name": "new"}, NUMBER, AMOUNT])[
        "reordered"
    ]


def test_an_item_without_a_title_is_called_by_its_name():
    assert difference([], [{"name": "only_name"}])["added"] == ["only_name"]


def test_of_a_code_list_only_what_has_changed_is_told():
    before = [{"name": "sex", "title": "性别", "codes": "1\t男\n2\t女\n9\t其他"}]
    after = [{"name": "sex", "title": "性别", "codes": "1\t男性\n2\t女"}]
    assert difference(before, after)["changed"] == [
        {
            "title": "性别",
            "fields": [{"field": "codes", "before": "1 男；9 其他", "after": "1 男性"}],
        }
    ]
