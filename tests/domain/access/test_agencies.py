"""The register of agencies: its states, and codes with their check character."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain.agencies import (
    TRANSITIONS,
    AgencyEvent,
    AgencyState,
    is_credit_code,
)

# The example of GB 32100-2015, and one with letters in both parts.
RIGHT = ["91350100M000100Y43", "11100000MB0143028R"]
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize("code", RIGHT)
def test_a_right_code(code):
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    ["", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43", "9135010OM000100Y43"],
)
def test_what_is_no_code(code):
    assert not is_credit_code(code)


@given(st.sampled_from(RIGHT), st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_noticed(code, place, character):
    changed = code[:place] + character + code[place + 1 :]
    assert is_credit_code(changed) == (changed == code)


def test_states():
    allowed = {
        (state.value, event.value): TRANSITIONS[state, event].value
        for state, event in itertools.product(AgencyState, AgencyEvent)
        if (state, event) in TRANSITIONS
    }
    assert allowed == {
        ("registered", "approve"): "approved",
        ("approved", "suspend"): "suspended",
        ("suspended", "approve"): "approved",
    }
