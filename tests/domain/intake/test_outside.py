"""The steps of the register of what is held from outside against their golden file; days and reminders.

``PYTHONPATH=tests python tests/domain/intake/test_outside.py`` writes the golden file anew; somebody reads the difference.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flow_tables import Golden

from ckanext.scigov.intake.domain import outside
from ckanext.scigov.intake.domain.outside import OutsideEvent, OutsideParty, OutsideReason, Said
from ckanext.scigov.intake.domain.states import OutsideState

PAGE = (Path(__file__).parents[3] / "docs" / "outside.md").read_text(encoding="utf-8")
TODAY = dt.date(2026, 9, 24)
ASKED = Said("气象站观测数据", "省气象局", dt.date(2026, 9, 1))


def outcome(state: OutsideState, event: OutsideEvent, party: OutsideParty) -> str:
    return outside.advance(state, event, party).value


GOLDEN = Golden("outside_flow.csv", OutsideState, OutsideEvent, OutsideParty, outcome)


def test_golden_table_holds_every_combination_once() -> None:
    combinations = [row[:3] for row in GOLDEN.stored()]
    every = [
        (s.value, e.value, p.value)
        for s in OutsideState
        for e in OutsideEvent
        for p in OutsideParty
    ]
    assert sorted(combinations) == sorted(every)


def test_steps_are_those_of_the_golden_table() -> None:
    assert list(GOLDEN.rows()) == GOLDEN.stored()


def test_possible_steps_are_those_that_can_be_taken() -> None:
    events = outside.steps(OutsideState.ASKED, OutsideParty.DEPARTMENT)
    assert [one.value for one in events] == ["update", "receive", "refuse", "end"]
    assert outside.steps(OutsideState.ASKED, OutsideParty.READER) == []
    assert outside.steps(OutsideState.ENDED, OutsideParty.DEPARTMENT) == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"body_code": "11350000003591037R"}, []),
        ({"body_code": "11350000003591037A"}, [("body_code", OutsideReason.CODE_WRONG)]),
        ({"asked_on": dt.date(2026, 9, 25)}, [("asked_on", OutsideReason.ASKED_LATER)]),
        ({"received_on": dt.date(2026, 9, 25)}, [("received_on", OutsideReason.RECEIVED_LATER)]),
        (
            {"received_on": dt.date(2026, 8, 31)},
            [("received_on", OutsideReason.RECEIVED_BEFORE_ASKED)],
        ),
        ({"ends_on": dt.date(2026, 8, 31)}, [("ends_on", OutsideReason.ENDS_BEFORE)]),
        ({"ends_on": dt.date(2026, 9, 1)}, []),
        ({"title": "长" * 201, "terms": "长" * 2000}, [("title", OutsideReason.TOO_LONG)]),
        ({"terms": "长" * 2001}, [("terms", OutsideReason.TOO_LONG)]),
    ],
)
def test_what_is_written_down_is_looked_at(changes, wrong) -> None:
    said = Said(**{**{name: getattr(ASKED, name) for name in ASKED.__slots__}, **changes})
    assert [(one.field, one.reason) for one in outside.judge(said, TODAY)] == wrong


@pytest.mark.parametrize(
    ("left", "reminder"),
    [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-1, None)],
)
def test_a_reminder_comes_30_and_7_days_before_and_on_the_last_day(left, reminder) -> None:
    assert outside.reminder_due(TODAY + dt.timedelta(left), TODAY) == reminder


@pytest.mark.parametrize(("left", "is_over"), [(1, False), (0, False), (-1, True)])
def test_the_last_day_is_still_a_day_of_use(left, is_over) -> None:
    assert outside.has_run_out(TODAY + dt.timedelta(left), TODAY) is is_over


def test_the_documentation_has_every_step() -> None:
    rows = re.findall(
        r"^\| (\w+) \| `(\w+)`[^|]*\| (?:the )?(\w+) \| (\w+) \|$", PAGE, re.MULTILINE
    )
    called = {"portal": "system"}
    found = {(a, b): (d, {called.get(c, c)}) for a, b, c, d in rows}
    assert found == {
        (state.value, event.value): (step.to.value, {one.value for one in step.parties})
        for (state, event), step in outside.TABLE.items()
    }


if __name__ == "__main__":
    GOLDEN.write()
