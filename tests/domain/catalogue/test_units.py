"""The tree of providers has no circles, and nobody stands above his own superior."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain import units


@pytest.mark.parametrize(
    ("unit", "parent", "above", "circle"),
    [
        ("city", "province", [], False),
        ("city", "city", [], True),
        ("province", "county", ["city", "province"], True),
        ("office", "county", ["city", "province"], False),
    ],
)
def test_a_unit_does_not_stand_below_itself(unit, parent, above, circle):
    assert units.makes_cycle(unit, parent, above) == circle


@pytest.mark.parametrize(
    ("level", "parent_level", "wrong"),
    [
        ("city", "province", False), ("city", "city", False), ("province", "city", True),
        ("city", "county", True), ("", "county", False), ("city", "", False),
    ],
)  # fmt: skip
def test_nobody_is_of_a_higher_level_than_the_one_above(level, parent_level, wrong):
    assert units.stands_above(level, parent_level) == wrong


def test_the_levels_are_those_of_the_vocabulary():
    assert tuple(level.value for level in units.Level) == vocabularies.codes("unit_level")
