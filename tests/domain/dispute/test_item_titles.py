from __future__ import annotations

from ckanext.scigov.dispute.domain.item_titles import title_of

LONG = "牵头承担单位（含独立法人科研机构、高等学校与企业）统一社会信用代码"
DICTIONARY = [
    {"name": "jin_e", "title": "资助金额"},
    {"name": "dan_wei", "title": LONG},
    {"name": "x"},
]


def test_an_item_is_called_as_in_the_dictionary() -> None:
    assert title_of("jin_e", DICTIONARY) == "资助金额"


def test_a_column_whose_name_was_cut_has_its_whole_title() -> None:
    cut = LONG.encode()[:63].decode(errors="ignore")
    assert (cut, title_of(cut, DICTIONARY)) == (LONG[:21], LONG)


def test_what_the_dictionary_does_not_know_keeps_its_name() -> None:
    assert [title_of(one, DICTIONARY) for one in ("x", "牵头", "无" * 21)] == [
        "x",
        "牵头",
        "无" * 21,
    ]
