"""Encodings and delimiters."""

import pytest

from ckanext.scigov.tables.domain.problems import Code, UnfitFile
from ckanext.scigov.tables.domain.sniffing import delimiter_of, encoding_of


def lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("名称\n大数据\n".encode(), "utf-8"),
        ("名称\n".encode("utf-8-sig"), "utf-8-sig"),
        ("名称\n大数据\n".encode("gb18030"), "gb18030"),
        ("名称\n𠮷\n".encode("gb18030"), "gb18030"),
        ("名称\n".encode("utf-16"), "utf-16"),
        (b"only,ascii\n", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_encodings(content, encoding):
    assert encoding_of(lines(content)) == encoding


def test_lines_that_fit_neither_are_named_in_the_encoding_that_fits_better():
    content = "名称\n大数据\n".encode("gb18030") + b"\xff\xff\n" + "数据\n".encode("gb18030")
    with pytest.raises(UnfitFile) as unfit:
        encoding_of(lines(content))
    (problem,) = unfit.value.problems.kept
    assert (problem.code, problem.line, problem.value) == (Code.UNDECODABLE, 3, "⟨FF⟩")


def test_bytes_are_shown_behind_the_text_before_them():
    with pytest.raises(UnfitFile) as unfit:
        encoding_of(lines("名称\n".encode() * 3 + "大".encode() + b"\xff\n"))
    assert unfit.value.problems.kept[0].value == "大⟨FF⟩"


@pytest.mark.parametrize(
    ("sample", "prefer", "delimiter"),
    [
        ("a,b,c\n1,2,3\n", ",", ","),
        ("a\tb\n1\t2\n", ",", "\t"),
        ("a;b\n1,5;2\n", ",", ";"),
        ("a|b\n1|2\n", ",", "|"),
        ('"x;y",b\n"1;2",3\n', ",", ","),
        ("名称\n甲,乙\n", ",", ","),
        ("单列\n甲\n", "\t", "\t"),
        ("a,b\tc\n1,2\t3\n", "\t", "\t"),
        ("", ",", ","),
    ],
)
def test_delimiters(sample, prefer, delimiter):
    assert delimiter_of(sample, prefer=prefer) == delimiter
