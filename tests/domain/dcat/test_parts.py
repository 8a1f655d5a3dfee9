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
    ],
)
def test_of_part(part: dict[str, str | None], found: dict[str, str] | None) -> None:
    assert policy.of_part(part, ENTRY) == found
