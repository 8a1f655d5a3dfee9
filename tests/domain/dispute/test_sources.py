"""Each data item has one source."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain import sources
from ckanext.scigov.dispute.domain.sources import Source, SourceReason
from ckanext.scigov.shared.errors import Refusal

AMOUNT = Source("amount", "funder", "table-1")
NAME = Source("name", "funder", "table-1")


def test_a_unit_is_the_source_of_several_items() -> None:
    assert sources.wrong_with(AMOUNT, [NAME]) == ()
    assert sources.by_item([AMOUNT, NAME]) == {"amount": AMOUNT, "name": NAME}


def test_an_item_has_no_second_source() -> None:
    second = Source("amount", "auditor", "table-2")
    values = {"item": "amount", "unit_id": "funder"}
    assert sources.wrong_with(second, [NAME, AMOUNT, AMOUNT]) == (
        Refusal(SourceReason.OTHER_SOURCE, "item", values),
    )


@pytest.mark.parametrize(
    ("source", "reason", "field"),
    [
        (Source("", "funder", "table-1"), SourceReason.NO_ITEM, "item"),
        (Source("age", "", "table-1"), SourceReason.NO_UNIT, "unit_id"),
        (Source("age", "funder", ""), SourceReason.NO_TABLE, "resource_id"),
    ],
)
def test_a_line_with_something_missing_is_refused(
    source: Source, reason: SourceReason, field: str
) -> None:
    assert sources.wrong_with(source, [AMOUNT, Source("", "x", "y")]) == (Refusal(reason, field),)
