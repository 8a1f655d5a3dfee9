"""Terms of several permits come together: the strictest of each counts."""

from __future__ import annotations

import pytest

from ckanext.scigov.access.domain.obligations import (
    NONE,
    Obligations,
    may_take_all,
    rows_an_answer,
    together,
)
from ckanext.scigov.access.domain.policy import Audience, Decision, Reason
from ckanext.scigov.access.domain.row_terms import RowTerms, terms_of


def test_the_strictest_of_each_counts():
    first = Obligations(watermark=True, most_rows=50)
    second = Obligations(query_only=True, most_rows=20, most_requests_a_day=9)
    assert together(first, second) == Obligations(
        watermark=True, query_only=True, most_rows=20, most_requests_a_day=9
    )
    assert together() == together(NONE) == NONE
    assert together(Obligations(no_onward_transfer=True), NONE).no_onward_transfer


@pytest.mark.parametrize(
    ("obligations", "rows"),
    [
        (NONE, 0),
        (Obligations(watermark=True), 0),
        (Obligations(most_rows=7), 7),
        (Obligations(query_only=True), 100),
        (Obligations(query_only=True, most_rows=7), 7),
        (Obligations(query_only=True, most_rows=500), 100),
    ],
)
def test_rows_an_answer_may_have(obligations, rows):
    assert rows_an_answer(obligations) == rows
    assert may_take_all(obligations) is (rows == 0)


def test_terms_of_a_table_and_its_items():
    public = Decision(True, Reason.PERMITTED)
    under = Obligations(watermark=True)
    granted = Decision(True, Reason.PERMITTED, Audience.GRANTEE, under, "GR-2")
    assert terms_of([public]) == RowTerms()
    assert terms_of([public, granted, granted]) == RowTerms(under, ("GR-2",))
