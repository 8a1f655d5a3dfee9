"""The numbers of lists, as Word counts them."""

from __future__ import annotations

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ckanext.scigov.application.papers.docx_numbers import WRITTEN, Numbers, chinese, roman


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "一百"),
        (103, "一百〇三"), (110, "一百一十"), (1020, "一千〇二十"), (12345, "12345"), (0, "0"),
    ],
)  # fmt: skip
def test_chinese_numbers(number, said):
    assert chinese(number) == said


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("ideographDigital", "二四"), ("ideographTraditional", "丁"), ("decimalEnclosedCircle", "24"),
        ("decimalZero", "24"), ("decimalFullWidth", "２４"), ("lowerLetter", "x"), ("upperLetter", "X"),
        ("lowerRoman", "xxiv"), ("upperRoman", "XXIV"), ("none", ""),
    ],
)  # fmt: skip
def test_other_forms(form, said):
    assert WRITTEN[form](24) == said


def test_letters_go_on_double_and_circles_end_with_twenty():
    assert [WRITTEN["lowerLetter"](one) for one in (1, 26, 27, 0)] == ["a", "z", "aa", ""]
    assert [WRITTEN["decimalEnclosedCircleChinese"](one) for one in (1, 20, 21)] == ["①", "⑳", "21"]
    assert roman(1999) == "mcmxcix"


def level(number: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = parse_xml(
    f"<w:numbering {nsdecls('w')}>"
    f'<w:abstractNum w:abstractNumId="7">{level(0, "chineseCounting", "第%1条")}'
    f"{level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def test_levels_count_within_each_other():
    numbers = Numbers(NUMBERING)
    said = [numbers.next("1", one) for one in (0, 1, 1, 0, 1)]
    assert [one.text for one in said if one] == ["第一条", "1.1", "1.2", "第二条", "2.1"]


def test_a_list_goes_on_in_another_unless_that_begins_anew():
    numbers = Numbers(NUMBERING)
    said = [numbers.next(one, 0) for one in ("1", "1", "3", "3", "1")]
    assert [one.text for one in said if one] == ["第一条", "第二条", "第五条", "第六条", "第七条"]


def test_bullets_are_characters_that_a_pdf_can_show():
    label = Numbers(NUMBERING).next("2", 0)
    assert label is not None
    assert (label.text, label.gap) == ("•", "tab")


def test_a_list_that_does_not_exist_has_no_numbers():
    assert Numbers(NUMBERING).next("9", 0) is None
    assert Numbers(NUMBERING).next("0", 0) is None
    assert Numbers(None).next("1", 0) is None
    assert Numbers(NUMBERING).next("2", 4) is None
