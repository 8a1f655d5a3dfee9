"""Workbooks: what is said of them before they are read, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from workbooks import book

from ckanext.scigov.tables import workbook_scan
from ckanext.scigov.tables.domain.problems import Code, NoteCode, UnfitFile
from ckanext.scigov.tables.reading import Given, examine

CONTENTS = (
    '<workbook xmlns:r="r"><sheets><sheet name="一" sheetId="1" r:id="rId1"/>'
    '<sheet name="二" sheetId="2" r:id="rId2"/></sheets></workbook>'
)
RELATIONS = (
    "<Relationships>"
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file"


@pytest.fixture
def packed(path):
    """Write a workbook by hand: what a program would not write."""

    def write(sheet, *, contents=CONTENTS, method=zipfile.ZIP_DEFLATED, **more):
        parts = {
            "xl/workbook.xml": contents,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
            "xl/worksheets/sheet2.xml": "<worksheet/>",
            **more,
        }
        with zipfile.ZipFile(path, "w", method) as file:
            for name, text in parts.items():
                file.writestr(name, text)
        return path

    return write


def refused(path, **given):
    with pytest.raises(UnfitFile) as unfit:
        examine(path, ending="xlsx", given=Given(**given)).open()
    return unfit.value.problems.kept[0].code


def notes(path, **given):
    return [(n.code, n.name) for n in examine(path, ending="xlsx", given=Given(**given)).notes]


def test_one_of_several_sheets_is_read_and_that_is_said(path):
    path.write_bytes(book(("一", [["a"], [1]]), ("二", [["b"], [2]])))
    assert notes(path) == [(NoteCode.SEVERAL_SHEETS, "一")]
    file = examine(path, ending="xlsx", given=Given(sheet="二"))
    assert (file.sheets, file.open().heading) == (("一", "二"), ["b"])
    assert refused(path, sheet="三") is Code.SHEET_MISSING


def test_formulas_without_a_result_are_counted(path):
    path.write_bytes(book(("一", [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]])))
    assert notes(path) == [(NoteCode.FORMULAS_WITHOUT_RESULT, "2")]
    assert list(examine(path, ending="xlsx").open()) == [(2, ["1", ""]), (3, ["2", ""])]


def test_formulas_with_a_result_are_that_result(packed):
    rows = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    path = packed(rows)
    assert notes(path) == [(NoteCode.SEVERAL_SHEETS, "一")]


def test_merged_cells_have_their_value_once(path):
    path.write_bytes(book(("一", [["标题", None], ["甲", "1"], ["乙", "2"]]), merge="A1:B1"))
    assert notes(path) == [(NoteCode.MERGED_CELLS, "1")]
    with pytest.raises(UnfitFile):
        list(_rows_of(path))
    assert examine(path, ending="xlsx", given=Given(header_row=2)).open().heading == ["甲", "1"]


def _rows_of(path):
    from ckanext.scigov.tables.conversion import copy_lines, plan
    from ckanext.scigov.tables.domain.problems import ProblemLog

    return copy_lines(plan(examine(path, ending="xlsx"), []), ProblemLog(), lambda *_: None)


def test_a_zip_bomb_is_not_unpacked(packed, monkeypatch):
    monkeypatch.setattr(workbook_scan, "MOST_BYTES", 5_000_000)
    path = packed("", **{"xl/media/zeros.bin": "0" * 20_000_000})
    assert path.stat().st_size < 50_000
    assert refused(path) is Code.WORKBOOK_TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_none_either(packed, monkeypatch):
    monkeypatch.setattr(workbook_scan, "MOST_BYTES", 5_000_000)
    path = packed("", **{"xl/media/zeros.bin": "0" * 20_000_000})
    content = path.read_bytes().replace((20_000_000).to_bytes(4, "little"), b"\1\0\0\0")
    path.write_bytes(content)
    with zipfile.ZipFile(path) as file:
        assert file.getinfo("xl/media/zeros.bin").file_size == 1
    assert refused(path) is Code.WORKBOOK_TOO_LARGE


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        "<row r='1'><c r='A1'/></row><row r='1048576'><c r = 'xfd1048576'/></row>",
        '<x:row r="1"><x:c r="A1"/></x:row><x:row r="1048576"><x:c r="XFD1048576"/></x:row>',
    ],
)
def test_a_cell_in_the_last_corner_asks_for_no_memory(sheet, packed):
    assert refused(packed(sheet)) is Code.WORKBOOK_TOO_LARGE


def test_nor_do_many_cells_without_places(packed, monkeypatch):
    monkeypatch.setattr(workbook_scan, "MOST_CELLS", 10_000)
    assert refused(packed("<row>" + "<c/>" * 200 + "</row>" + "<row/>" * 200)) is (
        Code.WORKBOOK_TOO_LARGE
    )


def test_a_long_row_is_counted_over_pieces(packed, monkeypatch):
    monkeypatch.setattr(workbook_scan, "PIECE", 100)
    path = packed("<row>" + "<c></c>" * 300 + "</row>" + "<row></row>" * 3)
    assert workbook_scan.scan(path).facts.columns == 300


def test_a_wide_sheet_may_have_few_rows(packed):
    rows = "".join(f'<row r="{n}"><c r="ALL{n}"><v>1</v></c></row>' for n in range(1, 4))
    found = workbook_scan.scan(packed(rows)).facts
    assert (found.columns, found.rows) == (1000, 3)


@pytest.mark.parametrize(
    "more",
    [
        {"contents": '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'},
        {"contents": "<workbook>"},
        {"method": zipfile.ZIP_BZIP2},
    ],
)
def test_what_no_program_writes_is_not_read(more, packed):
    assert refused(packed("", **more)) is Code.WORKBOOK_UNREADABLE


def test_another_archive_is_no_workbook(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("content.xml", "<office/>")
    assert refused(path) is Code.WORKBOOK_UNREADABLE


def test_a_workbook_without_sheets(packed):
    assert refused(packed("", contents="<workbook><sheets/></workbook>")) is Code.SHEET_MISSING


def test_a_workbook_may_be_any_stream_of_pieces():
    assert list(workbook_scan._pieces(io.BytesIO(b"abc"), 5)) == [b"abc"]
