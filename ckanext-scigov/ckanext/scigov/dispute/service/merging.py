"""Disputes about the same become one, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.domain import merging
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.history import MERGED_INTO, REPORTERS
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.merging import Known, Merging
from ckanext.scigov.dispute.domain.states import Event, Party
from ckanext.scigov.dispute.model import Dispute, Seen
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer, system
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

MERGING = frozenset({Party.HANDLER, Party.AUTHORITY})
"""Of both disputes: who has reported one of them himself is neither to it."""


def merge(session: Session, one_id: str, into_id: str, step: Step, doer: Doer) -> Dispute:
    """Let a dispute go on in another one about the same; return the one that goes on.

    Args:
        session: the caller's.
        one_id: id of the one that ends.
        into_id: id of the other, or of one that was merged into it.
        step: its reason is told to the reporter of the one that ends.
        doer: a handler of the responsible unit, or the authority; of both disputes.

    Raises:
        NotVisible: one of them is not there.
        Denied: somebody else merges them.
        Refused: they are not about the same for certain, or one of them stands elsewhere.
    """
    into = queries.find(session, into_id)
    if into is None:
        raise NotVisible
    head_id = into.merged_into or into.id
    locked = queries.lock_all(session, [one_id, head_id])
    if set(locked) != {one_id, head_id}:
        raise NotVisible
    steps.check(session, one_id, Event.MERGE, doer)
    if not steps.held_in(session, [locked[head_id]], doer)[head_id] & MERGING:
        raise Denied(FlowReason.NOT_YOURS)
    # Read when both are locked: until then others may still be merged into one of them.
    heads = queries.merged_into(session, locked)
    seen = queries.seen_of(session, locked)
    found = merging.judge(
        _known(locked[one_id], seen.get(one_id)), _known(locked[head_id], seen.get(head_id)), heads
    )
    if not isinstance(found, Merging):
        raise Refused(Refusal(found, "into"))
    return _carry_out(session, locked[one_id], found, step, doer)


def fit(session: Session, one: Dispute, others: Sequence[Dispute]) -> list[Dispute]:
    """Return those of some disputes that another can be merged into, as far as the two decide that."""
    seen = queries.seen_of(session, [one.id, *(other.id for other in others)])
    known = _known(one, seen.get(one.id))
    return [
        other
        for other in others
        if isinstance(merging.judge(known, _known(other, seen.get(other.id)), {}), Merging)
    ]


def _carry_out(session: Session, one: Dispute, found: Merging, step: Step, doer: Doer) -> Dispute:
    office = system(doer.now, doer.rules)
    values = {MERGED_INTO: found.head_id}
    merging_step = Step(Event.MERGE, step.reason, values, version=step.version)
    steps.take(session, one.id, merging_step, doer)
    for moved in found.moved_ids:
        steps.take(session, moved, Step(Event.MERGE, values=values), office)
    head = queries.lock_all(session, [found.head_id])[found.head_id]
    reporters = sorted({*head.reporter_ids, *one.reporter_ids})
    return steps.take(session, head.id, Step(Event.JOIN, values={REPORTERS: reporters}), office)


def _known(dispute: Dispute, seen: Seen | None) -> Known:
    target = queries.target_of(dispute, seen)
    return Known(dispute.id, target, Kind(dispute.kind), queries.standing_of(dispute).case)
