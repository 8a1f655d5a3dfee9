"""How many cells may not fit, which are kept, and what a spreadsheet makes of them."""

from decimal import Decimal

import pytest

from ckanext.scigov.tables.conversion import copy_lines, plan
from ckanext.scigov.tables.domain.bad_cells import (
    BadCell,
    CellLog,
    harmless,
    kept_text,
    percent_of,
)
from ckanext.scigov.tables.domain.problems import Code, ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import examine

ITEMS = [{"title": "值", "name": "zhi", "data_type": "N"}]


@pytest.fixture
def load(tmp_path):
    def loaded(content, percent, items=ITEMS, most=100):
        path = tmp_path / "file.csv"
        path.write_bytes(content.encode())
        cells = []
        log = CellLog(Decimal(percent), most, cells.extend)
        made = plan(examine(path, ending="csv"), items)
        pieces = copy_lines(made, ProblemLog(), lambda *_: None, log)
        rows = [line.split("\t") for line in "".join(pieces).splitlines()]
        return rows, cells, log

    return loaded


def test_bad_cells_are_empty_and_told(load):
    rows, cells, log = load("名,值\n甲,1\n乙,x\n丙,\n丁,4\n", "34")
    assert rows == [["甲", "1"], ["乙", ""], ["丙", ""], ["丁", "4"]]
    assert cells == [BadCell(3, 2, "值", "x", Code.NOT_NUMBER)]
    assert (log.count, log.checked, log.listed) == (1, 3, 1)


@pytest.mark.parametrize(("percent", "is_loaded"), [("50", True), ("49.9", False), ("0", False)])
def test_the_share_is_that_of_cells_that_could_fail(percent, is_loaded, load):
    content = "名,值\n甲,1\n乙,x\n丙,\n"
    if is_loaded:
        assert len(load(content, percent)[0]) == 3
        return
    with pytest.raises(UnfitFile):
        load(content, percent)


def test_a_text_without_types_has_no_share(load):
    with pytest.raises(UnfitFile):
        load("名\n甲\x00\n乙\n", "1")
    assert load("名\n甲\x00\n乙\n", "100")[1] == [BadCell(2, 1, "名", "甲␀", Code.NUL_CHARACTER)]


def test_rows_are_numbered_over_pieces_of_the_file(load):
    content = "值\n" + "1\n" * 6_000 + "x\n"
    _rows, cells, _log = load(content, "1")
    assert [(cell.line, cell.row) for cell in cells] == [(6_002, 6_001)]


def test_the_report_is_bounded_and_in_order(load):
    items = [{"title": t, "name": t, "data_type": "N"} for t in ("a", "b")]
    _rows, cells, log = load("a,b\nx,1\n1,y\nz,2\n", "100", items, most=2)
    assert [(cell.line, cell.column) for cell in cells] == [(2, "a"), (4, "a")]
    assert log.count == 3


def test_a_line_that_does_not_fit_is_not_put_up_with(load):
    with pytest.raises(UnfitFile) as unfit:
        load("名,值\n甲,x\n乙\n", "100")
    assert [p.code for p in unfit.value.problems.kept] == [Code.TOO_FEW_CELLS, Code.NOT_NUMBER]


def test_without_a_tolerance_nothing_is_kept():
    log = CellLog()
    log.add(BadCell(1, 1, "a", "x", Code.NOT_NUMBER))
    log.end_piece()
    assert (log.count, log.listed, log.is_exceeded) == (1, 0, True)
    CellLog(most=1).sink([])


def test_counts_by_column_have_the_labels():
    from ckanext.scigov.tables.domain.columns import columns_of

    columns, _notes = columns_of(["zhi", "b"], ITEMS)
    log = CellLog()
    log.add(BadCell(1, 1, "zhi", "x", Code.NOT_NUMBER))
    assert log.per_column(columns) == [{"column": "zhi", "label": "值", "count": 1}]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＠", " ="])
def test_no_text_is_a_formula(sign):
    assert harmless(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("text", ["", "1", "甲=1", "约二月"])
def test_other_texts_stay(text):
    assert harmless(text) == text


def test_a_long_text_is_cut():
    assert (len(kept_text("x" * 40_000)), kept_text("x\x00")) == (32_767, "x␀")


@pytest.mark.parametrize(
    ("text", "share"),
    [("1", "1"), (" 0.5% ", "0.5"), ("100", "100"), ("0", "0"), (2, "2")],
)
def test_a_share(text, share):
    assert percent_of(text) == Decimal(share)


@pytest.mark.parametrize("text", ["", "viel", "-1", "100.1", "NaN", "Infinity", None])
def test_no_share(text):
    assert percent_of(text) is None
