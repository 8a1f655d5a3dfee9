"""What a table remembers of its source, and how much what is wrong with rows weighs."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_marks import Counts, Structure, StructureChange
from ckanext.scigov.intake.domain.states import Severity


def test_a_structure_is_known_by_its_columns_and_its_key() -> None:
    one = Structure([("id", "text"), ("v", "numeric")], ["id"], {"v": "N"})
    same = Structure([("id", "text"), ("v", "numeric")], ["id"], {"v": "I"})
    assert one.hash == same.hash
    assert one.hash != Structure([("id", "text"), ("v", "text")], ["id"]).hash
    assert one.hash != Structure([("id", "text"), ("v", "numeric")]).hash


@pytest.mark.parametrize(
    ("counts", "has"), [(Counts(), False), (Counts(new=1), True), (Counts(gone=2), True)]
)
def test_counts_tell_whether_anything_happened(counts: Counts, has: bool) -> None:
    assert bool(counts) is has


@pytest.mark.parametrize(
    ("change", "needs"),
    [
        (StructureChange(added=["a"]), False),
        (StructureChange(removed=["a"]), True),
        (StructureChange(retyped=["a"]), True),
        (StructureChange(has_other_key=True), True),
    ],
)
def test_when_rows_that_are_there_do_not_fit_any_more(change: StructureChange, needs: bool) -> None:
    assert change.needs_new_table is needs


def test_what_leaves_the_table_as_it_was_is_an_error() -> None:
    refused = RowsRefused(RowProblem(RowCause.COLUMNS_DIFFER), RowProblem(RowCause.CELLS_UNFIT))
    assert str(refused) == "columns_differ, cells_unfit"
    assert [one.severity for one in refused.problems] == [Severity.ERROR, Severity.WARNING]
