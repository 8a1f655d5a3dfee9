"""JSON of sources: what stands in it that no database stores, and where it ends."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake.contract import SourceFailed, Unreadable
from ckanext.scigov_harvesters import json_text


def cause(text):
    with pytest.raises(SourceFailed) as failed:
        json_text.documents(text)
    return failed.value.cause


def test_what_no_database_stores_is_taken_out():
    text = '{"a\\u0000": ["x\\u0000y\\ud800", {"b": 1}], "c": "\\ud83d\\ude00", "d": null}'
    assert json_text.document(text) == {"a": ["xy\ufffd", {"b": 1}], "c": "😀", "d": None}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("123456789012345678901234", 123456789012345678901234),
        ("1e999", "1e999"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("0.5", 0.5),
        ('"a\nb\tc"', "a\nb\tc"),
        ('\ufeff {"a": 1} \n', {"a": 1}),
        ('{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_values_are_those_that_json_has(text, value):
    assert json_text.document(text) == value


def test_documents_on_end_are_one_list_where_they_are_lists():
    assert json_text.document("[1][2, 3]\n[]") == [1, 2, 3]
    assert json_text.document('{"a": 1} [2]') == [{"a": 1}, [2]]


@pytest.mark.parametrize("text", ["", "  ", "[1", '{"a": ', "[1] x", "9" * 5_000, "[1,]", '"a'])
def test_what_is_cut_off_or_no_json_is_a_cause(text):
    assert cause(text) == "bad_answer"


@pytest.mark.parametrize(
    ("levels", "is_read"), [(1, True), (64, True), (65, False), (900, False), (10_000, False)]
)
def test_only_so_many_levels_are_read(levels, is_read):
    for opening, middle, closing in (("[", "", "]"), ('{"a":', "1", "}")):
        text = opening * levels + middle + closing * levels
        if is_read:
            assert len(json_text.documents(text)) == 1
        else:
            assert cause(text) == "too_deep"


def test_a_line_that_is_too_deep_is_told_in_its_place():
    deep = "[" * 100 + "]" * 100
    assert list(json_text.lines(f"1\n{deep}\n2")) == [1, Unreadable("too_deep", deep), 2]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", {"a": {"b": [{"c": 1}]}}),
        ("a.b.0.c", 1),
        ("a.b.1.c", None),
        ("a.b.x", None),
        ("a.b.0.c.d", None),
        ("x", None),
    ],
)
def test_a_path_leads_to_a_value_or_to_nothing(path, value):
    assert json_text.at_path({"a": {"b": [{"c": 1}]}}, path) == value
