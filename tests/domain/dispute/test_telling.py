"""What a run does about a cause: one dispute for each, and no second one about the same."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain.compared import Cause
from ckanext.scigov.dispute.domain.compared import Kind as Difference
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.telling import (
    NEVER,
    Known,
    Telling,
    digest_of,
    kind_of,
    telling,
)

CASES = {
    "nobody was told": (NEVER, Telling.OPEN),
    "the dispute says so": (Known(True, True, "a"), Telling.NOTHING),
    "the dispute says other cells": (Known(True, True, "b"), Telling.NOTE),
    "the dispute says that it is gone": (Known(True, True, ""), Telling.NOTE),
    "answered, but not ended, and other cells": (Known(True, True, "b", "b"), Telling.NOTE),
    "decided on these cells": (Known(True, False, "a", "a"), Telling.NOTHING),
    "decided on these cells, told of others": (Known(True, False, "b", "a"), Telling.NOTHING),
    "decided on others": (Known(True, False, "a", "b"), Telling.OPEN),
    "ended without a decision on these cells": (Known(True, False, "a"), Telling.NOTHING),
    "ended without a decision on others": (Known(True, False, "b"), Telling.OPEN),
    "ended, gone, and back again": (Known(True, False, ""), Telling.OPEN),
}


@pytest.mark.parametrize(("known", "expected"), CASES.values(), ids=CASES)
def test_a_cause_is_told_once(known: Known, expected: Telling) -> None:
    assert telling("a", known) is expected


def test_a_broken_join_is_known_by_its_reason() -> None:
    broken = Cause(Difference.BROKEN, "unit", "here", "there", detail="no_partners")
    assert digest_of(broken) == "no_partners"
    assert digest_of(Cause(Difference.VALUE, "unit", "here", "there", digest="d1")) == "d1"


@pytest.mark.parametrize(
    ("difference", "kind"),
    [
        (Difference.DUPLICATE_THERE, Kind.DUPLICATE),
        (Difference.NO_KEY_HERE, Kind.INCOMPLETE),
        (Difference.MISSING_HERE, Kind.INCOMPLETE),
        (Difference.MISSING_THERE, Kind.INCONSISTENT),
        (Difference.VALUE, Kind.INCONSISTENT),
        (Difference.BROKEN, Kind.INCONSISTENT),
    ],
)
def test_a_dispute_says_what_is_wrong(difference: Difference, kind: Kind) -> None:
    assert kind_of(difference) is kind
