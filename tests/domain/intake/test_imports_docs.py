"""docs/imports.md says what the rules do."""

from __future__ import annotations

from pathlib import Path

from ckanext.scigov.intake.domain.batches import UNDO, Done, Now
from ckanext.scigov.intake.domain.column_matching import ALIKE
from ckanext.scigov.intake.domain.row_rules import LONGEST_FOR_PATTERN, MOST_REPEATS

TEXT = (Path(__file__).parents[3] / "docs" / "imports.md").read_text(encoding="utf-8")


def test_the_table_of_undoing_is_that_of_the_rules() -> None:
    said = {Done.MADE: "made it", Done.CHANGED: "changed it"}
    for done, words in said.items():
        cells = " | ".join(UNDO[done, now].value for now in (Now.SAME, Now.OTHERWISE, Now.GONE))
        assert f"| {words} | {cells} |" in TEXT


def test_numbers_are_those_of_the_rules() -> None:
    assert f"at least {ALIKE:.0f} % alike" in TEXT
    assert (MOST_REPEATS, f"to cells of more than {LONGEST_FOR_PATTERN} characters" in TEXT) == (
        3,
        True,
    )
