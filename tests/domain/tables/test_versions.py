"""What has changed from one version of a table to the next."""

import pytest

from ckanext.scigov.tables.domain.columns import columns_of
from ckanext.scigov.tables.domain.versions import Contents, columns_of_plan, difference


def column(name, item="", kind="text", label=""):
    return {"id": name, "label": label or name, "item": item, "type": kind}


def changes(before, after, rows=(1, 1)):
    found = difference(Contents(rows[0], before), Contents(rows[1], after))
    return {name: value for name, value in found.items() if value}


A, B, C = column("甲"), column("乙"), column("丙", kind="int8")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ([A, B], [B, A], {}),
        ([A], [A, B], {"added": ["乙"]}),
        ([A, B], [A], {"removed": ["乙"]}),
        ([A, B], [A, column("别")], {"renamed": [{"before": "乙", "after": "别"}]}),
        ([A, B], [A, C], {"added": ["丙"], "removed": ["乙"]}),
        ([A, B], [A, column("乙", kind="int8")], {"retyped": ["乙"]}),
        (
            [column("x", "item", label="旧"), A],
            [A, column("y", "item", "int8", label="新")],
            {"renamed": [{"before": "旧", "after": "新"}]},
        ),
        ([column("x", "one")], [column("y", "two")], {"added": ["y"], "removed": ["x"]}),
        ([], [A], {}),
        ([A], [], {}),
    ],
)
def test_columns(before, after, found):
    assert changes(before, after) == found


def test_rows():
    assert changes([A], [A], (5, 3)) == {"rows": -2}


def test_columns_of_a_plan():
    item = {"title": "金额", "name": "jin_e", "data_type": "N"}
    columns, _notes = columns_of(["金额", "备注"], [item])
    assert columns_of_plan(columns) == [
        column("金额", "jin_e", "numeric"),
        column("备注"),
    ]
