"""What is known of an item after it was compared."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain import compared_status
from ckanext.scigov.dispute.domain.compared import Cause, Kind, Result, Totals
from ckanext.scigov.dispute.domain.compared_status import Checked, Status
from ckanext.scigov.dispute.domain.comparing import Match, Pairing, Table

PAIRING = Pairing(
    Table("here", "funder"), Table("there", "other"), (), (Match("name", {}), Match("amount", {}))
)
RESULT = Result(Totals(9, 9, 9, 9, 9, 0, {"name": 9, "amount": 7}), ())
NAME = Cause(Kind.VALUE, "funder", "here", "there", "name", findings=2, digest="0a")
OTHER = Cause(Kind.EMPTY_THERE, "funder", "here", "there", "name", findings=1, digest="0b")
ROWS = Cause(Kind.MISSING_THERE, "funder", "here", "there", findings=4, digest="0c")
SIGNATURES = ("value|here|there|name|", "empty_there|here|there|name|")
DIFFERING = Checked(9, 3, dict(zip(SIGNATURES, ("0a", "0b"), strict=True)))
AGREEING = Checked(7)


def test_a_run_says_of_each_item_how_many_cells_differ() -> None:
    found = compared_status.checked(PAIRING, RESULT, [NAME, OTHER, ROWS])
    assert found == {"name": DIFFERING, "amount": AGREEING}
    assert (found["name"].agreeing, found["amount"].agreeing) == (6, 7)


def test_a_broken_join_says_nothing_of_any_item() -> None:
    broken = Cause(Kind.BROKEN, "funder", "here", "there")
    found = compared_status.checked(PAIRING, RESULT, [broken])
    assert found == {"name": Checked(0), "amount": Checked(0)}


@pytest.mark.parametrize(
    ("checks", "decided", "expected"),
    [
        ([], {}, Status.SINGLE_SOURCE),
        ([None], {}, Status.UNVERIFIED),
        ([Checked(0)], {}, Status.UNVERIFIED),
        ([AGREEING, None], {}, Status.UNVERIFIED),
        ([AGREEING, Checked(0)], {}, Status.UNVERIFIED),
        ([AGREEING], {}, Status.CONSISTENT),
        ([AGREEING, AGREEING], {"value|here|there|name|": "0a"}, Status.CONSISTENT),
        ([DIFFERING, AGREEING], {}, Status.INCONSISTENT),
        ([DIFFERING, None], {}, Status.INCONSISTENT),
        ([DIFFERING], {SIGNATURES[0]: "0a"}, Status.INCONSISTENT),
        ([DIFFERING], {SIGNATURES[0]: "0a", SIGNATURES[1]: "0b"}, Status.ADJUDICATED),
        ([DIFFERING, None], {SIGNATURES[0]: "0a", SIGNATURES[1]: "0b"}, Status.UNVERIFIED),
        # Other cells than those that were decided about differ now.
        ([DIFFERING], {SIGNATURES[0]: "0a", SIGNATURES[1]: "ff"}, Status.INCONSISTENT),
    ],
)
def test_status_of_an_item(checks, decided, expected) -> None:
    assert compared_status.status(checks, decided) is expected
