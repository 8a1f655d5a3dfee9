"""What may be proposed instead of what stands there."""

from __future__ import annotations

import pytest

from ckanext.scigov.dispute.domain import proposal
from ckanext.scigov.dispute.domain.proposal import Change, Proposal, ProposalReason
from ckanext.scigov.dispute.domain.target import TargetKind


def test_what_may_be_proposed_for_each_target() -> None:
    found = {kind.value: [one.value for one in proposal.changes_of(kind)] for kind in TargetKind}
    assert found == {
        "dataset": [], "resource": [], "item": [], "record": ["remove"],
        "cell": ["set", "empty", "remove"], "field": ["set", "empty"], "decision": [],
    }  # fmt: skip


PROPOSALS: dict[str, tuple[Proposal, TargetKind, ProposalReason | None]] = {
    "another value": (Proposal(Change.SET, "12"), TargetKind.CELL, None),
    "the same value": (Proposal(Change.SET, "10"), TargetKind.CELL, ProposalReason.SAME),
    "no value": (Proposal(Change.SET, " "), TargetKind.CELL, ProposalReason.MISSING),
    "a long value": (
        Proposal(Change.SET, "1" * 2001), TargetKind.CELL, ProposalReason.TOO_LONG),
    "emptiness": (Proposal(Change.EMPTY), TargetKind.FIELD, None),
    "emptiness with a value": (
        Proposal(Change.EMPTY, "1"), TargetKind.CELL, ProposalReason.NOT_FOR_THIS),
    "no row": (Proposal(Change.REMOVE), TargetKind.RECORD, None),
    "no dataset": (Proposal(Change.REMOVE), TargetKind.DATASET, ProposalReason.NOT_FOR_THIS),
    "a value for a row": (
        Proposal(Change.SET, "1"), TargetKind.RECORD, ProposalReason.NOT_FOR_THIS),
}  # fmt: skip


@pytest.mark.parametrize("name", PROPOSALS)
def test_what_is_wrong_with_a_proposal(name: str) -> None:
    one, kind, reason = PROPOSALS[name]
    assert proposal.judge(one, kind, "10") is reason


def test_value_may_be_proposed_for_an_unknown_one() -> None:
    assert proposal.judge(Proposal(Change.SET, "10"), TargetKind.CELL, None) is None
