"""Data items of a sheet in a dictionary, and out of it again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.intake.domain.item_merging import (
    Placed,
    Written,
    merged,
    place_of,
    taken_back,
)

A = {"title": "编号", "name": "bian_hao", "data_type": "C"}
B = {"title": "金额", "name": "jin_e", "data_type": "N"}


def test_an_item_is_found_by_its_name_before_its_title() -> None:
    assert place_of([A, B], {"title": "编号", "name": "JIN_E"}) == 1
    assert place_of([A, B], {"title": " 编号 "}) == 0
    assert place_of([A, B], {"title": "别的"}) is None
    assert place_of([A, B], {}) is None


def test_what_is_there_is_changed_and_the_rest_comes_behind() -> None:
    told = [{"title": "金额", "unit": "万元"}, {"title": "单位"}]
    assert merged([A, B], told) == (
        [A, {**B, "unit": "万元"}, {"title": "单位"}],
        [Placed(1, B), Placed(2, None)],
    )


def test_a_made_item_goes_and_a_changed_one_is_what_it_was() -> None:
    left, made = {**B, "unit": "万元", "required": True}, {"title": "单位", "name": "dan_wei"}
    written = [Written(2, B, left), Written(3, None, made)]
    assert taken_back(
        [A, {**left, "required": "true"}, {**made, "required": "", "unique": False}], written
    ) == ([A, B], [])


def test_what_somebody_has_changed_or_deleted_is_named() -> None:
    made = {"title": "单位", "name": "dan_wei"}
    written = [Written(2, B, {**B, "unit": "万元"}), Written(3, None, made), Written(4, A, A)]
    assert taken_back([{**B, "unit": "元"}, {**made, "unit": "个"}], written)[1] == [2, 3, 4]


def test_a_made_item_that_is_gone_is_left_so() -> None:
    assert taken_back([A], [Written(2, None, B)]) == ([A], [])


NAMES = st.sampled_from(["a", "b", "c", "d"])
ITEMS = st.lists(NAMES, unique=True, max_size=4).map(
    lambda names: [{"name": name, "title": name, "unit": "1"} for name in names]
)


@given(ITEMS, ITEMS)
def test_undoing_at_once_gives_what_was(items, sheet) -> None:
    told = [{**one, "unit": "2"} for one in sheet]
    after, placed = merged(items, told)
    written = [Written(number, one.was, after[one.place]) for number, one in enumerate(placed)]
    assert taken_back(after, written) == (items, [])
