"""Rules inside one dictionary of data items."""

import pytest

from ckanext.scigov.catalogue.domain.dictionary import judge_items


def reasons(*items):
    return [[refusal.reason.value for refusal in refusals] for refusals in judge_items(items)]


def test_sound_items_are_not_refused():
    first = {"name": "a", "title": "年度", "description": "立项所在的年度", "data_type": "I"}
    second = {**first, "name": "b", "title": "经费", "range_min": "9", "range_max": "10"}
    assert reasons(first, second) == [[], []]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"title": "年度", "description": "年度"}, ["item_description_is_title"]),
        ({"title": "年度", "description": "立项年"}, ["item_description_too_short"]),
        ({"title": "年度"}, []),
        ({"data_type": "N", "range_min": "10", "range_max": "9"}, ["item_range_reversed"]),
        ({"data_type": "N", "range_min": "9", "range_max": "10"}, []),
        ({"data_type": "N", "range_min": "9", "range_max": "ten"}, ["item_range_reversed"]),
        ({"data_type": "D", "range_min": "2020-01-01", "range_max": "2019"}, ["item_range_reversed"]),
        ({"data_type": "D", "range_min": "2019", "range_max": "2020"}, []),
        ({"data_type": "N", "range_min": "9"}, []),
    ],
)  # fmt: skip
def test_item_alone(item, expected):
    assert reasons(item) == [expected]


def test_later_of_two_equal_names_and_titles_is_marked():
    items = [
        {"name": "Year", "title": "年度"},
        {"name": "year", "title": "年份"},
        {"title": "年度"},
    ]
    assert reasons(*items) == [[], ["item_name_twice"], ["item_title_twice"]]
