"""docs/comparisons.md explains every word that a comparison may say, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.scigov.dispute.domain.compared import Broken, Kind, Thresholds
from ckanext.scigov.dispute.domain.compared_status import Status
from ckanext.scigov.dispute.domain.comparing import Norm
from ckanext.scigov.dispute.domain.comparing_checks import ComparisonReason

PAGE = (Path(__file__).parents[3] / "docs" / "comparisons.md").read_text(encoding="utf-8")


def first_cells(head: str) -> set[str]:
    """Return the words in the first column of the table with this head."""
    lines = PAGE.partition(f"\n{head}\n")[2].splitlines()[1:]
    table = "\n".join(line.split("|")[1] for line in lines[: lines.index("")])
    return set(re.findall(r"`(\w+)`", table))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("| rule | what agrees | types |", Norm),
        ("| reason | |", ComparisonReason),
        ("| kind | |", Kind),
        ("| reason | what is counted |", Broken),
        ("| status | of an item |", Status),
    ],
)
def test_every_word_is_explained(head, words) -> None:
    assert first_cells(head) == {one.value for one in words}


def test_the_thresholds_are_those_of_the_page() -> None:
    thresholds = Thresholds()
    assert f"above {thresholds.percent} percent, and when at least {thresholds.least} are" in PAGE
