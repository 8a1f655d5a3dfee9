"""Words that programs rely on, grounds of an answer, and how long each step may take."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import ckanext.scigov.dispute as feature
from ckanext.scigov.dispute.domain import kinds
from ckanext.scigov.dispute.domain.kinds import (
    NEEDS_EXPLANATION,
    FilerKind,
    GroundReason,
    Kind,
    NotAccepted,
    NotCorrected,
)
from ckanext.scigov.dispute.domain.limits import OF_LEVEL, LimitKey
from ckanext.scigov.dispute.domain.states import Event, Level
from ckanext.scigov.shared.domain.limits import Limit, read


def test_kinds_of_disputes_and_reporters() -> None:
    assert [one.value for one in Kind] == [
        "inaccurate", "incomplete", "outdated", "inconsistent", "duplicate", "not_public",
        "description", "other",
    ]  # fmt: skip
    assert [one.value for one in FilerKind] == ["visitor", "person", "agency", "comparison"]


def test_which_grounds_need_an_explanation() -> None:
    assert set(NEEDS_EXPLANATION) == {*NotAccepted, *NotCorrected}
    assert [one.value for one in NotAccepted if NEEDS_EXPLANATION[one]] == [
        "not_responsible", "unclear", "no_grounds", "other",
    ]  # fmt: skip
    assert all(NEEDS_EXPLANATION[one] for one in NotCorrected)


GROUNDS = {
    (Event.REJECT, "abuse", ""): NotAccepted.ABUSE,
    (Event.REJECT, "unclear", "请说明指的是哪一年的数据"): NotAccepted.UNCLEAR,
    (Event.REJECT, "unclear", "  "): GroundReason.EXPLANATION_MISSING,
    (Event.REJECT, "abuse", "垃圾"): GroundReason.EXPLANATION_TOO_SHORT,
    (Event.REJECT, "data_are_right", "经核对原始合同，金额无误"): GroundReason.UNKNOWN,
    (Event.REFUSE, "data_are_right", "经核对原始合同，金额无误"): NotCorrected.DATA_ARE_RIGHT,
    (Event.REFUSE, "law_forbids", ""): GroundReason.EXPLANATION_MISSING,
    (Event.REFUSE, "", ""): GroundReason.UNKNOWN,
    (Event.ACCEPT, "", ""): None,
}


@pytest.mark.parametrize(("event", "code", "explanation"), GROUNDS)
def test_ground_of_an_answer(event: Event, code: str, explanation: str) -> None:
    assert kinds.ground(event, code, explanation) is GROUNDS[event, code, explanation]


def test_limits_of_the_product() -> None:
    file = Path(feature.__file__).parent / "limits.yaml"
    found = read(yaml.safe_load(file.read_text(encoding="utf-8")), LimitKey)
    assert isinstance(found, dict)
    assert {key.value: limit.days for key, limit in found.items()} == {
        "correction.accept": 2, "correction.annotate": 1, "correction.verify_reply": 10,
        "correction.extension": 5, "dispute.negotiate": 10, "dispute.authority": 15,
        "dispute.superior": 20, "dispute.reopen": 10,
    }  # fmt: skip
    assert found[LimitKey.VERIFY] == Limit(
        "correction.verify_reply",
        10,
        "《政务数据共享条例》（国务院令第809号）第二十六条",
        is_confirmed=False,
    )


def test_each_level_below_the_government_has_a_limit() -> None:
    assert {level: key.value for level, key in OF_LEVEL.items()} == {
        Level.NEGOTIATE: "dispute.negotiate",
        Level.AUTHORITY: "dispute.authority",
        Level.SUPERIOR: "dispute.superior",
    }
