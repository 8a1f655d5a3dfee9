"""The limits of a feature's file: each key once, at least a day."""

from __future__ import annotations

import enum

import pytest

from ckanext.scigov.shared.domain import limits
from ckanext.scigov.shared.domain.limits import Limit, LimitsReason, WrongLimit


class Keys(str, enum.Enum):
    FIRST = "a.first"
    SECOND = "a.second"


VALUES = {
    "a.first": {"days": 2, "basis": "a law", "confirmed": True},
    "a.second": {"days": 10},
}


def test_limits_of_a_file() -> None:
    assert limits.read(VALUES, Keys) == {
        Keys.FIRST: Limit("a.first", 2, "a law", is_confirmed=True),
        Keys.SECOND: Limit("a.second", 10),
    }


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"a.fist": {"days": 2}}, WrongLimit("a.fist", LimitsReason.UNKNOWN)),
        ({"a.first": {"days": 0}}, WrongLimit("a.first", LimitsReason.NO_DAYS)),
        ({"a.first": {"days": "2"}}, WrongLimit("a.first", LimitsReason.NO_DAYS)),
        ({"a.first": {}}, WrongLimit("a.first", LimitsReason.NO_DAYS)),
    ],
)
def test_wrong_limit_is_named(change: dict[str, dict[str, object]], wrong: WrongLimit) -> None:
    assert limits.read({**VALUES, **change}, Keys) == wrong


def test_missing_limit_is_named() -> None:
    rest = {"a.first": VALUES["a.first"]}
    assert limits.read(rest, Keys) == WrongLimit("a.second", LimitsReason.MISSING)
