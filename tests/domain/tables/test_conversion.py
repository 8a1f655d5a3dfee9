"""From files on disk to COPY's text, and every problem by its line."""

import csv

import pytest

from ckanext.scigov.tables.conversion import copy_lines, plan
from ckanext.scigov.tables.domain.problems import Code, ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import examine


@pytest.fixture
def loaded(tmp_path):
    def load(content: bytes | str, items=(), limit=100):
        path = tmp_path / "file"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        made = plan(examine(path, ending="csv"), list(items))
        text = "".join(copy_lines(made, ProblemLog(limit), lambda *_: None))
        return [line.split("\t") for line in text.splitlines()]

    return load


def problems_of(loaded, content, items=(), **options):
    with pytest.raises(UnfitFile) as unfit:
        loaded(content, items, **options)
    return [(p.line, p.column, p.value, p.code) for p in unfit.value.problems.kept]


NUMBER = [{"title": "值", "name": "zhi", "data_type": "N"}]


def test_rows(loaded):
    assert loaded("名称,值\n甲,1\n乙,\n") == [["甲", "1"], ["乙", ""]]


def test_what_would_mean_something_to_copy_is_escaped(loaded):
    assert loaded('a\n"x\ty\\N\r\nz"\n') == [["x\\ty\\\\N\\r\\nz"]]


def test_blank_lines_and_trailing_commas_are_nothing(loaded):
    assert loaded("\n\n a,b,,\n\n1,2,,\n,,,\n3,4,,\n") == [["1", "2"], ["3", "4"]]


def test_missing_values_of_the_dictionary(loaded):
    items = [{"title": "值", "name": "zhi", "data_type": "N", "missing_values": ["无", "-999"]}]
    assert loaded("值\n无\n-999\n5\n", items) == [[""], [""], ["5"]]


def test_lines_are_counted_as_an_editor_counts(loaded):
    content = '名称,值\n"两\n行",1\n甲,x\n\n乙,y\n'
    assert problems_of(loaded, content, NUMBER) == [
        (4, "值", "x", Code.NOT_NUMBER),
        (6, "值", "y", Code.NOT_NUMBER),
    ]


def test_rows_of_another_width(loaded):
    assert problems_of(loaded, "a,b\n1\n1,2,3\n1,2\n") == [
        (2, "", "1", Code.TOO_FEW_CELLS),
        (3, "", "3", Code.TOO_MANY_CELLS),
    ]


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n"])
def test_a_file_without_heading(content, loaded):
    assert problems_of(loaded, content) == [(0, "", "", Code.NO_HEADER)]


def test_quotes_that_are_not_closed_swallow_nothing(loaded):
    (problem,) = problems_of(loaded, 'a,b\n1,2\n3,"x\n5,6\n')
    assert (problem[0], problem[3]) == (3, Code.BROKEN_QUOTES)


def test_too_many_columns(loaded):
    heading = ",".join(f"c{n}" for n in range(1001))
    assert problems_of(loaded, f"{heading}\n") == [(0, "", "1001", Code.TOO_MANY_COLUMNS)]


def test_a_workbook_that_is_none(loaded):
    assert problems_of(loaded, b"PK\x03\x04 nothing")[0][3] is Code.WORKBOOK_UNREADABLE


def test_long_values_are_shortened_in_what_is_told():
    from ckanext.scigov.tables.domain.problems import Problem

    row = Problem(Code.NOT_NUMBER, 1, "值", "x" * 500).as_row()
    assert len(row["value"]) == 80


def test_a_type_is_guessed_from_the_whole_file(loaded):
    lines = "".join(f"{n}\n" for n in range(12_000))
    assert loaded(f"值\n{lines}末\n")[-1] == ["末"]


def test_cells_larger_than_csv_usually_allows(loaded):
    assert csv.field_size_limit() >= 1 << 20
    assert loaded(f'a\n"{"x" * 200_000}"\n') == [["x" * 200_000]]


def coded(letter, codes):
    return [{"title": "性别", "name": "xb", "data_type": letter, "codes": codes}]


@pytest.mark.parametrize(
    ("letter", "codes", "cells", "bad"),
    [
        ("C", "1 男\n2 女", ["1", " 2 ", ""], []),
        ("C", "1 男\n2 女", ["1", "男", "3"], ["男", "3"]),
        ("I", "01 男\n2 女", ["1", "２", "2.0"], []),
        ("I", "1 男\nX 其他", ["1", "3"], ["3"]),
        ("C", "", ["任意"], []),
    ],
)
def test_a_code_list_says_which_values_there_are(loaded, letter, codes, cells, bad):
    content = "序号,性别\n" + "".join(f"{n},{cell}\n" for n, cell in enumerate(cells))
    if not bad:
        assert len(loaded(content, coded(letter, codes))) == len(cells)
        return
    found = problems_of(loaded, content, coded(letter, codes))
    assert [(value, code) for _line, _column, value, code in found] == [
        (value, Code.NOT_IN_CODE_LIST) for value in bad
    ]


def test_a_cell_of_another_type_is_told_as_that(loaded):
    assert problems_of(loaded, "性别\n男\n", coded("I", "1 男")) == [
        (2, "性别", "男", Code.NOT_INTEGER)
    ]


def test_empty_cells_and_missing_values_are_in_no_list(loaded):
    items = [{**coded("C", "1 男")[0], "missing_values": "无"}]
    assert loaded("序号,性别\n1,\n2,无\n3,1\n", items) == [["1", ""], ["2", ""], ["3", "1"]]


def test_cells_of_a_coded_text_count_for_the_share(tmp_path):
    from decimal import Decimal

    from ckanext.scigov.tables.domain.bad_cells import CellLog

    path = tmp_path / "file"
    path.write_text("性别\n" + "1\n" * 99 + "3\n", encoding="utf-8")
    log = CellLog(percent=Decimal(1), most=10)
    made = plan(examine(path, ending="csv"), coded("C", "1 男"))
    assert "".join(copy_lines(made, ProblemLog(), lambda *_: None, log)).count("\n") == 100
    assert (log.checked, log.count) == (100, 1)
