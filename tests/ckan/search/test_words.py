"""Finding words: Chinese, English, codes, fields, relevance."""

import pytest

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]

TITLE = "国家自然科学基金资助项目(2017年)"


def test_every_part_of_a_chinese_title_finds_it(indexed, typed):
    one = indexed(title=TITLE)
    indexed(title="国有企业名录")
    run = "国家自然科学基金资助项目"
    for length in (2, 3, 4, 12):
        for start in range(len(run) - length + 1):
            assert typed(run[start : start + length]) == [one], run[start : start + length]
    assert typed("金") == [one]
    assert typed("金家") == []
    assert typed("科学自然") == [one]
    assert typed('"科学自然"') == []


def test_words_may_stand_apart_but_a_phrase_may_not(indexed, typed):
    one = indexed(title="水资源质量监测", notes="数据每日更新")
    assert typed("监测 数据") == [one]
    assert typed('"监测 数据"') == []
    assert typed('"质量监测"') == [one]


def test_mixed_scripts_and_codes(indexed, typed):
    one = indexed(title="PM2.5监测AI平台", tags=["GB/T-22239"])
    for text in (
        "pm2.5",
        "PM2.5监测",
        "ai",
        "AI平台",
        "22239",
        "gb/t-22239",
        "GBT22239",
        "ＰＭ２．５",
    ):
        assert typed(text) == [one], text
    assert typed("gb/t-2223") == []


def test_english_forms_and_accents(indexed, typed):
    one = indexed(title="Rivers and flooding: número 5")
    for text in ("river", "FLOOD", "floods", "numero"):
        assert typed(text) == [one], text


def test_mm_allows_one_of_three_words_to_be_missing(indexed, typed):
    one = indexed(title="科技 项目 经费")
    assert typed("科技 项目 论文") == [one]
    assert typed("科技 论文") == []
    assert typed("科技 -经费") == []
    assert typed("+论文 科技 项目") == []


def test_words_of_resources_extras_and_organisation_are_found(indexed, typed, found):
    one = indexed(title="x", res_name=["成果登记"], extras_theme="医药", organization="kejiting")
    for text in ("登记", "医药", "kejiting"):
        assert typed(text) == [one], text
    assert found("res_name:登记") == [one]
    assert found("extras_theme:登记") == []
    assert found('res_name:"成果 登记"') == [one]


def test_fields_with_weights_are_told_apart(indexed, found):
    title, notes = indexed(title="专利"), indexed(title="x", notes="专利")
    assert found("title:专利") == [title]
    assert found("notes:专利") == [notes]
    assert found("text:专利") == [title, notes]


def test_title_before_tags_before_notes_and_the_exact_title_first(indexed, typed):
    notes = indexed(title="甲", notes="科技统计")
    tags = indexed(title="乙", tags=["科技统计"])
    longer = indexed(title="全省科技统计年鉴")
    exact = indexed(title="科技统计")
    assert typed("科技统计", sort="score desc") == [exact, longer, tags, notes]


def test_wildcards(indexed, found):
    one = indexed(title="Rivers", name="river-quality", tags=["水质监测"])
    for query in (
        "riv*",
        "title:riv*",
        "name:river*",
        "name:*qual*",
        "name:river-qualit?",
        "*iver*",
    ):
        assert found(query) == [one], query
    for query in ("tags:水*", "tags:*监测", "text:*质监*"):
        assert found(query) == [one], query
    for query in ("name:quality*", "name:r_ver*", "name:river%", "qua*ity"):
        assert found(query) == ([one] if query == "qua*ity" else []), query


def test_substrings_for_autocompletion(indexed, found):
    one = indexed(title="水质监测", name="water-quality")
    assert found('title_ngram:"质监" OR name_ngram:"质监"') == [one]
    assert found('name_ngram:"er-qu"') == [one]
    assert found('name_ngram:"%"') == []


def test_a_text_of_any_size_is_indexed(indexed, typed):
    many = " ".join(f"w{n}x{n}" for n in range(80_000))
    one = indexed(title="巨大", notes="水" * 300_000 + many)
    assert typed("巨大") == [one]
    assert typed("w5x5") == [one]


def test_quotes_and_backslashes_are_only_text(indexed, typed, found):
    one = indexed(title="O'Brien\\s 'data'; DROP TABLE x", tags=["it's \\ %"])
    assert typed("o'brien") == [one]
    assert typed("'); DROP") == [one]
    assert found(r'tags:"it\'s \\ %"') == [one]
