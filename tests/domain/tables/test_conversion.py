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
        # The last column holds the tokens.
        return [line.split("\t")[:-1] for line in text.splitlines()]

    return load


def problems_of(loaded, content, items=(), **options):
    with pytest.raises(UnfitFile) as unfit:
        loaded(content, items, **options)
    return [(p.line, p.column, p.value, p.code) for p in unfit.value.problems.kept]


NUMBER = [{"title": "值", "name": "zhi", "data_type": "N"}]


def test_rows(loaded):
    assert loaded("名称,值\n甲,1\n乙,\n") == [["甲", "1"], ["乙", "\\N"]]


def test_what_would_mean_something_to_copy_is_escaped(loaded):
    assert loaded('a\n"x\ty\\N\r\nz"\n') == [["x\\ty\\\\N\\r\\nz"]]


def test_blank_lines_and_trailing_commas_are_nothing(loaded):
    assert loaded("\n\n a,b,,\n\n1,2,,\n,,,\n3,4,,\n") == [["1", "2"], ["3", "4"]]


def test_missing_values_of_the_dictionary(loaded):
    items = [{"title": "值", "name": "zhi", "data_type": "N", "missing_values": ["无", "-999"]}]
    assert loaded("值\n无\n-999\n5\n", items) == [["\\N"], ["\\N"], ["5"]]


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
