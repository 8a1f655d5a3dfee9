"""Grades: proposed, approved, rejected, tightened. What is in force is written here only.

The entry's own fields show what is in force: whatever else was saved in them becomes a proposal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import grading
from ckanext.scigov.access.domain.grading import (
    TRANSITIONS,
    GradingReason,
    Move,
    ProposalEvent,
    ProposalState,
    SecondPerson,
)
from ckanext.scigov.access.domain.personal_answers import Answered, judge_answers, stored_answers
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.queries import Codes, codes_of
from ckanext.scigov.access.service import findings, item_grades, transitions
from ckanext.scigov.access.service.grade_targets import (
    FIELDS,
    Shown,
    Target,
    codes_in,
    show,
    shown_of,
)
from ckanext.scigov.access.service.item_grades import ShownItem
from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something when, under which rule about a second person."""

    actor: Actor
    now: dt.datetime
    second_person: SecondPerson


def settle_saved(session: Session, package: model.Package, act: Act) -> None:
    """Take the grades in a saved entry as a wish, and let the entry show what is in force."""
    _govern(session, Target.dataset(package.id), act)
    opened = [
        target
        for target, shown in _in_entry(session, package)
        if _settle(session, target, shown, act)
    ]
    # Only now it is known what is closed by the same saving.
    for target in opened:
        _warn(session, target, in_force(session, target), act)
    # The data items may have changed although the grade has not.
    findings.refresh_waiting(session, package.id, act.now)


def _in_entry(session: Session, package: model.Package) -> Iterator[tuple[Target, Shown]]:
    """Yield an entry and its parts, with the places where it shows their grades."""
    yield Target.dataset(package.id), package
    for resource in package.resources:
        yield Target.resource(resource.id, package.id), resource
        for name in item_grades.graded(session, resource, FIELDS):
            target = Target.item(resource.id, name, package.id)
            yield target, ShownItem(session, resource, name)


def _govern(session: Session, target: Target, act: Act) -> None:
    """Give an entry its row. The database itself watches over what has one, graded or not yet."""
    if session.get(GradeInForce, target.object_id) is None:
        row = _new_grade(target, act)
        row.set_by = ""  # Nobody has decided anything.
        session.add(row)
        session.flush()


def _new_grade(target: Target, act: Act) -> GradeInForce:
    return GradeInForce(
        object_id=target.object_id,
        object_kind=target.kind.value,
        dataset_id=target.dataset_id,
        since=act.now,
        set_by=act.actor.user_id,
        reason="",
    )


def _settle(session: Session, target: Target, shown: Shown, act: Act) -> bool:
    """Say whether something was opened without approval."""
    extras = shown.extras or {}
    _proposal, is_open = _propose(session, target, codes_in(extras), "", act)
    show(shown, in_force(session, target))
    return is_open


def in_force(session: Session, target: Target) -> Codes:
    """Return what is in force for the object itself."""
    return codes_of(session.get(GradeInForce, target.object_id))


def propose(
    session: Session, target: Target, wanted: Codes, reason: str, act: Act
) -> GradeProposal | None:
    """Put a grade in force at once where that is allowed, else let it wait; returns what waits."""
    proposal, is_open = _propose(session, target, wanted, reason, act)
    if is_open:
        _warn(session, target, wanted, act)
    return proposal


def _warn(session: Session, target: Target, codes: Codes, act: Act) -> None:
    place = (target.kind, target.object_id, target.dataset_id)
    findings.warn(session, place, codes, act.actor, act.now)


def _propose(
    session: Session, target: Target, wanted: Codes, reason: str, act: Act
) -> tuple[GradeProposal | None, bool]:
    """Return what waits, and whether something was opened without approval."""
    before = in_force(session, target)
    if wanted == before:
        return None, False
    move = _move(target, before, wanted)
    is_at_once = grading.goes_at_once(move, act.second_person)
    is_open = is_at_once and not move.tightens
    if is_at_once:
        _put_in_force(session, target, wanted, reason, act)
    waiting = queries.waiting_proposal(session, target.object_id, lock=True)
    if waiting is not None:
        if codes_of(waiting) == wanted and not move.tightens:
            return waiting, is_open
        _end(waiting, ProposalEvent.REPLACE, "", act)
        session.flush()
    if not grading.waits_for_approval(move, act.second_person):
        return None, is_open
    proposal = _new_proposal(target, wanted, reason, act)
    session.add(proposal)
    session.flush()
    findings.refresh(session, proposal, act.now)
    _account(session, "grade.propose", proposal, act, {"reason": reason})
    return proposal, is_open


def approve(
    session: Session,
    target: Target,
    reason: str,
    act: Act,
    answers: Sequence[Answered] = (),
) -> GradeProposal:
    """Put what waits in force; refused for the proposer himself where a second person is needed.

    Every finding of personal data, of this moment, needs an answer.
    """
    proposal = _waiting(session, target)
    wanted = codes_of(proposal)
    move = _move(target, in_force(session, target), wanted)
    refusal = grading.judge_approver(
        move, act.second_person, proposal.proposed_by, act.actor.user_id
    )
    if refusal:
        raise Refused(refusal)
    found = findings.refresh(session, proposal, act.now)
    if refusals := judge_answers(found, answers):
        raise Refused(*refusals)
    proposal.answers = stored_answers(found, answers)
    _end(proposal, ProposalEvent.APPROVE, reason, act)
    detail = {"reason": reason, "answers": proposal.answers}
    _account(session, "grade.approve", proposal, act, detail)
    if not move.is_none:
        _put_in_force(session, target, wanted, proposal.reason or reason, act)
    session.flush()
    return proposal


def reject(session: Session, target: Target, reason: str, act: Act) -> GradeProposal:
    """Leave everything as it is; the proposer learns why."""
    proposal = _waiting(session, target)
    _end(proposal, ProposalEvent.REJECT, reason, act)
    _account(session, "grade.reject", proposal, act, {"reason": reason})
    session.flush()
    return proposal


def tighten(session: Session, target: Target, wanted: Codes, reason: str, act: Act) -> None:
    """Close something at once; a proposal that waits is void."""
    refusal = grading.judge_tightening(_move(target, in_force(session, target), wanted))
    if refusal:
        raise Refused(refusal)
    waiting = queries.waiting_proposal(session, target.object_id, lock=True)
    if waiting is not None:
        _end(waiting, ProposalEvent.REPLACE, reason, act)
    _put_in_force(session, target, wanted, reason, act)
    session.flush()


def _move(target: Target, before: Codes, after: Codes) -> Move:
    return grading.move_between(target.kind, before, after)


def _waiting(session: Session, target: Target) -> GradeProposal:
    proposal = queries.waiting_proposal(session, target.object_id, lock=True)
    if proposal is None:
        raise Refused(Refusal(GradingReason.NOT_WAITING))
    return proposal


def _put_in_force(session: Session, target: Target, codes: Codes, reason: str, act: Act) -> None:
    shown = shown_of(session, target)
    row = session.get(GradeInForce, target.object_id, with_for_update=True)
    if row is None:
        row = _new_grade(target, act)
        session.add(row)
    before = list(codes_of(row))
    row.security_level, row.share_type, row.open_type = codes
    row.since, row.set_by, row.reason = act.now, act.actor.user_id, reason
    session.flush()
    show(shown, codes)
    transitions.enqueue(session, target.dataset_id, now=act.now)
    _account(session, "grade.set", row, act, {"before": before, "reason": reason})


def _new_proposal(target: Target, wanted: Codes, reason: str, act: Act) -> GradeProposal:
    level, share, open_type = wanted
    return GradeProposal(
        id=ids.random_key(),
        object_id=target.object_id,
        object_kind=target.kind.value,
        dataset_id=target.dataset_id,
        security_level=level,
        share_type=share,
        open_type=open_type,
        reason=reason,
        proposed_by=act.actor.user_id,
        proposed_at=act.now,
        state=ProposalState.WAITING.value,
        findings=[],
        answers=[],
    )


def _end(proposal: GradeProposal, event: ProposalEvent, reason: str, act: Act) -> None:
    proposal.state = TRANSITIONS[ProposalState(proposal.state), event].value
    proposal.decided_by, proposal.decided_at = act.actor.user_id, act.now
    proposal.decision_reason = reason


def _account(
    session: Session,
    event: str,
    row: GradeInForce | GradeProposal,
    act: Act,
    detail: Mapping[str, Any],
) -> None:
    grade = {name: getattr(row, name) for name in FIELDS}
    audit.record(
        session,
        actor=act.actor,
        event=event,
        object_type=row.object_kind,
        object_id=row.object_id,
        now=act.now,
        detail={**grade, **detail},
    )
