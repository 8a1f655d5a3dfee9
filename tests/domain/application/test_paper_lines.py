"""Where a line ends."""

from __future__ import annotations

import pytest

from ckanext.scigov.application.papers.pdf_lines import Row, rows


def width(text):
    """Chinese characters are two wide, others one."""
    return sum(1 if char.isascii() else 2 for char in text)


def lines(text, room, indent=0):
    def between(start, end):
        return width(text[start:end])

    return [text[row.start : row.end] for row in rows(text, between, room, indent)]


@pytest.mark.parametrize(
    ("text", "room", "found"),
    [
        ("一二三四五", 6, ["一二三", "四五"]),
        ("一二三，四五", 6, ["一二", "三，四", "五"]),
        ("一二（三四）", 6, ["一二", "（三", "四）"]),
        ("一二三）。四", 6, ["一二", "三）。", "四"]),
        ("编号SJSQ-2026-0001止", 14, ["编号", "SJSQ-2026-0001", "止"]),
        ("编号SJSQ-2026-0001）止", 18, ["编号", "SJSQ-2026-0001）止"]),
        ("自2026年10月16日至今", 14, ["自", "2026年10月16日", "至今"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("，，，，", 4, ["，，", "，，"]),
        ("", 6, [""]),
        ("　一二", 6, ["　一二"]),
        ("一二三　四", 6, ["一二三", "四"]),
        ("一\n\n二", 6, ["一", "", "二"]),
    ],
)
def test_lines_end_where_they_may(text, room, found):
    assert lines(text, room) == found


def test_the_first_line_is_indented_and_one_before_an_end_is_not_stretched():
    text = "一二三四\n五"
    assert rows(text, lambda start, end: width(text[start:end]), 6, 2) == [
        Row(0, 2, is_last=False, indent=2),
        Row(2, 4, is_last=True),
        Row(5, 6, is_last=True),
    ]


def test_a_tab_is_as_wide_as_its_place_wants():
    text = "一\t二三"
    assert rows(
        text, lambda start, end: width(text[start:end]), 8, 0, lambda _at, used: 6 - used
    ) == [
        Row(0, 3, is_last=False),
        Row(3, 4, is_last=True),
    ]


def test_nothing_is_lost():
    text = "为核验（2019—2025年）企业申报材料，“减少”重复证明；SJSQ-20260924-0001等。" * 20
    for room in range(6, 40):
        found = lines(text, room)
        assert "".join(found) == text
        assert max(map(width, found)) <= room + 2
