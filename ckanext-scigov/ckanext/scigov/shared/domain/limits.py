"""How long something may take: working days, each limit with what it rests on (a feature's ``limits.yaml``)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Key = TypeVar("Key", bound=enum.Enum)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with what it rests on; copied with the clock that it makes run."""

    key: str
    days: int
    """Working days."""
    basis: str = ""
    is_confirmed: bool = False


class LimitsReason(enum.Enum):
    UNKNOWN = "unknown"
    MISSING = "missing"
    NO_DAYS = "no_days"


@dataclass(frozen=True, slots=True)
class WrongLimit:
    key: str
    reason: LimitsReason


def read(values: Mapping[str, Mapping[str, Any]], keys: type[Key]) -> dict[Key, Limit] | WrongLimit:
    """Return the limits of a file, or the first that is wrong: every key once, at least a day.

    Args:
        values: the file: ``days``, ``basis`` and ``confirmed`` by key.
        keys: the limits of a feature; the values of its members are the keys.
    """
    known = {key.value for key in keys}
    for key, one in values.items():
        if key not in known:
            return WrongLimit(key, LimitsReason.UNKNOWN)
        if not isinstance(one.get("days"), int) or one["days"] < 1:
            return WrongLimit(key, LimitsReason.NO_DAYS)
    for key in keys:
        if key.value not in values:
            return WrongLimit(key.value, LimitsReason.MISSING)
    return {
        key: Limit(
            key.value,
            values[key.value]["days"],
            str(values[key.value].get("basis", "")),
            bool(values[key.value].get("confirmed", False)),
        )
        for key in keys
    }
