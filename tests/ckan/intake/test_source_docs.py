"""What docs/harvest-operators.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.scigov.intake import source_jobs
from ckanext.scigov.intake.domain.possible import OF_OPERATORS
from ckanext.scigov.intake.domain.states import RUN_TRANSITIONS, RunState
from ckanext.scigov.intake.logic import source_auth


@pytest.fixture
def text(root: Path) -> str:
    return (root / "docs" / "harvest-operators.md").read_text(encoding="utf-8")


def test_every_action_is_named(text: str) -> None:
    section = text.split("## For programs")[1]
    named = {
        f"{stem}_{verb}"
        for stem, verbs in re.findall(r"scigov_intake_([a-z]+)_([a-z_|]+)", section)
        for verb in verbs.split("|")
    }
    assert named == set(source_auth.SIGNED_IN) | set(source_auth.EVERYBODY)


def test_every_state_has_the_steps_of_people(text: str) -> None:
    rows = dict(
        re.findall(r"^\| ([a-z, ]+) \| .* \| ([a-z, :]*?)(?:: after .*)?\s*\|$", text, re.MULTILINE)
    )
    told = {state: words for states, words in rows.items() for state in states.split(", ")}
    for state in RunState:
        possible = {one.value for one in OF_OPERATORS if (state, one) in RUN_TRANSITIONS}
        assert set(filter(None, told[state.value].split(", "))) == possible, state


def test_times(text: str) -> None:
    assert source_jobs.AT_A_TIME.total_seconds() == 20 * 60
    assert "After 20 minutes" in text
    assert source_jobs.QUEUE.seconds == 3 * 3600
    assert "after three hours" in text
