"""What was typed, what fits it, and how that is marked."""

from __future__ import annotations

import pytest

from ckanext.scigov.search.domain import typed as typing
from ckanext.scigov.search.domain.typed import Part, read


@pytest.mark.parametrize(
    ("text", "runs", "pinyin"),
    [
        ("", (), ""),
        ("（）!?", (), ""),
        ("停车", ("停车",), ""),
        ("停車場 ＧＤＰ", ("停车场", "gdp"), ""),
        ("gdp 停车场 gdp", ("gdp", "停车场"), ""),
        ("GB/T-22239", ("gb", "t", "22239"), ""),
        ("tcc", ("tcc",), "tcc"),
        ("Xi'an", ("xi", "an"), "xian"),
        ("ting che", ("ting", "che"), "tingche"),
        ("t", ("t",), ""),
        ("停ab", ("停", "ab"), ""),
        ("a b c d e f g h i", ("a", "b", "c", "d", "e", "f", "g", "h"), "abcdefghi"),
    ],
)
def test_text_is_read_as_words(text: str, runs: tuple[str, ...], pinyin: str) -> None:
    read_as = read(text)
    assert (read_as.runs, read_as.pinyin) == (runs, pinyin)
    assert read_as.is_empty is not bool(runs)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("停车\t场\r\n", False),
        ("停\x00车", True),
        ("a\x1bb", True),
        ("a\x85b", True),
        ("a\x7f", True),
    ],
)
def test_control_characters_are_seen(text: str, answer: bool) -> None:
    assert typing.has_control_characters(text) is answer


@pytest.mark.parametrize(
    ("typed", "text", "spans"),
    [
        ("车场", "公共停车场信息", ((3, 5),)),
        ("停车 上海", "上海市停车场", ((3, 5), (0, 2))),
        ("停车 北京", "上海市停车场", ()),
        ("riv", "yellow river data", ((7, 10),)),
        ("ver", "yellow river verges", ((13, 16),)),
        ("ver", "yellow river", ()),
        ("gdp", "全省gdp数据", ((2, 5),)),
        ("tcc", "公共停车场", ((2, 5),)),
        ("tingch", "公共停车场", ((2, 4),)),
        ("tingchechang", "公共停车场", ((2, 5),)),
        ("ingche", "公共停车场", ()),
        ("zzz", "公共停车场", ()),
        ("tcc", "abc", ()),
        ("chongq", "重庆市", ((0, 2),)),
        ("cq", "重庆市", ((0, 2),)),
        ("lv", "绿色制造", ((0, 1),)),
    ],
)
def test_what_fits_is_found(typed: str, text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert typing.found_in(read(typed), text) == spans


@pytest.mark.parametrize(
    ("typed", "text", "fit"),
    [
        ("停车 上海", "上海市停车场", "whole"),
        ("停车 北京", "上海市停车场", "part"),
        ("北京", "上海市停车场", ""),
    ],
)
def test_fit_is_whole_part_or_none(typed: str, text: str, fit: str) -> None:
    assert typing.fit(read(typed), text, []) == fit


@pytest.mark.parametrize(
    ("typed", "readings", "query"),
    [
        ("停车", (), "text:((停车))"),
        ("上海 停车", (), "text:((上海 AND 停车))"),
        ("停车 riv", (), "text:((停车 AND (riv OR riv*)))"),
        ("river 停车", (), "text:((river AND 停车))"),
        ("tcc", ("停车场", "停车"), "text:(((tcc OR tcc*)) OR (停车场) OR (停车))"),
        ('a" OR *:*', (), "text:((a AND (or OR or*)))"),
    ],
)
def test_typed_text_becomes_a_search(typed: str, readings: tuple[str, ...], query: str) -> None:
    assert typing.query(read(typed), readings) == query


@pytest.mark.parametrize(
    ("typed", "text", "parts"),
    [
        ("车场", "停车场信息", (("停", False), ("车场", True), ("信息", False))),
        ("停車", "停车场", (("停车", True), ("场", False))),
        ("gdp", "全省ＧＤＰ", (("全省", False), ("ＧＤＰ", True))),
        ("tcc", "停车场信息", (("停车场", True), ("信息", False))),
        ("米停", "㎡停车 平方米停车", (("㎡停车 平方", False), ("米停", True), ("车", False))),
        ("m2", "面积㎡", (("面积", False), ("㎡", True))),
        ("没有", "停车场", (("停车场", False),)),
        ("没有 停", "停车场", (("停", True), ("车场", False))),
    ],
)
def test_what_fits_is_marked(typed: str, text: str, parts: tuple[tuple[str, bool], ...]) -> None:
    assert typing.marked(read(typed), text) == tuple(Part(*part) for part in parts)


def test_where_the_words_are_known_nothing_is_read_aloud() -> None:
    assert typing.found_in(read("tcc"), "公共停车场", ["填充层", "停车场"]) == ((2, 5),)
    assert typing.found_in(read("tcc"), "公共停车场", []) == ()
    assert typing.found_in(read("gdp"), "全省gdp", ["广东牌"]) == ((2, 5),)
    assert typing.marked(read("tcc"), "停车场", ["停车场"]) == (Part("停车场", True),)


def test_equal_comes_first_then_what_begins_so_then_the_fullest() -> None:
    counts = {"公共停车场": 90, "停车场库": 2, "停车场": 1, "停车场收费": 5}
    ordered = sorted(counts, key=lambda text: typing.order(read("停车场"), text, counts[text]))
    assert ordered == ["停车场", "停车场收费", "停车场库", "公共停车场"]
