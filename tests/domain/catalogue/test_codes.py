"""Code lists: how they are written, which can be kept, what is told of a change."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue.domain import codes
from ckanext.scigov.catalogue.domain.codes import Code, Wrong

SEXES = (Code("1", "男"), Code("2", "女"))


@pytest.mark.parametrize(
    "given",
    [
        "1 男\n2 女",
        "1\t男\r\n2\t女\n\n",
        "1=男\n2＝女",
        "1:男\n2：女",
        "1，男\n2、女",
        "1 - 男\n2 — 女",
        "  1   男  \n 2  女",
        '[{"value": "1", "label": "男"}, {"value": 2, "label": " 女 "}]',
        [{"value": 1, "label": "男"}, {"value": "2", "label": "女"}],
        (),
        None,
    ],
)
def test_a_list_is_written_in_many_ways(given):
    assert codes.read(given) == (SEXES if given else ())


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("面上项目", Code("面上项目")),
        ("A 类\t第一类", Code("A 类", "第一类")),
        ("110.10 数学", Code("110.10", "数学")),
        ("2024-01 一月", Code("2024-01", "一月")),
        ("\t女", Code("女")),
    ],
)
def test_a_line_has_a_value_and_perhaps_a_label(line, code):
    assert codes.read(line) == (code,)


def test_zero_is_a_value():
    assert codes.read([{"value": 0, "label": "否"}]) == (Code("0", "否"),)


@pytest.mark.parametrize("given", [7, ["1 男"], '[{"value": "1"', "[{1}]"])
def test_what_is_no_list_is_none(given):
    with pytest.raises(ValueError):  # noqa: PT011  (what it says is not for people)
        codes.read(given)
    assert codes.readable(given) == ()


def test_what_is_written_is_read_back():
    kept = (*SEXES, Code("A B", "两词"), Code("9"))
    assert codes.written(kept) == "1\t男\n2\t女\nA B\t两词\n9"
    assert codes.read(codes.written(kept)) == kept


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (SEXES, None),
        ((Code("值" * 100, "名" * 200),), None),
        ([Code(str(n)) for n in range(500)], None),
        ([Code(str(n)) for n in range(501)], (Wrong.TOO_MANY, "501")),
        ((Code("值" * 101),), (Wrong.TOO_LONG, "值" * 100)),
        ((Code("1", "名" * 201),), (Wrong.TOO_LONG, "1")),
        ((Code("", "男"),), (Wrong.NO_VALUE, "男")),
        ((*SEXES, Code("1", "其他")), (Wrong.TWICE, "1")),
    ],
)
def test_lists_have_limits(given, wrong):
    assert codes.wrong_with(given) == wrong


def test_a_change_tells_what_has_gone_and_what_has_come():
    assert codes.changed("1 男\n2 女\n9 其他", "1 男性\n2 女") == ("1 男；9 其他", "1 男性")
    assert codes.changed("", "1 男") == ("", "1 男")
    assert codes.changed("1 男\n2 女", "2 女\n1 男") == ("1 男；2 女", "2 女；1 男")
