"""Which applications are shown beside a new one."""

from __future__ import annotations

import pytest

from ckanext.scigov.application.domain import similarity
from ckanext.scigov.application.domain.similarity import Like, Likeness, Said

TEXT = "评估全省科技项目的实施绩效"
NEW = Said("new", "a", frozenset({"d", "e"}), TEXT)


def said(number: str, applicant: str = "b", dataset: str = "d", text: str = TEXT) -> Said:
    return Said(number, applicant, frozenset({dataset}), text)


def test_earlier_ones_come_first_whatever_they_say() -> None:
    others = [said("1"), said("2", applicant="a", text="另一个用途"), said("3", dataset="x"), NEW]
    assert similarity.alike(NEW, others) == (
        Like("2", Likeness.EARLIER, 0),
        Like("1", Likeness.SIMILAR, 100),
    )


@pytest.mark.parametrize(
    ("one", "other", "percent"),
    [
        ("abcd", "ab-cd", 100),
        ("ABCD", "abcd", 100),
        ("abcd", "abce", 50),
        ("abcd", "wxyz", 0),
        ("", "", 0),
        ("评估科技项目", "评估科技人才", 42),
    ],
)
def test_share_of_pairs_in_common(one: str, other: str, percent: int) -> None:
    assert similarity.in_common(one, other) == percent


def test_less_than_three_tenths_is_not_similar() -> None:
    assert similarity.alike(NEW, [said("1", text="评估科技成果的转化")]) == ()


def test_no_more_than_ten_are_shown() -> None:
    others = [said(f"{number:02}") for number in range(12)]
    assert [like.id for like in similarity.alike(NEW, others)] == [f"{n:02}" for n in range(10)]
