"""What can happen to a source and to a run, against golden files that hold every combination.

``PYTHONPATH=tests python tests/domain/intake/test_states.py`` writes them anew; somebody reads the difference.
"""

from __future__ import annotations

import csv
import enum
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ckanext.scigov.intake.domain.states import (
    ENDED,
    RUN_TRANSITIONS,
    SOURCE_TRANSITIONS,
    RunEvent,
    RunState,
    SourceEvent,
    SourceState,
)

GOLDEN = Path(__file__).parents[2] / "golden"
COLUMNS = ("state", "event", "target")
NO_STEP = "no_step"
Table = tuple[type[enum.Enum], type[enum.Enum], Mapping[Any, Any]]
FILES: dict[str, Table] = {
    "intake_source_steps.csv": (SourceState, SourceEvent, SOURCE_TRANSITIONS),
    "intake_run_steps.csv": (RunState, RunEvent, RUN_TRANSITIONS),
}


def rows(table: Table) -> Iterator[tuple[str, str, str]]:
    states, events, transitions = table
    for state in states:
        for event in events:
            target = transitions.get((state, event))
            yield state.value, event.value, target.value if target else NO_STEP


def stored(name: str) -> list[tuple[str, ...]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)]


@pytest.mark.parametrize("name", FILES)
def test_every_combination_is_as_a_steward_can_read_it(name: str) -> None:
    assert stored(name) == [COLUMNS, *rows(FILES[name])]


def test_what_has_ended_stays_ended() -> None:
    assert [step for step in RUN_TRANSITIONS if step[0] in ENDED] == []


def test_every_other_state_of_a_run_leads_to_an_end() -> None:
    reached = set(ENDED)
    for _turn in RunState:
        reached |= {
            state for (state, _event), target in RUN_TRANSITIONS.items() if target in reached
        }
    assert reached == set(RunState)


if __name__ == "__main__":
    for file_name, steps in FILES.items():
        with (GOLDEN / file_name).open("w", encoding="utf-8", newline="") as target_file:
            csv.writer(target_file, lineterminator="\n").writerows([COLUMNS, *rows(steps)])
