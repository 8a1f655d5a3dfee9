"""Folding: golden pairs, mixed text, and that no two processes can fold differently."""

import pytest

from ckanext.scigov.search.domain.folding import (
    FILE,
    UnreadableFoldingError,
    parse,
    simplified,
)
from ckanext.scigov.search.domain.tokens import folded, indexed, searched


def test_a_text_in_either_script_is_the_same_when_compared():
    assert folded("臺灣資料開放平臺") == "台湾资料开放平台"
    assert folded("停車場收費") == folded("停车场收费") == "停车场收费"


def test_mixed_characters_and_other_scripts_stay_in_their_places():
    assert simplified("GDP統計2024年数据 が ü") == "GDP统计2024年数据 が ü"
    assert simplified("") == ""


def test_what_is_indexed_traditional_is_searched_simplified():
    stored = {token.text for token in indexed("環境監測")[0]}
    (phrase,) = searched("环境监测")
    assert set(phrase.tokens) <= stored
    assert phrase.tokens == ("环境", "境监", "监测")


def test_several_traditional_characters_have_one_simplified():
    assert simplified("鐘鍾 發髮 臺檯颱") == "钟钟 发发 台台台"


def test_the_shipped_table_holds_the_common_characters():
    pairs = parse(FILE.read_text(encoding="utf-8"))
    assert len(pairs) == 2966
    # Folding twice must change nothing: titles are folded when stored and when compared.
    assert [c for c in pairs.values() if c in pairs] == []


def test_a_character_that_leads_on_is_followed_to_the_end():
    assert parse("薴\t苧\n苧\t苎\n") == {"薴": "苎", "苧": "苎"}
    assert parse("甲\t乙\n乙\t甲\n") == {"甲": "乙", "乙": "甲"}


def test_comments_and_empty_lines_are_left_out():
    assert parse("# note\n\n車\t车\n") == {"車": "车"}


@pytest.mark.parametrize("line", ["車车", "車\t", "汽車\t汽车", "車\t车 x"])
def test_a_line_that_is_no_pair_is_named(line):
    with pytest.raises(UnreadableFoldingError, match="Line 2 "):
        parse(f"國\t国\n{line}\n")
