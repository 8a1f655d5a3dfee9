"""Reports of failed tests: pytest reads sources for them, and nothing may parse meanwhile."""

from __future__ import annotations

import gc
import traceback

import pytest
from _pytest.runner import CallInfo


class Garbage:
    """What only the collector finds; it notes whether its end comes in the middle of a report."""

    ends: list[bool]

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        where = [frame.f_code.co_name for frame, _ in traceback.walk_stack(None)]
        Garbage.ends.append("from_item_and_call" in where)


class LeavesGarbageError(Exception):
    def __str__(self) -> str:
        Garbage()
        return "on purpose"


def fails() -> None:
    raise LeavesGarbageError


@pytest.fixture
def _eager():
    """Collect at nearly every object that is made."""
    before = gc.get_threshold()
    gc.set_threshold(1)
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("_eager")
def test_nothing_is_collected_while_a_report_is_made(request: pytest.FixtureRequest) -> None:
    call = CallInfo.from_call(fails, when="call")
    Garbage.ends = []
    report = request.node.ihook.pytest_runtest_makereport(item=request.node, call=call)
    gc.collect()
    assert report.outcome == "failed"
    assert set(Garbage.ends) == {False}
    assert gc.isenabled()
