"""Numbers of grants that can be read out, and the names of scopes."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain.naming import (
    CHARACTERS,
    as_number,
    grant_number,
    scope_name,
    scope_of,
)
from ckanext.scigov.access.domain.roles import Scope, ScopeKind

PLATFORM = Scope(ScopeKind.PLATFORM)
TREE = Scope(ScopeKind.UNIT_TREE, "org1")
PROVIDER = Scope(ScopeKind.PROVIDER, "org1")


def test_a_number_is_its_year_and_eight_characters_picked_one_by_one():
    picked = iter("34679ACD")
    assert grant_number(2026, lambda _: next(picked)) == "SQ2026-3467-9ACD"


def test_numbers_have_no_characters_that_are_taken_for_each_other():
    assert set("01258BILOSVZ") & set(CHARACTERS) == set()
    assert len(set(CHARACTERS)) == 24
    numbers = {grant_number(2026, secrets.choice) for _ in range(2000)}
    assert len(numbers) > 1990
    assert set("".join(number[7:] for number in numbers)) == {*CHARACTERS, "-"}


def test_a_number_is_found_however_it_is_typed():
    assert as_number(" sq2026-3467-9acd\n") == "SQ2026-3467-9ACD"


@pytest.mark.parametrize(
    ("value", "scope"),
    [
        ("platform", PLATFORM),
        (" unit_tree:org1 ", TREE),
        ("provider: org1", PROVIDER),
        ({"kind": "platform"}, PLATFORM),
        ({"kind": "platform", "id": None}, PLATFORM),
        ({"kind": "unit_tree", "id": "org1"}, TREE),
        ({"kind": "provider", "id": "org1"}, PROVIDER),
    ],
)
def test_a_scope_as_text_or_as_an_object(value, scope):
    assert scope_of(value) == scope


@pytest.mark.parametrize(
    "value",
    [
        "", "everywhere", "platform:org1", "provider", "provider:", "provider: ", None, 7, [],
        {}, {"kind": "provider"}, {"kind": "provider", "id": 7}, {"kind": "platform", "id": "org1"},
        {"kind": "other", "id": "org1"}, {"id": "org1"},
    ],
)  # fmt: skip
def test_what_is_no_scope(value):
    assert scope_of(value) is None


@given(st.sampled_from([PLATFORM, TREE, PROVIDER]))
def test_a_scopes_name_is_read_as_that_scope(scope):
    assert scope_of(scope_name(scope)) == scope


def test_a_scopes_name():
    assert [scope_name(one) for one in (PLATFORM, TREE, PROVIDER)] == [
        "platform",
        "unit_tree:org1",
        "provider:org1",
    ]
