"""A part that is stricter than its entry has terms and words of its own; one that is not has the entry's."""

from __future__ import annotations

import pytest

from ckanext.scigov.dcat.domain import policy

ENTRY = {
    "share_type": "unconditional", "open_type": "conditional",
    "open_condition": "实名认证", "non_open_basis": "《办法》第三条",
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ({}, None),
        ({"share_type": "", "open_type": None}, None),
        ({"open_type": "conditional"}, None),
        ({"open_type": "none"}, {**ENTRY, "open_type": "none"}),
        ({"share_type": "none"}, {**ENTRY, "share_type": "none"}),
        # What its entry has become stricter than says nothing any more.
        ({"open_type": "unconditional"}, None),
        (
            {"open_type": "unconditional", "share_type": "conditional"},
            {**ENTRY, "share_type": "conditional"},
        ),
        ({"open_type": "unheard-of"}, None),
    ],
)
def test_of_part(part: dict[str, str | None], found: dict[str, str] | None) -> None:
    assert policy.of_part(part, ENTRY) == found


def test_a_grade_that_holds_no_more_is_not_stated() -> None:
    part = {"share_type": "unconditional", "open_type": "unconditional", "name": "表"}
    assert policy.stated(part, ENTRY) == {"share_type": "unconditional", "name": "表"}
    stricter = {"share_type": "none", "open_type": "none"}
    assert policy.stated(stricter, ENTRY) == stricter
    assert policy.stated(part, {}) == part


def test_a_part_of_what_has_no_grade_has_none() -> None:
    assert policy.of_part({"open_type": "none", "share_type": "none"}, {}) is None
