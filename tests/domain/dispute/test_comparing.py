"""Which two tables are joined for which items."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain import comparing
from ckanext.scigov.dispute.domain.comparing import Comparison, Match, Pairing, Table
from ckanext.scigov.dispute.domain.sources import Source

A, B, C = Table("a", "unit-a"), Table("b", "unit-b"), Table("c", "unit-c")
KEY = Match("key", {"a": "no", "b": "no", "c": "no"})


def test_every_other_table_is_held_against_that_of_the_items_source() -> None:
    name, amount, region = (
        Match("name", {"a": "x", "b": "x", "c": "x"}),
        Match("amount", {"a": "y", "b": "y"}),
        Match("region", {"a": "z", "b": "z"}),
    )
    sources = {
        "name": Source("name", "unit-a", "a"),
        "amount": Source("amount", "unit-a", "a"),
        "region": Source("region", "unit-b", "b"),
    }
    declared = Comparison([A, B, C], [KEY], [name, amount, region])
    assert comparing.pairings(declared, sources) == (
        Pairing(A, B, (KEY,), (name, amount)),
        Pairing(A, C, (KEY,), (name,)),
        Pairing(B, A, (KEY,), (region,)),
    )


def test_a_table_is_found_by_its_id() -> None:
    declared = Comparison([A, B], [KEY], [])
    assert (declared.table("b"), declared.table("z")) == (B, None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (" Ａ１２ b ", "a12b"),
        ("中山　大学\n", "中山大学"),
        ("（一）", "(一)"),
        ("\u200b\ufeff", ""),
    ],
)
def test_width_case_and_blanks_are_folded(text: str, folded: str) -> None:
    assert comparing.folded(text) == folded
