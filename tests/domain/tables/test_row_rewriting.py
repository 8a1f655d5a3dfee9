"""The file of a table with some rows changed: the numbers of the rows, and every other byte as it was."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ckanext.scigov.tables.conversion import copy_lines, plan
from ckanext.scigov.tables.domain.delimited import raw_cells, with_cells
from ckanext.scigov.tables.domain.problems import ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import NOTHING, Given, examine
from ckanext.scigov.tables.row_rewriting import Unwritable, rewrite, rows_of

TEXT = '編號,名稱,備註\r\n1,"甲, ""乙""",\r\n\r\n2,"二\n行",x\r\n,,\r\n3,丙,"y"\r\n'
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"]


def changed(path: Path, changes, wish: Given = NOTHING, ending: str = "csv") -> bytes:
    file = examine(path, ending=ending, given=wish)
    out = io.BytesIO()
    rewrite(file, rows_of(file, changes), changes, wish, out)
    return out.getvalue()


def wish_for(encoding: str) -> Given:
    return Given(encoding="big5") if encoding == "big5" else NOTHING


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_only_the_touched_record_is_written_anew(tmp_path, encoding):
    path = tmp_path / "a"
    path.write_bytes(TEXT.encode(encoding))
    new = changed(path, {2: {1: "一行"}}, wish_for(encoding))
    expected = TEXT.replace('"二\n行"', '"一行"').encode(encoding)
    assert new == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_row_that_is_left_out_leaves_nothing(tmp_path, encoding):
    path = tmp_path / "a"
    path.write_bytes(TEXT.encode(encoding))
    new = changed(path, {1: None, 3: None}, wish_for(encoding))
    assert new == '編號,名稱,備註\r\n\r\n2,"二\n行",x\r\n,,\r\n'.encode(encoding)


def test_the_other_byte_order_stays(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert changed(path, {3: None}) == b"\xfe\xff" + TEXT[: TEXT.index("3,")].encode("utf-16-be")


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("a;b\n1;2\n3;4", {2: {1: "5;6"}}, 'a;b\n1;2\n3;"5;6"'),
        ("a\tb\n1\t2\n3\t4\n", {1: {0: 'x"y'}}, 'a\tb\n"x""y"\t2\n3\t4\n'),
        ("a,b\r1,2\r3,4\r", {1: None}, "a,b\r3,4\r"),
        ("a,b\n1,2\n3,4", {2: None}, "a,b\n1,2\n"),
        ("a,b\n1,2,,\n3,4\n", {1: {0: "9"}}, "a,b\n9,2,,\n3,4\n"),
        ("a,b\n1,2\n3,4\n", {1: {0: "", 1: "x\ny"}, 2: None}, 'a,b\n,"x\ny"\n'),
    ],
)
def test_the_way_it_is_written_stays(tmp_path, before, changes, after):
    path = tmp_path / "a"
    path.write_bytes(before.encode())
    assert changed(path, changes) == after.encode()


def test_rows_are_counted_below_the_heading_that_was_settled(tmp_path):
    path = tmp_path / "a"
    path.write_bytes("清单,\n\n编号,名称\n1,甲\n2,乙\n".encode())
    new = changed(path, {2: {1: "丙"}}, Given(header_row=3))
    assert new == "清单,\n\n编号,名称\n1,甲\n2,丙\n".encode()
    path.write_bytes(b"\xef\xbb\xbf1,2\n3,4\n")
    assert changed(path, {1: {0: "9"}}, Given(header_row=0)) == b"\xef\xbb\xbf9,2\n3,4\n"


def test_what_the_encoding_has_no_bytes_for_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes("計畫,經費\n測試,1\n".encode("big5"))
    with pytest.raises(Unwritable) as refused:
        changed(path, {1: {0: "😀"}}, Given(encoding="big5"))
    assert refused.value.row == 1
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(Unwritable):
        changed(path, {1: {0: "\x00"}})


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    for place, value in {"A3": "清单", "A5": "编号", "B5": "名称", "A6": 1, "B6": "a,b"}.items():
        book.active[place] = value
    book.active["A8"] = 2.5
    book.save(path)


def test_a_workbook_becomes_csv_with_the_lines_it_had(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook(path)
    wish = Given(header_row=5)
    new = changed(path, {2: {1: "乙"}}, wish, "xlsx")
    lines = [",", ",", "清单,", ",", "编号,名称", '1,"a,b"', ",", "2.5,乙", ""]
    assert new == "\r\n".join(lines).encode("utf-8-sig")
    assert b"2.5" not in changed(path, {2: None}, wish, "xlsx")


def test_json_becomes_csv(tmp_path):
    path = tmp_path / "a"
    path.write_text('[{"a": 12.60, "b": null}, {"a": 2, "c": [1]}, {"a": true}]')
    new = changed(path, {2: {0: "3"}, 3: None}, NOTHING, "json")
    assert new == "a,b,c\r\n12.60,,\r\n3,,[1]\r\n".encode("utf-8-sig")
    wish = Given(encoding="gb18030", delimiter="semicolon", header_row=2)
    lines = changed(path, {1: None}, wish, "json").decode("gb18030").split("\r\n")
    assert lines == ["", "a;b;c", "2;;[1]", "true;;", ""]


CELL = st.text(st.sampled_from('ab甲,";\r\n |'), max_size=4)


@st.composite
def written(draw):
    """A text of three columns, its cells quoted where they must be and where somebody liked it."""
    lines = ["x,y,z\n"]
    for cells in draw(st.lists(st.lists(CELL, min_size=3, max_size=4), max_size=8)):
        marks = [draw(st.booleans()) or any(s in cell for s in ',"\r\n') for cell in cells]
        raw = [
            '"' + c.replace('"', '""') + '"' if q else c for c, q in zip(cells, marks, strict=True)
        ]
        lines.append(",".join(raw) + draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n,,\n"])))
    return "".join(lines)


def table_of(path: Path) -> list[list[str]]:
    file = examine(path, ending="csv", given=Given(delimiter="comma"))
    text = "".join(copy_lines(plan(file, []), ProblemLog(), lambda _rows, _size: None))
    return [line.split("\t") for line in text.splitlines()]


@given(written(), st.data())
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_numbers_are_those_of_the_table(tmp_path, text, data):
    """Whatever is loaded: a row that is left out of the file is the one left out of the table."""
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(text.encode())
    try:
        rows = table_of(path)
    except UnfitFile:
        return
    for number in data.draw(st.sets(st.integers(1, max(1, len(rows))), max_size=3)):
        if len(rows) < 2:
            continue
        other.write_bytes(changed(path, {number: None}, Given(delimiter="comma")))
        assert table_of(other) == [*rows[: number - 1], *rows[number:]]


@given(st.lists(CELL, min_size=1, max_size=4), st.data())
def test_cells_are_cut_as_a_reader_cuts_them(cells, data):
    import csv

    out = io.StringIO()
    style = data.draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    csv.writer(out, quoting=style, lineterminator="\r\n").writerow(cells)
    record = out.getvalue().removesuffix("\r\n")
    assert len(raw_cells(record, ",")) == len(cells)
    place = data.draw(st.integers(0, len(cells) - 1))
    new = with_cells(record, ",", {place: "n,\n"})
    read = next(csv.reader(io.StringIO(new, newline=""), strict=True))
    assert read == [*cells[:place], "n,\n", *cells[place + 1 :]]
