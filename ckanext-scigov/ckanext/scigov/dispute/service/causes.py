"""What a run has found becomes disputes: one for each cause, to the unit that answers for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.dispute import cause_words, sight, source_queries
from ckanext.scigov.dispute.domain import telling
from ckanext.scigov.dispute.domain.compared import Cause
from ckanext.scigov.dispute.domain.filing import Report
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.telling import NEVER, Known, Telling
from ckanext.scigov.dispute.model_sources import CauseTold
from ckanext.scigov.dispute.service import filings, steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.filings import Filer, Place
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.dispute.source_queries import Place as TablePlace
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed to say where a cause lies."""

    places: Mapping[str, TablePlace]
    """Of the tables, by resource id."""
    columns: Mapping[str, Mapping[str, str]]
    """Item → resource id → column."""


def tell(session: Session, found: Sequence[Cause], context: Context, office: Doer) -> list[str]:
    """Open a dispute for each cause that has none, and note in the others what has changed.

    Args:
        session: the caller holds ``source_queries.lock``.
        found: causes of one comparison, as its tables are now.
        context: of the tables.
        office: the system.

    Returns:
        Ids of the disputes that were opened.
    """
    told = source_queries.causes(session, [one.signature for one in found])
    goes_on = _going_on(session, told)
    opened: list[str] = []
    for cause in found:
        row = told.get(cause.signature) or _added(session, cause)
        known = _known(row, goes_on) if cause.signature in told else NEVER
        digest = telling.digest_of(cause)
        row.unit_id, row.found = cause.unit_id, digest
        todo = telling.telling(digest, known)
        if todo is Telling.OPEN:
            row.told, row.decided = digest, ""
            session.flush()
            row.dispute_id = _opened(session, cause, context, office)
            opened.append(row.dispute_id)
        elif todo is Telling.NOTE:
            row.told = digest
            _note(session, goes_on[row.dispute_id], cause_words.changed(cause), office)
    session.flush()
    return opened


def forget(session: Session, gone: Collection[str], office: Doer) -> None:
    """Note in disputes that no comparison finds any more what they are about. It closes none.

    Args:
        session: the caller holds ``source_queries.lock``.
        gone: signatures of causes.
        office: the system.
    """
    told = source_queries.causes(session, gone)
    goes_on = _going_on(session, told)
    for row in told.values():
        if row.told and row.dispute_id in goes_on:
            _note(session, goes_on[row.dispute_id], cause_words.gone(), office)
        row.told = row.found = ""
    session.flush()


def _going_on(session: Session, told: Mapping[str, CauseTold]) -> dict[str, str]:
    return source_queries.open_disputes(session, {one.dispute_id for one in told.values()})


def _known(row: CauseTold, goes_on: Mapping[str, str]) -> Known:
    return Known(bool(row.dispute_id), row.dispute_id in goes_on, row.told, row.decided)


def _added(session: Session, cause: Cause) -> CauseTold:
    row = CauseTold(
        signature=cause.signature, unit_id=cause.unit_id, dispute_id="", told="", found="",
        decided="",
    )  # fmt: skip
    session.add(row)
    return row


def _note(session: Session, dispute_id: str, words: str, office: Doer) -> None:
    steps.take(session, dispute_id, Step(Event.NOTE, words, is_internal=True), office)


def _opened(session: Session, cause: Cause, context: Context, office: Doer) -> str:
    target = _target(cause, context)
    where = context.places[cause.here]
    report = Report(
        kind=telling.kind_of(cause.kind).value,
        explanation=cause_words.explanation(cause),
        is_signed=True,
    )
    saw_more = _saw_more(session, cause, context)
    place = Place(target, where.dataset_title, where.provider_id, saw_more=saw_more)
    filer = Filer(FilerKind.COMPARISON, cause=cause.signature)
    return filings.file(session, report, place, filer, office).id


def _target(cause: Cause, context: Context) -> Target:
    dataset_id = context.places[cause.here].dataset_id
    if not cause.item:
        return Target(TargetKind.RESOURCE, dataset_id, cause.here)
    column = context.columns[cause.item][cause.here]
    return Target(TargetKind.ITEM, dataset_id, cause.here, item=column)


def _saw_more(session: Session, cause: Cause, context: Context) -> bool:
    """Say whether the comparison has read what the public cannot: what it says may tell of it."""
    tables = [one for one in (cause.here, cause.there) if one]
    targets = [Target(TargetKind.RESOURCE, context.places[one].dataset_id, one) for one in tables]
    return not all(one.is_open for one in sight.sights(session, targets, ANONYMOUS).values())
