"""Which change of rows belongs to which dispute."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain import correction
from ckanext.scigov.dispute.domain.correction import Belonging, Disputed, RowChange
from ckanext.scigov.dispute.domain.target import Target, TargetKind

BEFORE = {"_id": 7, "编号": "1", "金额": 10, "名称": "甲"}
AMOUNT = RowChange(7, BEFORE, {**BEFORE, "金额": 12})
BOTH = RowChange(7, BEFORE, {**BEFORE, "金额": 12, "名称": "乙"})
GONE = RowChange(7, BEFORE, None)
NEW = RowChange(99, None, BEFORE)
SAME = RowChange(7, BEFORE, {**BEFORE, "_id": 8, "金额": "10"})


def disputed(
    kind: TargetKind, row: int | None = None, item: str = "", resource: str = "r"
) -> Disputed:
    return Disputed("one", Target(kind, "d", resource, item), row)


DATASET = disputed(TargetKind.DATASET, resource="")
RESOURCE = disputed(TargetKind.RESOURCE)
ITEM = disputed(TargetKind.ITEM, item="金额")
RECORD = disputed(TargetKind.RECORD, 7)
CELL = disputed(TargetKind.CELL, 7, "金额")
CASES: dict[str, tuple[Disputed, RowChange, bool, bool]] = {
    "any change, of the dataset": (DATASET, BOTH, True, False),
    "any change, of the table": (RESOURCE, NEW, True, False),
    "a change of the item": (ITEM, AMOUNT, True, False),
    "a change of the item and another": (ITEM, BOTH, True, True),
    "a change of the row": (RECORD, BOTH, True, False),
    "the row is gone": (RECORD, GONE, True, False),
    "a change of the cell": (CELL, AMOUNT, True, False),
    "a change of the cell and its neighbour": (CELL, BOTH, True, True),
    "the row of the cell is gone": (CELL, GONE, True, False),
    "a new row with its number": (RECORD, RowChange(7, None, BEFORE), False, True),
    "another row": (disputed(TargetKind.RECORD, 8), AMOUNT, False, True),
    "a row that is not found": (disputed(TargetKind.CELL, None, "金额"), AMOUNT, False, True),
    "another item": (disputed(TargetKind.ITEM, item="编号"), AMOUNT, False, True),
    "another table": (disputed(TargetKind.RESOURCE, resource="s"), AMOUNT, False, True),
    "a catalogue field": (disputed(TargetKind.FIELD), AMOUNT, False, True),
    "how open it is": (disputed(TargetKind.DECISION), AMOUNT, False, True),
}


@pytest.mark.parametrize("name", CASES)
def test_whether_a_change_belongs_to_a_dispute(name: str) -> None:
    one, change, belongs, is_more = CASES[name]
    found = correction.belonging([change], [one], "r")
    assert found == Belonging({"one": (change,) if belongs else ()}, (change,) if is_more else ())
    assert found.untouched == (() if belongs else ("one",))


def test_change_may_be_for_several_disputes() -> None:
    title = Disputed("two", Target(TargetKind.CELL, "d", "r", "名称"), 7)
    found = correction.belonging([BOTH, NEW], [CELL, title], "r")
    assert found == Belonging({"one": (BOTH,), "two": (BOTH,)}, (NEW,))


def test_what_changes_nothing_is_for_nobody() -> None:
    assert SAME.columns == frozenset()
    assert correction.belonging([SAME], [RECORD], "r") == Belonging({"one": ()})


def test_row_that_comes_or_goes_changes_all_of_it() -> None:
    empty = RowChange(7, {"_id": 7, "编号": None}, None)
    assert empty.columns == frozenset({"编号"})
    assert NEW.columns == frozenset({"编号", "金额", "名称"})
    assert correction.belonging([empty], [], "r").beside == (empty,)
