"""Refusals are values; errors carry them."""

import enum

from ckanext.scigov.shared.errors import Denied, Refusal, Refused, StaleReason, StaleVersion


class Reason(enum.Enum):
    TOO_LATE = "too_late"


def test_a_refusal_defaults_to_the_whole_request():
    assert Refusal(Reason.TOO_LATE) == Refusal(Reason.TOO_LATE, field="", values={})


def test_errors_say_their_reasons_to_the_log():
    assert str(Denied(Reason.TOO_LATE)) == "TOO_LATE"
    assert str(Refused(Refusal(Reason.TOO_LATE), Refusal(Reason.TOO_LATE, "notes"))) == (
        "TOO_LATE, TOO_LATE"
    )
    assert StaleVersion().refusals == (Refusal(StaleReason.STALE_VERSION),)
