"""Decisions about many proposals at once: the wish is recorded whole, and carried out one by one.

The only writer of both tables. What is done to each grade, ``grades`` does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.access import decided_queries
from ckanext.scigov.access.domain.together import (
    Group,
    Outcome,
    SkipReason,
    Verdict,
    judge_count,
)
from ckanext.scigov.access.model_together import DecisionOnEach, DecisionTogether
from ckanext.scigov.access.notice_words import NoticeKind
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.notices import service as notices
from ckanext.scigov.shared import ids, outbox
from ckanext.scigov.shared.errors import Refused
from ckanext.scigov.shared.session import Session

JOB = "scigov_access_decide_together"
EVENT = "grade.decide_many"
OBJECT = "grade_group"
TOLD = (Outcome.DONE.value, Outcome.SKIPPED.value)
COLUMNS = ("decision_id", "proposal_id", "dataset_id", "entry_modified", "outcome", "reason")


def wish(  # noqa: PLR0913  (each is part of the wish)
    session: Session,
    group: Group,
    members: sa.Select[Any],
    verdict: Verdict,
    *,
    reason: str,
    count: int,
    by: By,
) -> DecisionTogether:
    """Record a decision about all of a group, and let a job carry it out.

    Args:
        session: the caller's; nothing is committed here.
        group: what the proposals have in common.
        members: selects them: proposal, dataset, and when that was changed last.
        verdict: whether they are approved or refused.
        reason: the approver's.
        count: how many he has been shown.
        by: who decides, and when.

    Raises:
        Refused: there are more or fewer by now, or somebody decides about some of them; nothing is done.
    """
    with session.begin_nested():
        row = _new(group, verdict, reason, count, by)
        session.add(row)
        session.flush()
        found = _take(session, row.id, members)
        if refusal := judge_count(count, found):
            raise Refused(refusal)
    by.record(session, EVENT, OBJECT, row.id, **_accounted(row))
    go_on_later(session, row.id, now=by.now)
    return row


def go_on_later(session: Session, decision_id: str, *, now: dt.datetime) -> None:
    """Let a worker go on with a decision once the caller has committed."""
    payload = {"decision_id": decision_id}
    outbox.enqueue_job(session, JOB, payload, now=now, key=f"{JOB}:{decision_id}")


def under_way(session: Session, decision_id: str) -> DecisionTogether | None:
    """Return a decision that is not carried out yet, locked, or None."""
    row = session.get(DecisionTogether, decision_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.finished_at is None else None


def next_of(session: Session, decision_id: str, limit: int) -> list[DecisionOnEach]:
    """Return the next of those that have not had their turn."""
    query = (
        sa.select(DecisionOnEach)
        .where(
            DecisionOnEach.decision_id == decision_id,
            DecisionOnEach.outcome == Outcome.WAITING.value,
        )
        .order_by(DecisionOnEach.dataset_id, DecisionOnEach.proposal_id)
        .limit(limit)
    )
    return list(session.scalars(query))


def settle(each: DecisionOnEach, reason: SkipReason | None) -> None:
    """Put down what has become of one."""
    each.outcome = (Outcome.SKIPPED if reason else Outcome.DONE).value
    each.reason = reason.value if reason else ""


def skip(
    session: Session, decision_id: str, dataset_ids: Collection[str], reason: SkipReason
) -> None:
    """Put down of some datasets that nothing could be done about them."""
    mine = sa.update(DecisionOnEach).where(
        DecisionOnEach.decision_id == decision_id,
        DecisionOnEach.outcome == Outcome.WAITING.value,
        DecisionOnEach.dataset_id.in_(sorted(dataset_ids)),
    )
    session.execute(mine.values(outcome=Outcome.SKIPPED.value, reason=reason.value))


def finish(session: Session, row: DecisionTogether, now: dt.datetime) -> None:
    """All have had their turn: say so, and tell who decided."""
    row.finished_at = now
    session.flush()
    counts = decided_queries.counted(session, [row.id])
    notices.notify(
        session,
        [row.decided_by],
        kind=NoticeKind.DECIDED_TOGETHER,
        feature="access",
        object_id=row.id,
        path=f"/grades/together/{row.id}",
        params={name: counts.get((row.id, name), 0) for name in TOLD},
        now=now,
    )


def _new(group: Group, verdict: Verdict, reason: str, count: int, by: By) -> DecisionTogether:
    level, share, open_type = group.codes
    return DecisionTogether(
        id=ids.random_key(),
        provider_id=group.provider_id,
        security_level=level,
        share_type=share,
        open_type=open_type,
        proposed_by=group.proposed_by,
        source=group.source,
        decision=verdict.value,
        reason=reason,
        count=count,
        decided_by=by.actor.user_id,
        decided_at=by.now,
    )


def _take(session: Session, decision_id: str, members: sa.Select[Any]) -> int:
    """Write down what a decision is about; what another one is about is left to that."""
    found = members.subquery()
    mine = sa.select(
        sa.literal(decision_id), *found.c, sa.literal(Outcome.WAITING.value), sa.literal("")
    )
    taken = insert(DecisionOnEach).from_select(COLUMNS, mine)
    waits = sa.text("outcome = 'waiting'")
    result: Any = session.execute(
        taken.on_conflict_do_nothing(index_elements=["proposal_id"], index_where=waits)
    )
    return int(result.rowcount)


def _accounted(row: DecisionTogether) -> dict[str, Any]:
    names = (
        "provider_id", "security_level", "share_type", "open_type", "proposed_by", "source",
        "decision", "reason", "count",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
