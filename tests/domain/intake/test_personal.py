"""Which grade a gathered entry about persons is proposed at."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.scigov.access.domain.grading import Codes
from ckanext.scigov.intake.domain.personal import caution

PERSONS = {"title": "参保人员名单", "notes": "姓名、身份证号"}
OPEN: Codes = ("1", "unconditional", "unconditional")
ASKED: Codes = ("2", "unconditional", "conditional")
STRICT: Codes = ("3", "conditional", "conditional")


@pytest.mark.parametrize(
    ("wished", "proposed"),
    [
        (OPEN, STRICT),
        (ASKED, STRICT),
        (("2", "unconditional", "none"), ("3", "conditional", "none")),
        (("4", "none", "none"), ("4", "none", "none")),
    ],
)
def test_an_entry_about_persons_waits_at_level_three_or_stricter(
    wished: Codes, proposed: Codes
) -> None:
    judged = caution(PERSONS, wished)
    assert judged.grade == proposed
    assert judged.asks
    assert [one.kind.value for one in judged.findings] == ["resident_id", "person_name"]


def test_what_is_not_classified_stays_so() -> None:
    judged = caution(PERSONS, (None, None, None))
    assert judged.grade == (None, None, None)
    assert not judged.asks
    assert len(judged.findings) == 2


def test_other_entries_keep_their_grade() -> None:
    judged = caution({"title": "企业名录", "notes": "企业名称、联系电话"}, OPEN)
    assert (judged.findings, judged.grade, judged.asks) == ((), OPEN, False)


def test_data_items_of_resources_are_read_too() -> None:
    items = [{"name": "ddh", "title": "订单号"}, {"name": "sfzh"}]
    entry: dict[str, Any] = {"title": "订单", "notes": None, "resources": [{"data_items": items}]}
    judged = caution(entry, OPEN)
    assert judged.grade == STRICT
    assert [(one.kind.value, one.item) for one in judged.findings] == [("resident_id", "sfzh")]
