"""What can be done with an import, and what undoing does."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake.domain.batches import (
    BATCH_TRANSITIONS,
    UNDER_WAY,
    UNDO,
    BatchEvent,
    BatchReason,
    Done,
    Now,
    Undo,
    after,
    why_not_written,
)
from ckanext.scigov.intake.domain.states import BatchState, Policy


def test_what_is_under_way_ends_well_or_is_not_done() -> None:
    for state in UNDER_WAY:
        events = {event for one, event in BATCH_TRANSITIONS if one is state}
        assert len(events) == 2
        assert BatchEvent.FAIL in events


def test_an_end_is_an_end() -> None:
    begun = {state for state, _event in BATCH_TRANSITIONS}
    assert set(BatchState) - begun == {BatchState.UNDONE, BatchState.DISCARDED}


def test_what_is_written_is_not_discarded() -> None:
    assert after(BatchState.WRITTEN, BatchEvent.DISCARD) is None
    assert after(BatchState.CHECKED, BatchEvent.WRITE) is BatchState.WRITING


@pytest.mark.parametrize(("policy", "good", "bad", "reason"), [
    (Policy.ALL_OR_NOTHING, 2, 0, None), (Policy.ALL_OR_NOTHING, 2, 1, BatchReason.HAS_BAD),
    (Policy.ONLY_GOOD, 2, 1, None), (Policy.ONLY_GOOD, 0, 1, BatchReason.NOTHING_GOOD),
])  # fmt: skip
def test_what_is_written(policy: Policy, good: int, bad: int, reason: BatchReason | None) -> None:
    assert why_not_written(policy, good=good, bad=bad) is reason


def test_undoing_loses_nobodys_later_work() -> None:
    assert {(done, now): UNDO[done, now] for done in Done for now in Now} == {
        (Done.MADE, Now.SAME): Undo.DELETE,
        (Done.MADE, Now.OTHERWISE): Undo.REFUSE,
        (Done.MADE, Now.GONE): Undo.LEAVE,
        (Done.CHANGED, Now.SAME): Undo.RESTORE,
        (Done.CHANGED, Now.OTHERWISE): Undo.REFUSE,
        (Done.CHANGED, Now.GONE): Undo.REFUSE,
    }
