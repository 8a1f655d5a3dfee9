"""What a server says of a file."""

from __future__ import annotations

from email.message import Message

import pytest

from ckanext.scigov.shared.domain import answers


def headers(**values):
    made = Message()
    for name, value in values.items():
        made[name.replace("_", "-")] = value
    return made


@pytest.mark.parametrize(
    ("disposition", "target", "expected"),
    [
        ("", "/a/b.csv", "b.csv"),
        ("", "/a/%E6%95%B0.csv?x=/y", "数.csv"),
        ("", "/", ""),
        ('attachment; filename="t.xlsx"', "/export", "t.xlsx"),
        ("attachment; filename*=UTF-8''%E6%95%B0.csv", "/export", "数.csv"),
        ('attachment; filename="数.csv"'.encode().decode("latin-1"), "/export", "数.csv"),
        ('attachment; filename="é.csv"', "/export", "é.csv"),
        ("attachment; filename*=nowhere''%E6.csv", "/export", "æ.csv"),
        ("attachment", "/export", "export"),
    ],
)
def test_names_of_files(disposition, target, expected):
    made = headers(Content_Disposition=disposition) if disposition else headers()
    assert answers.file_name(made, target) == expected


def test_media_types():
    assert answers.media_type(headers(Content_Type="Text/CSV; charset=gbk")) == "text/csv"
    assert answers.media_type(headers()) == ""


def test_values_that_cannot_be_sent_back_are_none():
    assert answers.short('"abc"') == '"abc"'
    assert answers.short("x" * 200) == "x" * 200
    assert answers.short("x" * 201) == ""
    assert answers.short("a\x00b") == ""
