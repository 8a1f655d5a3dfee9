"""Tokens: golden literals, and that every part of a text finds the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.search.domain.stems import stem
from ckanext.scigov.search.domain.tokens import (
    Phrase,
    Token,
    beginning,
    folded,
    indexed,
    is_cjk,
    searched,
    searched_in_order,
)


def tokens(text):
    return [(t.text, t.position) for t in indexed(text)[0]]


def test_chinese_is_indexed_by_character_and_pair():
    assert tokens("科技计划") == [
        ("科", 1), ("科技", 1), ("技", 2), ("技计", 2), ("计", 3), ("计划", 3), ("划", 4),
    ]  # fmt: skip


def test_mixed_text_keeps_its_order():
    assert tokens("2024年AI项目") == [
        ("2024", 1), ("年", 2), ("ai", 3), ("项", 4), ("项目", 4), ("目", 5),
    ]  # fmt: skip


def test_a_code_is_found_whole_and_by_its_parts():
    assert tokens("GB/T-22239") == [("gb", 1), ("t", 2), ("22239", 3), ("gbt22239", 1)]
    assert tokens("covid19") == [("covid19", 1), ("covid", 1), ("19", 1)]
    assert searched("GB/T-22239") == [Phrase(("gb", "t", "22239"), "gbt22239")]


def test_positions_go_on_behind_what_was_indexed_before():
    assert indexed("科技", 7) == ([Token("科", 7), Token("科技", 7), Token("技", 8)], 9)


def CJK(token):  # noqa: N802 (reads as what it stands for)
    return Phrase((token,), ordered=False)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("大数据", [Phrase(("大数", "数据"), ordered=False)]),
        ("水", [Phrase(("水",), ordered=False)]),
        ("Rivers flooding", [Phrase(("river",)), Phrase(("flood",))]),
        ("科技2024计划", [CJK("科技"), Phrase(("2024",)), CJK("计划")]),
        ("！？", []),
        ("ＡＩ", [Phrase(("ai",))]),
    ],
)
def test_what_is_searched(typed, phrases):
    assert searched(typed) == phrases


def test_a_quoted_text_is_one_phrase_over_all_scripts():
    # The last character of a run stands alone: it keeps the distance to the next run.
    assert searched_in_order("科技 2024 计划") == Phrase(("科技", "技", "2024", "计划"))
    assert searched_in_order("水 a") == Phrase(("水", "a"))


def test_the_beginning_of_a_word_is_not_stemmed():
    assert beginning("rivers") == Phrase(("rivers",))
    assert beginning("big riv") == Phrase(("big", "riv"))
    assert beginning("科技计") == Phrase(("科技", "技计"))
    assert beginning("!!") == Phrase(())


def test_width_case_and_accents_do_not_matter():
    assert folded("Ｎúmero ÜBER") == "numero uber"
    assert folded("が") == "が"


def test_only_chinese_is_cjk():
    assert is_cjk("科技")
    assert not is_cjk("科技2")
    assert not is_cjk("")


@pytest.mark.parametrize(
    ("word", "same_as"),
    [
        ("floods", "flood"), ("flooding", "flood"), ("flooded", "flood"), ("cities", "city"),
        ("classes", "class"), ("boxes", "box"), ("running", "run"), ("monitored", "monitor"),
        ("tables", "table"), ("datasets", "dataset"), ("shared", "share"), ("sharing", "share"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(word, same_as):
    assert stem(word) == stem(same_as)


@pytest.mark.parametrize(
    "word", ["bus", "gas", "status", "analysis", "press", "need", "ring", "水"]
)
def test_what_only_looks_like_a_form_stays(word):
    assert stem(word) == word


def test_different_words_stay_apart():
    assert stem("university") != stem("universe")


CHINESE = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=30
)


@given(CHINESE, st.data())
def test_every_word_from_inside_a_chinese_title_is_in_its_tokens(title, data):
    start = data.draw(st.integers(0, len(title) - 2))
    length = data.draw(st.integers(1, len(title) - start))
    found = {(t.text, t.position) for t in indexed(title)[0]}
    (phrase,) = searched(title[start : start + length])
    for offset, token in enumerate(phrase.tokens):
        assert (token, start + 1 + offset) in found


@given(st.text(max_size=60))
def test_any_text_finds_itself_in_order(text):
    places: dict[str, set[int]] = {}
    for token in indexed(text)[0]:
        places.setdefault(token.text, set()).add(token.position)
    phrase = searched_in_order(text)
    assert not phrase.tokens or any(
        all(first + n in places.get(token, ()) for n, token in enumerate(phrase.tokens))
        for first in places[phrase.tokens[0]]
    )


def test_a_digit_of_a_script_without_decimals_is_one_token():
    # Ethiopic digits are digits to Unicode and letters to Python's patterns.
    assert [token.text for token in indexed("፩")[0]] == ["፩"]
