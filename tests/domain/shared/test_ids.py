"""Readable names out of Chinese titles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.shared import ids


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("省级科技计划项目立项信息", "sheng-ji-ke-ji-ji-hua-xiang-mu-li-xiang-xin-xi"),
        ("R&D经费（2023年）", "r-d-jing-fei-2023-nian"),
        ("Café 数据", "cafe-shu-ju"),
        ("水", "shui"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_dataset_name_reads_like_the_title(title, name):
    assert ids.dataset_name(title, lambda _: False) == name


def test_dataset_name_of_nothing_readable_is_still_a_name():
    assert re.fullmatch(r"dataset-[0-9a-f]{8}", ids.dataset_name("！？", lambda _: False))


def test_dataset_name_finds_a_free_one():
    taken = {"ke-ji", "ke-ji-2"}
    assert ids.dataset_name("科技", taken.__contains__) == "ke-ji-3"


def test_dataset_name_is_cut_between_words():
    name = ids.dataset_name("科技计划" * 20, lambda _: False)
    assert name == "ke-ji-ji-hua-" * 6 + "ke"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("依托单位", "yi_tuo_dan_wei"),
        ("金额(万元)", "jin_e_wan_yuan"),
        ("2017年", "item_2017_nian"),
        ("—", "item"),
    ],
)
def test_item_name_is_a_column_name(title, name):
    assert ids.item_name(title, set()) == name


def test_item_name_finds_a_free_one():
    assert ids.item_name("金额", {"jin_e"}) == "jin_e_2"


@pytest.mark.parametrize(
    ("original", "safe"),
    [
        ("省级科技计划.csv", "省级科技计划.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\报表\\2023 年.xlsx", "2023_年.xlsx"),
        ("a\u202excsv.exe", "axcsv.exe"),
        ("..csv", "csv"),
        ("", "file"),
        ("问题?<b>.csv", "问题_b_.csv"),
    ],
)
def test_file_name_keeps_chinese_and_drops_what_is_unsafe(original, safe):
    assert ids.file_name(original) == safe


def test_file_name_keeps_the_ending_of_a_long_name():
    name = ids.file_name("科" * 300 + ".csv")
    assert name.endswith("科.csv")
    assert len(name.encode()) <= 200


@given(st.text(max_size=300))
def test_names_are_valid_for_any_title(title):
    assert re.fullmatch(r"[a-z0-9-]{2,100}", ids.dataset_name(title, lambda _: False))
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,62}", ids.item_name(title, set()))
    safe = ids.file_name(title)
    assert safe
    assert not set(safe) & set('/\\:*?"<>|\r\n\0')
    assert len(safe.encode()) <= 200


def test_random_key_is_never_the_same():
    keys = {ids.random_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)
