"""How alike two titles are."""

import pytest

from ckanext.scigov.search.domain import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省级科技计划", "省级科技计划"),
        ("省级科技计划（2023年）", "省级 科技计划(2023年)"),
        ("Ａ项目", "a项目"),
        ("省級科技計劃", "省级科技计划"),
    ],
)
def test_the_same_title_written_otherwise(one: str, other: str):
    assert likeness.per_cent(one, other) == 100


def test_one_year_and_another_are_alike_and_not_the_same():
    found = likeness.per_cent("省级科技计划立项项目（2022年）", "省级科技计划立项项目（2023年）")
    assert likeness.ALIKE <= found < 100
    assert likeness.per_cent("甲" * 500, "甲" * 499 + "乙") == 99


def test_the_beginning_of_a_longer_title_is_like_it():
    longer = "省级科技计划立项项目清单及其承担单位、合作单位与经费安排（2023年）"
    assert likeness.per_cent("省级科技计划立项项目清单", longer) == likeness.INSIDE
    assert likeness.per_cent("省级科技计", longer) < likeness.ALIKE


def test_strangers_are_not():
    assert likeness.per_cent("省级科技计划立项项目", "实验动物使用许可证") < likeness.ALIKE
    assert likeness.per_cent("甲", "乙") == 0


def test_nothing_in_a_title_is_an_operator():
    assert likeness.words('"甲" AND title:(乙*) -丙_丁') == "甲and title乙丙丁"
    assert likeness.words("省级计划（2023年）清单 No. 5") == "省级计划年清单no"
    assert likeness.words("—— 2023") == ""
