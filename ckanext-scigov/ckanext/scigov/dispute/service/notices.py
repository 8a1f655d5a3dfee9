"""Who is told of a step. One seam: what carries the words away is the feature ``notices``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading, roles, seers
from ckanext.scigov.dispute import list_queries, queries
from ckanext.scigov.dispute.domain.states import Event, Level, State
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.notice_words import WORDS, NoticeKind
from ckanext.scigov.dispute.service import letters
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.effects import Taken
from ckanext.scigov.notices import service as notices
from ckanext.scigov.notices.domain.params import Code, Param, Title
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.session import Session

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
CORRECTING = frozenset({Event.CORRECT, Event.CORRECT_IN_PART})
READERS_JOB = "scigov_dispute_tell_readers"
TOLD_REPORTER = frozenset(WORDS[NoticeKind.CHANGED].codes)
_OF_UNIT = {
    Event.FORWARD: NoticeKind.FORWARDED,
    Event.PRESS: NoticeKind.PRESSED,
    Event.REOPEN: NoticeKind.REOPENED,
    Event.UPHOLD: NoticeKind.SETTLED,
    Event.REMIT: NoticeKind.SETTLED,
    Event.OVERRULE: NoticeKind.SETTLED,
}


def tell(session: Session, taken: Taken, values: Mapping[str, Any]) -> None:
    """Tell those whom a step concerns, in its transaction; not who has taken it."""
    for kind, people in _told(session, taken, values):
        _notify(session, taken, kind, people)
    if taken.event in CORRECTING:
        _tell_readers_later(session, taken)
    if taken.event.value in TOLD_REPORTER:
        said = {"event": Code(taken.event.value)}
        _notify(session, taken, NoticeKind.CHANGED, _reporters_told(taken), said)
        letters.tell(session, taken)


def tell_not_loaded(session: Session, dispute: Dispute, answerer: str, office: Doer) -> None:
    """Tell who has answered with a file that is no table, and to whom the dispute is assigned; else its unit."""
    standing = queries.standing_of(dispute)
    taken = Taken(dispute, Event.NOTE, "", standing, standing, office)
    people = {answerer, dispute.assigned_to or ""} - {""}
    _notify(session, taken, NoticeKind.NOT_LOADED, people or staff(session, taken))


def _told(
    session: Session, taken: Taken, values: Mapping[str, Any]
) -> Iterable[tuple[NoticeKind, Collection[str]]]:
    """Yield whom besides the reporter a step concerns."""
    dispute, event = taken.dispute, taken.event
    if event is Event.CONFIRM and (not taken.after.case.flow.is_automatic or dispute_waits(taken)):
        yield NoticeKind.REGISTERED, authority(session, taken)
    if event in _OF_UNIT:
        yield _OF_UNIT[event], _waited_for(session, taken)
    if event is Event.ASSIGN:
        yield NoticeKind.ASSIGNED, {str(values.get("assigned_to") or "")}
    if event is Event.ESCALATE:
        yield NoticeKind.ESCALATED, _deciding(session, taken)
    if event is Event.PRESS and not taken.doer.user_id:
        yield NoticeKind.PRESSED, authority(session, taken)
    if event is Event.WITHDRAW and taken.before.case.state is not State.UNCONFIRMED:
        yield NoticeKind.WITHDRAWN, _working(session, taken)
    if event is Event.REMARK:
        yield NoticeKind.REMARKED, {dispute.assigned_to or ""} - {""} or _working(session, taken)


def _reporters_told(taken: Taken) -> Collection[str]:
    """Return which reporters are told of a step: all, but of a remark who reads it, who wrote the report."""
    dispute, doer = taken.dispute, taken.doer
    if taken.event is not Event.REMARK:
        return dispute.reporter_ids
    is_from_reporter = doer.user_id in dispute.reporter_ids or bool(doer.link_of)
    return () if is_from_reporter else {dispute.author_id}


def dispute_waits(taken: Taken) -> bool:
    return taken.after.case.awaits_moderation


def staff(session: Session, taken: Taken) -> set[str]:
    """Return who handles disputes for the responsible unit."""
    unit = taken.dispute.unit_id
    if not unit:
        return set()
    people = set(reading.staff_of(session, unit, HANDLING))
    return people | set(roles.holders(session, Role.STEWARD, unit, taken.doer.now))


def _working(session: Session, taken: Taken) -> set[str]:
    """Return who has a dispute: the unit, and before it is forwarded the authority."""
    return staff(session, taken) if taken.dispute.unit_id else authority(session, taken)


def _waited_for(session: Session, taken: Taken) -> set[str]:
    """Return who has to act when a step has been taken."""
    is_escalated = taken.after.case.state is State.ESCALATED
    return _deciding(session, taken) if is_escalated else staff(session, taken)


def authority(session: Session, taken: Taken) -> set[str]:
    """Return the chief data officers in whose scope it is."""
    units = {taken.dispute.provider_id, taken.dispute.unit_id} - {""}
    held = (
        roles.holders(session, Role.CHIEF_DATA_OFFICER, unit, taken.doer.now)
        for unit in sorted(units)
    )
    return {one for some in held for one in some}


def _deciding(session: Session, taken: Taken) -> set[str]:
    if taken.after.case.level is not Level.NEGOTIATE:
        return authority(session, taken)
    unit, now = taken.dispute.unit_id or taken.dispute.provider_id, taken.doer.now
    return set(roles.holders(session, Role.DECIDER, unit, now)) or authority(session, taken)


def _tell_readers_later(session: Session, taken: Taken) -> None:
    """Let those be told who follow or have read the data, when this is committed (``telling``)."""
    dispute, doer = taken.dispute, taken.doer
    corrected = {
        "dispute_id": dispute.id,
        "version": dispute.version,
        "actor_id": doer.user_id,
        "at": doer.now.isoformat(),
    }
    key = f"{READERS_JOB}:{dispute.id}:{dispute.version}"
    outbox.enqueue_job(session, READERS_JOB, corrected, now=doer.now, key=key)


def _notify(
    session: Session,
    taken: Taken,
    kind: NoticeKind,
    people: Collection[str],
    more: Mapping[str, Param] | None = None,
) -> None:
    dispute = taken.dispute
    others = {one for one in people if one} - {taken.doer.user_id}
    if kind is not NoticeKind.CHANGED:
        # To what he has reported himself nobody is an official: he is told as its reporter.
        others -= set(dispute.reporter_ids)
    if not others or not dispute.number:
        return
    for named, told in _by_name(session, taken, others):
        notices.notify(
            session,
            told,
            kind=kind,
            feature="dispute",
            object_id=dispute.id,
            path=f"/disputes/{dispute.id}",
            params={"number": Title(dispute.number), "dataset": Title(named), **(more or {})},
            now=taken.doer.now,
            key=f"{dispute.id}:{dispute.version}",
        )


def _by_name(
    session: Session, taken: Taken, people: Collection[str]
) -> list[tuple[str, Collection[str]]]:
    """Return what the dataset is called to whom: its provider, to officials from whom it is hidden."""
    dispute = taken.dispute
    seeing = seers.who_sees(session, dispute.dataset_id, people, taken.doer.now)
    knowing = {one for one in people if one in seeing or one in dispute.reporter_ids}
    others = set(people) - knowing
    if not others:
        return [(dispute.dataset_title, knowing)]
    titles = list_queries.titles_of_organizations(session, {dispute.provider_id})
    named = [(dispute.dataset_title, knowing), (titles.get(dispute.provider_id, "…"), others)]
    return [(name, told) for name, told in named if told]
