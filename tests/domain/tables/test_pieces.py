"""Whole columns at once give what cells give one by one, whatever the file."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ckanext.scigov.tables import conversion
from ckanext.scigov.tables.conversion import GuessedWrong, copy_lines, plan
from ckanext.scigov.tables.domain import inference
from ckanext.scigov.tables.domain.bad_cells import CellLog
from ckanext.scigov.tables.domain.kinds import READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.plain import are_plain
from ckanext.scigov.tables.domain.problems import ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import Given, examine
from ckanext.scigov.tables.text_reading import TextRows

CELLS = st.sampled_from([
    "", " ", "\u3000", "\x1f", "\u2029", "甲", " 甲 ", "a\\b", "\\.", "\\N", "x\ty", "é", "😀", "\u202e", "-",
    "0", "-0", "007", "12", " 12", "１２", "12.", "1.50", ".5", "1,234", "+5", "1e5", "0x1F", "1_000",
    "999999999999999", "9223372036854775807", "9223372036854775808", "1234567890123456789",
    "2024-02-29", "2023-02-29", "2024-2-9", "2024/2/9", "2024年2月9日", "20240229", "0000-01-01",
    "2024-12-31", "2024-11-31", "2024-01-01 08:00:00", "2024-01-01 8:00", "2024-01-01T24:00:00",
    "true", "FALSE", "是", "无", "1", "t", "NULL", "NaN", "infinity", "today", "\x00",
])  # fmt: skip
ODD = st.sampled_from(['"a,b"', '"x\ny"', '""', 'a"b', '"q""q"', '"open', "a\rb", "1,2,3,4,5"])
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\r", "\n,,\n"])
LETTERS = st.sampled_from(["", "C", "I", "N", "B", "F", "D", "T", "L"])


@st.composite
def files(draw):
    """A file of three columns with runs of cells alike, as files have, and something odd here and there."""
    lines = ["编码,值,日期\n"]
    for _run in range(draw(st.integers(0, 4))):
        row = [draw(CELLS) for _ in range(3)]
        lines += [",".join(row) + "\n"] * draw(st.integers(1, 3))
        lines += [draw(st.one_of(CELLS, ODD)) + "," + draw(CELLS) + "," + draw(CELLS) + draw(ENDS)]
    return "".join(lines)


def items_of(letters, missing):
    names = ("编码", "值", "日期")
    return [
        {"title": name, "name": f"n{at}", "data_type": letter, "missing_values": missing}
        for at, (name, letter) in enumerate(zip(names, letters, strict=True))
        if letter
    ]


def one_by_one(monkeypatch):
    """Take every row through the CSV reader and every cell through its reader."""
    monkeypatch.setattr(TextRows, "block", lambda *_: None)
    monkeypatch.setattr(conversion, "_convert", cell_by_cell)
    monkeypatch.setattr(inference, "_all_fit", fits_one_by_one)


def cell_by_cell(column, piece, place):
    values, bad = conversion._by_cells(column, piece, place)
    filled = len(values) - values.count(None) if column.is_declared else 0
    place.cells.checked += filled + bad
    return values


def fits_one_by_one(kind, pattern, values):
    for value in values:
        if not pattern.fullmatch(value):
            return False
        if kind in (Kind.DATE, Kind.DATETIME):
            try:
                READERS[kind](value)
            except Unreadable:
                return False
    return True


def loaded(path, items, percent, *, most):
    """Load a file as the job does; return all that is known of it afterwards."""
    file = examine(path, ending="csv", given=Given(delimiter="comma"))
    told = []
    cells, problems = CellLog(Decimal(percent), 1000, told.extend), ProblemLog(5)
    try:
        made = plan(file, items, most=most)
        text = "".join(copy_lines(made, problems, lambda *_: None, cells))
    except GuessedWrong:
        return loaded(path, items, percent, most=None)
    except UnfitFile as unfit:
        return unfit.problems.rows(), unfit.problems.count, told, cells.counts, cells.checked
    kinds = [column.kind for column in made.columns]
    rows = [line.split("\t") for line in text.split("\n")[:-1]]
    values = [[known(*pair) for pair in zip(kinds, row, strict=True)] for row in rows]
    return kinds, values, told, cells.counts, cells.checked, problems.rows()


def known(kind, text):
    """Return a value as PostgreSQL knows it."""
    if text == "":
        return None
    if kind is Kind.INTEGER:
        return int(text)
    if kind in (Kind.NUMBER, Kind.DOUBLE, Kind.FLOAT):
        return Decimal(text).as_tuple() if kind is Kind.NUMBER else float(text)
    return text


@settings(max_examples=400, deadline=None)
@given(files(), st.tuples(LETTERS, LETTERS, LETTERS), st.sampled_from([(), ("无", "12")]))
@example("编码,值,日期\n1,2,2024-01-01\n1,2,2024-01-01\nx,2,\n", ("", "", ""), ())
@example("编码,值,日期\n1,2,2024-02-29\n" * 1 + "1,2,2024-02-30\n", ("I", "N", "D"), ())
def test_the_same_whichever_way(tmp_path_factory, content, letters, missing):
    path = tmp_path_factory.mktemp("pieces") / "file"
    path.write_bytes(content.encode())
    items = items_of(letters, list(missing))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(conversion, "ROWS_AT_ONCE", 2)
        many = [loaded(path, items, "50", most=most) for most in (None, 1)]
        one_by_one(patched)
        expected = loaded(path, items, "50", most=None)
    assert many == [expected, expected]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(inference._COUNTING | {Kind.DATE, Kind.DATETIME})), st.lists(CELLS))
def test_from_plain_cells_their_type_is_inferred(kind, cells):
    guess = inference.Guess("值")
    guess.look_at(cells)
    if are_plain(kind, cells) and guess.seen:
        assert kind in [possible for possible, _pattern in guess.possible]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(Kind), st.lists(CELLS, max_size=4))
def test_plain_cells_are_what_their_readers_give(kind, cells):
    if not are_plain(kind, cells):
        return
    for cell in filter(None, cells):
        assert known(kind, READERS[kind](cell)) == known(kind, cell)


@pytest.mark.parametrize(
    ("kind", "cells", "plain"),
    [
        (Kind.TEXT, ["甲", "", " a "], True), (Kind.TEXT, ["甲", " "], False), (Kind.TEXT, ["\x00"], False),
        (Kind.INTEGER, ["-12", "", "0"], True), (Kind.INTEGER, ["1", "+1"], False),
        (Kind.INTEGER, ["007"], False),
        (Kind.INTEGER, ["1\n2"], False), (Kind.NUMBER, ["1.50", "12"], True), (Kind.NUMBER, ["1,0"], False),
        (Kind.FLOAT, ["1.5"], True), (Kind.DOUBLE, ["1e400"], False),
        (Kind.DATE, ["2024-01-31", "2024-04-30"], True), (Kind.DATE, ["2024-02-29"], False),
        (Kind.DATE, ["2024-04-31"], False), (Kind.DATE, ["0000-01-01"], False),
        (Kind.DATETIME, ["2024-01-31 23:59:59"], True), (Kind.DATETIME, ["2024-01-31 24:00:00"], False),
        (Kind.BOOLEAN, ["t"], False),
    ],
)  # fmt: skip
def test_plain(kind, cells, plain):
    assert are_plain(kind, cells) is plain


def blocks(text, width=2, most=2):
    rows = TextRows(io.StringIO(text, newline=""), ",")
    found = []
    while (block := rows.block(width, most)) is not None:
        found.append((list(block.lines), [list(one) for one in block.columns], block.text))
    return found, list(rows)


def test_lines_without_quotes_are_cut_at_once():
    assert blocks("a,b\r\nc,\n甲,乙") == (
        [([1, 2], [["a", "c"], ["b", ""]], "a,b\nc,\n"), ([3], [["甲"], ["乙"]], "甲,乙\n")],
        [],
    )


@pytest.mark.parametrize(
    "text", ['a,"b"\n', "a\n", "a,b,c\n", ",\n", "\n", "a,b\rc,d\n", "a,b\n\nc,d\n", "a,b\n,\n", ""]
)
def test_others_are_read(text):
    found, rows = blocks(text)
    assert found == []
    assert [cells for _line, cells in rows] == [
        c for c in csv.reader(io.StringIO(text, newline="")) if c
    ]


def test_very_long_lines_are_read(monkeypatch):
    monkeypatch.setattr("ckanext.scigov.tables.text_reading.LARGEST_BLOCK", 7)
    assert blocks("a,b\nc,d\n") == ([], [(1, ["a", "b"]), (2, ["c", "d"])])


def test_lines_are_counted_over_blocks_and_rows():
    found, rows = blocks('a,b\nc,d\n"e\n",f\ng,h\n')
    assert [lines for lines, *_ in found] == [[1, 2]]
    assert rows == [(3, ["e\n", "f"]), (5, ["g", "h"])]
