"""What may have been meant."""

from __future__ import annotations

import pytest

from ckanext.scigov.search.domain import readings
from ckanext.scigov.search.domain.correcting import (
    Chunk,
    corrected,
    initials_for,
    keys_for,
    pieces_of,
    readings_for,
)
from ckanext.scigov.search.domain.slips import slip_cost
from ckanext.scigov.search.domain.vocabulary import Word, keys_of, words_of

TITLES = [
    "停车场信息", "公共停车场收费", "停车场", "停车位", "停车位信息", "停车费", "停车费",
    "上海市停车场", "公立医院名录", "公立医院", "行政处罚信息", "行政处罚", "行政许可",
    "审计", "审计局名录", "审计局", "科技企业孵化器", "企业孵化器名单", "GDP index", "research data", "research projects",
]  # fmt: skip
WORDS = words_of(TITLES)


def proposals(typed: str, most: int = 3) -> list[str]:
    pieces = pieces_of(typed)
    keys, read, initials = keys_for(pieces), readings_for(pieces), initials_for(pieces)
    near = [
        word
        for word in WORDS
        if keys & set(keys_of(word.text))
        or readings.full(word.text) in read
        or readings.initials(word.text) in initials
    ]
    return ["".join(chunk.text for chunk in chunks) for chunks in corrected(typed, near, most=most)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("停车厂", "停车场"),
        ("停車廠", "停车场"),
        ("停场车", "停车场"),
        ("公立医园", "公立医院"),
        ("公里医院", "公立医院"),
        ("行政处法", "行政处罚"),
        ("行政处罚罚", "行政处罚"),
        ("行处罚", "行政处罚"),
        ("科技企业夫化器", "科技企业孵化器"),
        ("停车场停车场", "停车场"),
        ("上海 停车厂", "上海 停车场"),
        ("停车厂，收废", "停车场，收费"),
        ("reserch", "research"),
        ("reasearch", "research"),
        ("gpd", "gdp"),
        ("tingchechang", "停车场"),
        ("tcc", "停车场"),
        ("shanghaishitingchechang", "上海市停车场"),
        ("GDP xingzhengchufa", "GDP 行政处罚"),
        ("审计网", "审计局"),
    ],
)
def test_the_likeliest_is_first(typed: str, meant: str) -> None:
    assert proposals(typed)[:1] == [meant]


@pytest.mark.parametrize(
    "typed", ["停车场", "GDP", "", "，。", "魑魅魍魉", "qqq", "2020", "停" * 41]
)
def test_nothing_is_proposed(typed: str) -> None:
    assert proposals(typed) == []


def test_what_is_looked_up() -> None:
    pieces = pieces_of("ab tcc pm25 停车")
    assert keys_for(pieces) == {
        "aab", "dab", "acct", "dtcc", "dpm25", "dm25", "dp25", "dpm5", "dpm2",
        "stin-ce", "a停车", "d停车",
    }  # fmt: skip
    assert readings_for(pieces) == {"tcc"}
    assert initials_for(pieces) == {"tcc", "pm25"}


def test_what_has_changed_is_marked() -> None:
    near = [Word("停车场", 9, alone=True), Word("信息", 9, alone=True)]
    assert corrected("㎡（停车厂信息）", near, most=1) == [
        (Chunk("m2(", False), Chunk("停车场", True), Chunk("信息)", False))
    ]


def test_more_than_two_slips_are_too_many() -> None:
    near = [Word(text, 50, alone=True) for text in ("停车场", "行政处罚", "公立医院")]
    read = [corrected(text, near, most=5) for text in ("停车厂行政处法", "停车厂行政处法公里医院")]
    assert [["".join(chunk.text for chunk in chunks) for chunks in one] for one in read] == [
        ["停车场行政处罚"],
        ["停车厂行政处罚公立医院"],
    ]


def test_the_same_text_is_proposed_once() -> None:
    assert len(set(proposals("公共停车厂收费", 9))) == len(proposals("公共停车厂收费", 9)) > 0


@pytest.mark.parametrize(
    ("written", "word", "alone", "cost"),
    [
        ("停车场", "停车场", False, 0.0),
        ("停车厂", "停车场", False, 2.5),
        ("公里", "公立", False, 3.0),
        ("司机", "试机", False, 4.0),
        ("停场车", "停车场", False, 4.5),
        ("车停", "停车", False, 4.5),
        ("停车杨", "停车场", True, 7.0),
        ("停车杨", "停车场", False, None),
        ("停场", "停车场", True, 6.0),
        ("停场", "停车场", False, None),
        ("停停车", "停车", True, 4.5),
        ("停满车", "停车", True, 9.0),
        ("停本", "停车", True, None),
        ("停车", "车停场站", True, None),
        ("男蓝", "兰南", True, 8.0),
        ("南宁您", "兰岭林", True, None),
        ("tingche", "停车", True, None),
        ("tcc", "停车场", True, 4.0),
        ("tc", "停车", True, None),
        ("abcd", "停车", True, None),
        ("reserch", "research", True, 4.0),
        ("resrch", "research", True, 8.0),
        ("rsrch", "research", True, None),
        ("data", "date", True, 4.0),
        ("abc", "abd", True, None),
        ("gpd", "gdp", True, 4.5),
    ],
)
def test_slips_cost_what_they_are_unlikely(
    written: str, word: str, alone: bool, cost: float | None
) -> None:
    assert slip_cost(written, Word(word, 1, alone)) == cost
