"""Where things stand on our papers: GB/T 9704, and what stays together."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest
from papers import sample
from papers.drawing import MM, Line, lines, marks, pages, texts

from ckanext.scigov.application.domain.paper_values import PaperValues
from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.filling import PaperFormat, fill
from ckanext.scigov.application.papers.pdf_marks import Stroke
from ckanext.scigov.application.papers.titles import BY_APPLICANTS

LETTERS = [one for one in Paper if one not in BY_APPLICANTS]
LEFT, RIGHT, HIGH = 28 * MM, 184 * MM, 297 * MM
NEAR = 0.6
"""Twentieths of a point, in which Word counts, and half sizes."""


@lru_cache
def filled(paper: Paper, values: PaperValues | None = None) -> bytes:
    return fill(paper, values or sample.OF_PAPERS[paper], PaperFormat.DOCX)


def line(paper: Paper, text: str, values: PaperValues | None = None) -> Line:
    """Return the last line with this text."""
    return [one for page in pages(filled(paper, values)) for one in lines(page) if text in one.text][-1]  # fmt: skip


def near(value: float) -> object:
    return pytest.approx(value, abs=NEAR)


@pytest.mark.parametrize("paper", Paper)
def test_text_keeps_to_its_area(paper):
    for page in pages(filled(paper)):
        assert (page.section.width, page.section.height) == (near(210 * MM), near(HIGH))
        text = [one for one in lines(page) if not one.text.startswith("—") and one.size < 30]
        assert min(one.x for one in text) >= LEFT - NEAR
        assert max(one.to_x for one in text) <= RIGHT + 16
        assert min(one.y for one in text) >= 35 * MM
        assert max(one.y for one in text) <= HIGH - 37 * MM


@pytest.mark.parametrize("paper", LETTERS)
def test_a_letter_has_its_units_name_and_two_red_lines(paper):
    page = pages(filled(paper))[0]
    name = lines(page)[0]
    assert (name.text, name.size, name.font) == ("某省科学技术厅", 38, "FZXBSJW--GB1-0")
    assert (name.x + name.to_x) / 2 == near(105 * MM)
    reds = [(x, y, one) for x, y, one in marks(page, Stroke) if one.color == "D41212"]
    assert [(near(x + one.x), near(x + one.to_x), one.width) for x, _, one in reds] == [
        (20 * MM, 190 * MM, width) for width in (2, 0.75, 0.75, 2)
    ]
    # 4 mm below the name, whose line begins 28 mm from the edge, and 20 mm above the lower edge.
    places = [(y + one.y) / MM for _, y, one in reds]
    assert places == [pytest.approx(at, abs=0.7) for at in (297 - 28 - 15.5 - 4, 248.9, 20, 20)]


def test_pages_have_numbers_outside_but_the_first_of_a_letter():
    many = replace(sample.IN_PART, parts=sample.IN_PART.parts * 6)
    ends = [lines(page)[-1] for page in pages(filled(Paper.REPLY_IN_PART, many))]
    assert [one.text for one in ends][1:] == [f"— {number} —" for number in range(2, len(ends) + 1)]
    assert "—" not in ends[0].text
    assert len(ends) >= 4
    # One character in: at the left on even pages, at the right on odd ones.
    assert [one.x for one in ends[1::2]] == [near(LEFT + 14)] * len(ends[1::2])
    assert [one.to_x for one in ends[2::2]] == [near(RIGHT - 14)] * len(ends[2::2])
    assert {one.size for one in ends[1:]} == {14}


def test_pages_of_a_form_have_their_number_in_the_middle():
    ends = [lines(page)[-1] for page in pages(filled(Paper.APPLICATION))]
    assert [one.text for one in ends] == ["— 1 —", "— 2 —"]
    assert [(one.x + one.to_x) / 2 for one in ends] == [near((LEFT + RIGHT) / 2)] * 2


@pytest.mark.parametrize("issuer", ["某省厅", "某省科学技术厅", "某省某市科学技术和工业信息化局"])
def test_the_date_ends_four_characters_from_the_edge_below_the_middle_of_the_name(issuer):
    values = replace(sample.ALL_REFUSED, issuer=issuer)
    name, date = (line(Paper.REPLY_REFUSED, text, values) for text in (issuer, "2026年10月15日"))
    assert date.to_x == near(RIGHT - 4 * 16)
    assert (name.x + name.to_x) / 2 == near((date.x + date.to_x) / 2)
    assert name.y - date.y == near(28)


def test_a_name_that_is_too_long_for_that_ends_at_the_edge():
    issuer = "某省某市高新技术产业开发区科技创新和知识产权局"
    values = replace(sample.ALL_REFUSED, issuer=issuer)
    name, date = (line(Paper.REPLY_REFUSED, text, values) for text in (issuer, "2026年10月15日"))
    assert name.to_x == near(RIGHT)
    assert (name.x + name.to_x) / 2 == near((date.x + date.to_x) / 2)


@pytest.mark.parametrize(
    ("issuer", "size", "count"),
    [("某省科学技术厅", 38, 1), ("某省某市科学技术和工业信息化局", 29, 1), ("某省很长的单位名称" * 6, 18, 3)],
)  # fmt: skip
def test_a_letterhead_takes_one_line_as_long_as_it_can_be_read(issuer, size, count):
    values = replace(sample.ALL_REFUSED, issuer=issuer)
    page = pages(filled(Paper.REPLY_REFUSED, values))[0]
    heads = [one for one in lines(page) if one.font.startswith("FZXB") and one.size != 22]
    assert [one.size for one in heads] == [size] * count
    assert "".join(one.text for one in heads) == issuer


def test_text_has_lines_of_28_points_and_an_indent_of_two_characters():
    first, second = (line(Paper.EXTENSION, text) for text in ("你单位于2026年9月24日", "号：SJSQ"))
    assert (first.x, second.x) == (near(LEFT + 32), near(LEFT))
    assert (first.y - second.y, first.size) == (near(28), 16)
    assert first.to_x == near(RIGHT)


@pytest.mark.parametrize("length", range(0, 700, 35))
def test_no_heading_is_the_last_on_a_page_and_no_signature_alone(length):
    reason = ("为核验企业申报材料减少重复证明" * 50)[:length] or "无"
    refused = replace(sample.REFUSED, reasons=(reason,))
    values = replace(sample.IN_PART, parts=(sample.GRANTED, refused), basis=reason)
    found = pages(filled(Paper.REPLY_IN_PART, values))
    for page in found[:-1]:
        text = [one for one in lines(page) if not one.text.startswith("—")]
        assert text[-1].font != "SimHei"
        assert not text[-1].text.endswith("：")
    words = [one for page in texts(filled(Paper.REPLY_IN_PART, values)) for one in page]
    assert words.count("特此答复。") == 1
    signed = next(
        page for page in found if any(one.text == "2026年10月15日" for one in lines(page))
    )
    assert "特此答复。" in [one.text for one in lines(signed)]


def test_heads_of_a_table_are_repeated_with_at_least_one_row():
    parts = tuple(replace(sample.REFUSED, dataset=f"数据{number}") for number in range(60))
    found = texts(filled(Paper.REPLY_REFUSED, replace(sample.ALL_REFUSED, parts=parts)))
    head = "序号数据资源不予同意的内容理由"
    with_rows = [page for page in found if any("加计扣除明细表" in one for one in page)]
    assert len(with_rows) == 8
    assert [page.count(head) for page in with_rows] == [1] * len(with_rows)
    assert [page.index(head) for page in with_rows[1:]] == [0] * (len(with_rows) - 1)


def test_a_row_that_is_longer_than_a_page_goes_on_on_the_next():
    purpose = "为核验企业申报材料减少重复证明" * 200
    values = replace(sample.FILED, use=replace(sample.USE, purpose=purpose))
    found = pages(filled(Paper.APPLICATION, values))
    rows = [sum("核验企业" in one.text for one in lines(page)) for page in found]
    assert len([count for count in rows if count]) >= 3
    said = "".join(one.text for page in found for one in lines(page) if not one.text.startswith("—"))  # fmt: skip
    assert said.replace("使用目的", "").count("为核验企业申报材料减少重复证明") >= 190
