"""The tree of providers: who stands below whom, and at which level."""

from __future__ import annotations

import enum
from collections.abc import Collection


class Level(str, enum.Enum):
    """Highest first."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class UnitReason(enum.Enum):
    PARENT_UNKNOWN = "parent_unknown"
    PARENT_NOT_YOURS = "parent_not_yours"
    CYCLE = "cycle"
    LEVEL_ABOVE_PARENT = "level_above_parent"
    TOO_DEEP = "too_deep"


DEEPEST = 7
"""CKAN follows the tree no further down than eight steps."""


def makes_cycle(unit: str, parent: str, above_parent: Collection[str]) -> bool:
    """Say whether a unit below this parent would stand below itself."""
    return unit == parent or unit in above_parent


def stands_above(level: str, parent_level: str) -> bool:
    """Say whether a unit is of a higher level than the one above it; unknown levels are no matter."""
    order = [one.value for one in Level]
    if level not in order or parent_level not in order:
        return False
    return order.index(level) < order.index(parent_level)
