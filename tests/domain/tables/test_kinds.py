"""How single cells are read: golden values for every type."""

import pytest

from ckanext.scigov.tables.domain.kinds import LETTERS, READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.problems import Code


def test_the_letters_of_the_guide():
    assert {letter: kind.value for letter, kind in LETTERS.items()} == {
        "C": "text",
        "M": "text",
        "G": "text",
        "N": "numeric",
        "Y": "numeric",
        "B": "float8",
        "F": "float4",
        "I": "int8",
        "D": "date",
        "T": "timestamptz",
        "L": "bool",
    }


READ = [
    (Kind.TEXT, " 大 数据 ", " 大 数据 "),
    (Kind.TEXT, "007", "007"),
    (Kind.INTEGER, "42", "42"),
    (Kind.INTEGER, " -1,234 ", "-1234"),
    (Kind.INTEGER, "12.0", "12"),
    (Kind.INTEGER, "４２", "42"),
    (Kind.INTEGER, "9223372036854775807", "9223372036854775807"),
    (Kind.NUMBER, "12.60", "12.60"),
    (Kind.NUMBER, "12,782.6", "12782.6"),
    (Kind.NUMBER, "+.5", ".5"),
    (Kind.NUMBER, "12345678901234567890.123456789", "12345678901234567890.123456789"),
    (Kind.DOUBLE, "1.5e10", "1.5e10"),
    (Kind.FLOAT, "-0.25", "-0.25"),
    (Kind.DATE, "2024-02-29", "2024-02-29"),
    (Kind.DATE, "2024/2/9", "2024-02-09"),
    (Kind.DATE, "2024.12.31", "2024-12-31"),
    (Kind.DATE, "2024年2月29日", "2024-02-29"),
    (Kind.DATE, "20240229", "2024-02-29"),
    (Kind.DATE, "2024-02-29 00:00:00", "2024-02-29"),
    (Kind.DATETIME, "2024-02-29 8:05", "2024-02-29 08:05:00"),
    (Kind.DATETIME, "2024-02-29T08:05:06.25Z", "2024-02-29 08:05:06.25Z"),
    (Kind.DATETIME, "2024/2/9 08:05:06+08:00", "2024-02-09 08:05:06+08:00"),
    (Kind.DATETIME, "2024年2月9日", "2024-02-09 00:00:00"),
    (Kind.BOOLEAN, "是", "t"),
    (Kind.BOOLEAN, "FALSE", "f"),
    (Kind.BOOLEAN, "0", "f"),
]


@pytest.mark.parametrize(("kind", "cell", "text"), READ)
def test_what_fits(kind, cell, text):
    assert READERS[kind](cell) == text


REFUSED = [
    (Kind.TEXT, "a\x00b", Code.NUL_CHARACTER),
    (Kind.INTEGER, "1.5", Code.NOT_INTEGER),
    (Kind.INTEGER, "12,34", Code.NOT_INTEGER),
    (Kind.INTEGER, "一", Code.NOT_INTEGER),
    (Kind.INTEGER, "9223372036854775808", Code.OUT_OF_RANGE),
    (Kind.NUMBER, "1e5", Code.NOT_NUMBER),
    (Kind.NUMBER, "NaN", Code.NOT_NUMBER),
    (Kind.NUMBER, "18万", Code.NOT_NUMBER),
    (Kind.NUMBER, ".", Code.NOT_NUMBER),
    (Kind.FLOAT, "1e39", Code.OUT_OF_RANGE),
    (Kind.DOUBLE, "1e400", Code.OUT_OF_RANGE),
    (Kind.DATE, "2023-02-29", Code.NOT_DATE),
    (Kind.DATE, "2024-02", Code.NOT_DATE),
    (Kind.DATE, "29.02.2024", Code.NOT_DATE),
    (Kind.DATETIME, "2024-02-29 25:00", Code.NOT_DATETIME),
    (Kind.DATETIME, "08:30", Code.NOT_DATETIME),
    (Kind.BOOLEAN, "也许", Code.NOT_BOOLEAN),
]


@pytest.mark.parametrize(("kind", "cell", "code"), REFUSED)
def test_what_does_not_fit(kind, cell, code):
    with pytest.raises(Unreadable) as refused:
        READERS[kind](cell)
    assert refused.value.code is code
