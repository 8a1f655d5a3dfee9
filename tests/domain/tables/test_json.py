"""JSON as a table: its three forms, what is nested, what is broken or hostile."""

from __future__ import annotations

import time

import pytest

from ckanext.scigov.tables import json_reading, json_values
from ckanext.scigov.tables.domain.problems import Code, UnfitFile
from ckanext.scigov.tables.reading import Given, examine


@pytest.fixture
def read(tmp_path):
    def rows(content, ending="json", sheet=""):
        path = tmp_path / f"file.{ending}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        table = examine(path, ending=ending, given=Given(sheet=sheet)).open()
        return [(0, table.heading), *table]

    return rows


def refusal(read, content, **more):
    with pytest.raises(UnfitFile) as unfit:
        read(content, **more)
    (problem,) = unfit.value.problems.kept
    return problem.code, problem.line, problem.value


LIST = '[{"名称": "甲", "值": 1}, {"名称": "乙", "多": true}]'
LINES = '{"名称": "甲", "值": 1}\n\n{"名称": "乙", "多": true}\n'
TABLE = [(0, ["名称", "值", "多"]), (1, ["甲", "1", ""]), (2, ["乙", "", "true"])]


@pytest.mark.parametrize(
    "content",
    [
        LIST,
        LIST.encode("utf-8-sig"),
        LIST.encode("gb18030"),
        LIST.encode("utf-16"),
        f'{{"total": 2, "data": {LIST}, "note": {{"a": [1]}}, "none": []}}',
        f'\n{{"data":\n{LIST}}}\n',
    ],
)
def test_a_list_of_objects_is_found(content, read):
    assert read(content) == TABLE


@pytest.mark.parametrize("ending", ["json", "jsonl", "ndjson"])
def test_objects_on_lines_have_the_numbers_of_their_lines(ending, read):
    assert read(LINES, ending) == [TABLE[0], TABLE[1], (3, TABLE[2][1])]


def test_one_line_is_enough_where_the_name_says_so(read):
    assert read('{"a": 1}\n', "jsonl") == [(0, ["a"]), (1, ["1"])]


def test_a_file_with_another_name_is_known_by_its_beginning(read):
    assert read(LIST, "csv") == TABLE
    assert read("[a],b\n1,2\n", "csv") == [(0, ["[a]", "b"]), (2, ["1", "2"])]


def test_numbers_stay_as_they_are_and_what_is_nested_stays_json(read):
    content = (
        '[{"a": 12.60, "b": 1e5, "c": 123456789012345678901234567890, "d": null, "e": false,'
        ' "f": {"x": [1, 2.50], "名": "值"}, "g": 1e999, "h": "\\u0000", "i": "\\ud800x"}]'
    )
    assert read(content)[1][1] == [
        "12.60", "100000", "123456789012345678901234567890", "", "false",
        '{"x": [1, 2.50], "名": "值"}', "1E+999", "\x00", "�x",
    ]  # fmt: skip


def test_emoji_and_right_to_left_text(read):
    assert read('[{"😀": "شكرا", "b": "\\ud83d\\ude00"}]') == [
        (0, ["😀", "b"]),
        (1, ["شكرا", "😀"]),
    ]


def test_a_name_without_letters_gets_one(read):
    assert read('[{"a": 1, "": 2}]') == [(0, ["a", "column_2"]), (1, ["1", "2"])]


def test_one_of_several_lists_is_chosen(read):
    content = f'{{"old": [{{"x": 1}}], "data": {LIST}}}'
    assert refusal(read, content) == (Code.JSON_SEVERAL_LISTS, 0, "old, data")
    assert read(content, sheet="data") == TABLE
    assert refusal(read, content, sheet="new") == (Code.JSON_NO_LIST, 0, "new")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", (Code.NO_HEADER, 0, "")),
        ("  \n", (Code.NO_HEADER, 0, "")),
        ("[]", (Code.NO_HEADER, 0, "")),
        ("[{}]", (Code.NO_HEADER, 0, "")),
        ("{}", (Code.JSON_NO_LIST, 0, "")),
        ('{"a": 1}', (Code.JSON_NO_LIST, 0, "")),
        ('{"a": [1, 2]}', (Code.JSON_NO_LIST, 0, "")),
        ("a,b\n1,2\n", (Code.JSON_BROKEN, 1, "a")),
        ("[1]", (Code.JSON_NO_OBJECT, 1, "1")),
        ('[{"a": 1}, [2]]', (Code.JSON_NO_OBJECT, 2, "[2]")),
        ('[{"a": 1}', (Code.JSON_BROKEN, 2, "")),
        ('[{"a": 1}, {"a": }]', (Code.JSON_BROKEN, 2, '{"a": }]')),
        ('[{"a": 1}] x', (Code.JSON_BROKEN, 1, "x")),
        ('[{"a": NaN}]', (Code.JSON_BROKEN, 1, '{"a": NaN}]')),
        ('{"a": [{"b": 1}], 7: 1}', (Code.JSON_BROKEN, 1, "7: 1}")),
        ('{"a" [{"b": 1}]}', (Code.JSON_BROKEN, 1, '[{"b": 1}]}')),
        ('{"a": 1}\n{"a": \n', (Code.JSON_BROKEN, 2, '{"a": \n')),
        ('{"a": 1}\n[2]\n', (Code.JSON_NO_OBJECT, 2, "[2]")),
        (b'[{"a": "\xff\xff"}]', (Code.UNDECODABLE, 0, "")),
    ],
)
def test_what_is_no_table_is_told(content, found, read):
    assert refusal(read, content) == found


def test_too_many_names(read):
    content = ", ".join(f'"c{n}": 1' for n in range(1001))
    assert refusal(read, f"[{{{content}}}]") == (Code.TOO_MANY_COLUMNS, 0, "1001")


@pytest.mark.parametrize("inside", ["[" * 200_000 + "]" * 200_000, "9" * 5_000, "1e" + "9" * 30])
@pytest.mark.parametrize("form", ['[{{"a": {}}}]', '{{"x": [{{"a": {}}}]}}', '{{"a": {}}}\n{{}}'])
def test_a_bomb_is_refused_in_no_time(inside, form, read):
    started = time.monotonic()
    assert refusal(read, form.format(inside))[0] is Code.JSON_BROKEN
    assert time.monotonic() - started < 5


def test_values_longer_than_a_piece_and_numbers_at_its_end(read, monkeypatch):
    monkeypatch.setattr(json_values, "FIRST_PIECE", 3)
    long = "数" * 10_000
    content = f'{{"n": 1234567, "data": [{{"a": "{long}", "b": 12345678}}, {{"b": 9}}]}}'
    assert read(content) == [(0, ["a", "b"]), (1, [long, "12345678"]), (2, ["", "9"])]


def test_one_value_of_many_megabytes_is_too_large(read, monkeypatch):
    for module in (json_values, json_reading):
        monkeypatch.setattr(module, "LARGEST_VALUE", 1_000)
    monkeypatch.setattr(json_values, "FIRST_PIECE", 100)
    many = ", ".join('{"a": 1}' for _ in range(500))
    assert len(read(f'{{"data": [{many}]}}')) == 501
    assert refusal(read, f'{{"data": [{{"a": "{"x" * 9_000}"}}]}}')[0] is Code.JSON_BROKEN
    assert refusal(read, f'{{"a": "{"x" * 9_000}"}}\n', ending="jsonl")[0] is Code.CELL_TOO_LARGE
