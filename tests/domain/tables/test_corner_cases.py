"""What is rare in files and dictionaries, and must not surprise."""

import csv

import pytest

from ckanext.scigov.tables.domain import terms
from ckanext.scigov.tables.domain.columns import columns_of
from ckanext.scigov.tables.domain.kinds import Unreadable, read_datetime, read_double, read_float
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog
from ckanext.scigov.tables.domain.sniffing import delimiter_of


def test_an_item_without_a_title_is_found_by_its_name():
    columns, notes = columns_of(["xm_bh"], [{"name": "xm_bh", "data_type": "C"}])
    assert ([column.id for column in columns], notes) == (["xm_bh"], [])


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (read_double, "1e999", Code.OUT_OF_RANGE),
        (read_float, "1e39", Code.OUT_OF_RANGE),
        (read_double, "viel", Code.NOT_NUMBER),
        (read_datetime, "2026-09-24 25:61", Code.NOT_DATETIME),
        (read_datetime, "2026-09-24 noon", Code.NOT_DATETIME),
        (read_datetime, "noon", Code.NOT_DATETIME),
    ],
)
def test_cells_that_cannot_be_read(read, cell, code):
    with pytest.raises(Unreadable) as unreadable:
        read(cell)
    assert unreadable.value.code is code


def test_a_log_counts_all_and_keeps_the_first():
    log = ProblemLog(limit=1)
    log.extend(Problem(Code.NOT_NUMBER, line, "经费", "x") for line in (7, 3, 5))
    assert (log.count, [row["line"] for row in log.rows()], bool(log)) == (3, [7], True)
    assert not ProblemLog()


@pytest.mark.parametrize(
    ("sample", "prefer", "delimiter"),
    [
        ("", ",", ","),
        ("alone\n", ";", ";"),
        ("a,b\nc\nd\n", ",", ","),
    ],
)
def test_a_delimiter_is_kept_where_nothing_speaks_for_another(sample, prefer, delimiter):
    assert delimiter_of(sample, prefer=prefer) == delimiter


def test_a_sample_that_is_no_table_says_nothing():
    limit = csv.field_size_limit(10)
    try:
        assert delimiter_of("a;" + "x" * 20 + "\n", prefer=",") == ","
    finally:
        csv.field_size_limit(limit)


def test_many_records_are_judged_by_the_first():
    assert delimiter_of("a;b\n" * 500, prefer=",") == ";"


@pytest.mark.parametrize(("text", "found"), [("水质 abc", True), ("abc 123", False)])
def test_chinese_is_told_from_other_writing(text, found):
    assert terms.has_cjk(text) is found
