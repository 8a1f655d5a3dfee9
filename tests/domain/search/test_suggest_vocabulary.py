"""The words of a catalogue, their readings, and the keys by which slips find them."""

from __future__ import annotations

import pytest

from ckanext.scigov.search.domain import readings, vocabulary
from ckanext.scigov.search.domain.vocabulary import Word, keys_of, words_of


@pytest.mark.parametrize(
    ("text", "full", "initials", "sound"),
    [
        ("停车场", "tingchechang", "tcc", "tin-ce-can"),
        ("重庆", "chongqing", "cq", "cong-qin"),
        ("银行", "yinhang", "yh", "yin-han"),
        ("女性", "nvxing", "nx", "lv-xin"),
        ("南宁", "nanning", "nn", "lan-lin"),
        ("a股", "agu", "ag", "a-gu"),
        ("gdp", "gdp", "gdp", "g-d-p"),
    ],
)
def test_readings(text: str, full: str, initials: str, sound: str) -> None:
    assert readings.full(text) == full
    assert readings.initials(text) == initials
    assert readings.sound(text) == sound


def test_digits_have_no_tone() -> None:
    assert readings.syllables("第5批") == ("di", "5", "pi")


def test_few_texts_give_every_piece() -> None:
    words = {
        word.text: (word.number, word.alone) for word in words_of(["停车场信息", "停车场收费"])
    }
    assert words == {
        "停车": (2, False), "车场": (2, False), "停车场": (2, True),
        "场信": (1, False), "信息": (1, False), "场收": (1, False), "收费": (1, False),
        "车场信": (1, False), "场信息": (1, False), "车场收": (1, False), "场收费": (1, False),
        "停车场信": (1, False), "车场信息": (1, False), "停车场收": (1, False),
        "车场收费": (1, False), "停车场信息": (1, True), "停车场收费": (1, True),
    }  # fmt: skip


def test_many_texts_give_only_what_is_used_again_and_by_itself() -> None:
    texts = [f"停车场第{n}号" for n in range(3000)]
    assert words_of(texts) == [Word("停车场第", 3000, True)]


def test_a_run_is_kept_whole_if_it_is_no_sentence() -> None:
    words = {
        word.text
        for word in words_of(["省科学技术厅", "省科学技术厅办公室", "一二三四五六七八九十甲乙丙"])
    }
    assert {"省科学技术厅", "省科学技术厅办公室"} <= words
    assert not any(len(word) > 12 for word in words)


def test_a_long_run_used_once_is_no_word_of_many_texts() -> None:
    texts = [f"停车场第{n}号楼以北" for n in range(3000)]
    used_twice = ["公共设施目录清单", "公共设施目录清单（新）"]
    words = [word.text for word in words_of([*texts, *used_twice, "市政道路养护里程"])]
    assert words == ["停车场第", "号楼以北", "公共设施目录清单"]


def test_latin_words_are_words_but_numbers_and_letters_are_not() -> None:
    assert [w.text for w in words_of(["GDP by Region 2023 A", "gdp PM25"])] == [
        "gdp",
        "pm25",
        "region",
    ]


def test_the_rarest_are_left_out() -> None:
    assert [w.text for w in words_of(["GDP region", "gdp index"], most=2)] == ["gdp", "index"]


def test_keys_of_a_word_and_its_slip_meet() -> None:
    def meet(left: str, right: str) -> set[str]:
        return set(keys_of(left)) & set(keys_of(right))

    assert meet("停车厂", "停车场") == {"stin-ce-can", "d停车"}
    assert meet("停场车", "停车场") == {"d停车", "d停场"}
    assert meet("停车车场", "停车场") == {"d停车场"}
    assert meet("车停", "停车") == {"a停车"}
    assert meet("停场", "停车场") == {"d停场"}
    assert meet("停车", "停水") == set()
    assert meet("reserch", "research") >= {"dreserch"}
    assert meet("gpd", "gdp") == {"adgp"}
    assert meet("abc", "abd") == set()


@pytest.mark.parametrize(
    ("word", "slips"), [("gdp", 0), ("data", 1), ("river", 1), ("rivers", 2), ("a" * 15, 1)]
)
def test_longer_latin_words_may_have_more_slips(word: str, slips: int) -> None:
    assert vocabulary.slips_of(word) == slips
