"""What rows say of columns that nobody has described."""

from __future__ import annotations

import pytest

from ckanext.scigov.tables.domain.first_columns import Columns
from ckanext.scigov.tables.domain.kinds import Kind


def looked_at(heading, *pieces, whole=True):
    columns = Columns(heading)
    for rows in pieces:
        columns.look_at(rows)
    columns.is_whole = whole
    return columns


def test_types_come_from_all_pieces():
    columns = looked_at(["名称", "金额"], [["甲", "1"], ["乙"]], [["丙", "1.5"]])
    assert [guess.kind for guess in columns.guesses] == [Kind.TEXT, Kind.NUMBER]


def test_the_period_of_the_one_column_of_days():
    rows = [["甲", "2023-03-01"], ["乙", ""], ["丙", "2022/12/31"]]
    assert looked_at(["名称", "批准日期"], rows, [["丁", "2023年11月2日"]]).period == (
        "2022-12-31",
        "2023-11-02",
    )
    moments = [["2023-03-01 08:00:00"], ["2023-03-02 09:30:00"]]
    assert looked_at(["更新于"], moments).period == ("2023-03-01", "2023-03-02")


@pytest.mark.parametrize(
    ("heading", "rows", "whole"),
    [
        (["名称"], [["甲"]], True),
        (["开始日期", "结束日期"], [["2023-01-01", "2023-02-01"]], True),
        (["批准日期"], [["2023-01-01"]], False),
        (["出生日期"], [["1980-01-01"]], True),
        (["有效期至"], [["2023-01-01"], ["9999-12-31"]], True),
        (["建立日期"], [["0800-01-01"]], True),
        (["批准日期"], [["2023-01-01"], ["待定"]], True),
        (["批准日期"], [[""]], True),
    ],
)
def test_no_period_where_it_is_not_certain(heading, rows, whole):
    assert looked_at(heading, rows, whole=whole).period is None
