"""Who adds a file to a dispute, and takes one away again."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain.evidence import may_add, may_remove
from ckanext.scigov.dispute.domain.states import Party, State

REPORTER, HANDLER = [Party.REPORTER], [Party.HANDLER]


def test_a_reporter_adds_files_until_it_is_answered() -> None:
    taken = {state.value for state in State if may_add(state, REPORTER)}
    assert taken == {"unconfirmed", "filed", "forwarded", "accepted", "verifying", "escalated"}


def test_an_official_adds_files_until_it_is_over() -> None:
    refused = {state.value for state in State if not may_add(state, HANDLER)}
    assert refused == {"closed", "merged", "withdrawn", "dropped"}


@pytest.mark.parametrize("held", [[], [Party.AUDITOR]])
def test_nobody_else_adds_any(held: list[Party]) -> None:
    assert not any(may_add(state, held) for state in State)


def test_a_file_goes_before_the_unit_has_said_anything() -> None:
    removed = {state.value for state in State if may_remove(state, is_answered=False)}
    assert removed == {"unconfirmed", "filed", "forwarded"}
    assert not any(may_remove(state, is_answered=True) for state in State)
