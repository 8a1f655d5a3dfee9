"""What somebody wants done with rows is understood, or refused with a reason."""

from __future__ import annotations

import pytest

from ckanext.scigov.shared.errors import Refused
from ckanext.scigov.tables.domain.row_changes import (
    MOST_ROWS,
    ChangeReason,
    Note,
    RowChange,
    changes_from,
    note_of,
)

SEEN = {"编号": "A1"}


def test_changes_come_in_the_order_of_their_rows():
    given = [
        {"row": "7", "expected": SEEN, "delete": True},
        {"row": 2, "expected": SEEN, "set": {"金额": "1.50", "备注": ""}},
    ]
    assert changes_from(given) == (
        RowChange(2, SEEN, {"金额": "1.50", "备注": None}),
        RowChange(7, SEEN, None),
    )
    assert changes_from('[{"row": 1, "expected": {"a": null}, "delete": true}]') == (
        RowChange(1, {"a": None}, None),
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("[", ChangeReason.NO_LIST),
        ({}, ChangeReason.NO_LIST),
        (None, ChangeReason.NO_LIST),
        (["x"], ChangeReason.NO_LIST),
        ([], ChangeReason.NO_CHANGE),
        ([{}] * (MOST_ROWS + 1), ChangeReason.TOO_MANY),
        ([{"row": "x"}], ChangeReason.NO_NUMBER),
        ([{"row": True}], ChangeReason.NO_NUMBER),
        ([{"row": -1}], ChangeReason.NO_NUMBER),
        ([{"row": "9" * 12}], ChangeReason.NO_NUMBER),
        ([{"row": 1, "delete": True}], ChangeReason.NOTHING_EXPECTED),
        ([{"row": 1, "expected": SEEN}], ChangeReason.NEITHER),
        ([{"row": 1, "expected": SEEN, "set": {"a": "1"}, "delete": True}], ChangeReason.NEITHER),
        ([{"row": 1, "expected": SEEN, "delete": "no"}], ChangeReason.NEITHER),
        ([{"row": 1, "expected": SEEN, "set": {"a": 1.5}}], ChangeReason.NO_TEXT),
        ([{"row": 1, "expected": ["A1"], "set": {"a": "1"}}], ChangeReason.NO_TEXT),
        ([{"row": 1, "expected": SEEN, "delete": True}] * 2, ChangeReason.SAME_ROW),
    ],
)
def test_nonsense_is_refused(given, reason):
    with pytest.raises(Refused) as refused:
        changes_from(given)
    assert [one.reason for one in refused.value.refusals] == [reason]


def test_a_note_refers_to_a_page_of_this_site():
    assert note_of(" 更正 ", " Y-1 ", "/disputes/1?x=2") == Note("更正", "Y-1", "/disputes/1?x=2")
    assert note_of("") == Note()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("x" * 2001,), ChangeReason.NOTE_TOO_LONG),
        (("x", "y" * 201), ChangeReason.REFERENCE_TOO_LONG),
        (("x", "y", "/" + "y" * 200), ChangeReason.REFERENCE_TOO_LONG),
        (("x", "y", "//evil.example"), ChangeReason.PATH_ELSEWHERE),
        (("x", "y", "/\\evil.example"), ChangeReason.PATH_ELSEWHERE),
        (("x", "y", "https://evil.example"), ChangeReason.PATH_ELSEWHERE),
        (("x", "y", "javascript:alert(1)"), ChangeReason.PATH_ELSEWHERE),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(values, reason):
    with pytest.raises(Refused) as refused:
        note_of(*values)
    assert refused.value.refusals[0].reason is reason
