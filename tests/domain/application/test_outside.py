"""What has to be known of a decision of the government before it is recorded."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.outside import Outside, problems

TODAY = dt.date(2026, 9, 24)
WHOLE = Outside("某省人民政府", "某政复决〔2026〕12号", TODAY, has_file=True)
MISSING, LATER = ActReason.OUTSIDE_MISSING, ActReason.OUTSIDE_LATER


def test_a_decision_of_today_with_its_paper_is_whole() -> None:
    assert problems(WHOLE, TODAY) == ()


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"body": " "}, "outside_body", MISSING),
        ({"number": ""}, "outside_number", MISSING),
        ({"decided_on": None}, "outside_on", MISSING),
        ({"has_file": False}, "upload", MISSING),
        ({"decided_on": dt.date(2026, 9, 25)}, "outside_on", LATER),
    ],
)
def test_what_is_missing_or_wrong_is_told_by_its_field(
    change: dict[str, object], field: str, reason: ActReason
) -> None:
    told = problems(dataclasses.replace(WHOLE, **change), TODAY)  # type: ignore[arg-type]
    assert told == ((field, reason),)


def test_all_that_is_missing_is_told_at_once() -> None:
    fields = ("outside_body", "outside_number", "outside_on", "upload")
    assert problems(Outside(), TODAY) == tuple((field, MISSING) for field in fields)
