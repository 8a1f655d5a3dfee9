"""A report becomes a dispute. Who is signed in confirms it by filing; a visitor by the link in his mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.dispute.domain import filing
from ckanext.scigov.dispute.domain import target as targets
from ckanext.scigov.dispute.domain.filing import Report
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.proposal import Proposal
from ckanext.scigov.dispute.domain.states import Event, State
from ckanext.scigov.dispute.domain.target import Target
from ckanext.scigov.dispute.model import Dispute, Seen, Visitor
from ckanext.scigov.dispute.service import crowding, letters, steps
from ckanext.scigov.dispute.service.acts import Doer, system
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Place:
    """What a report points at, as it was found there for its reporter."""

    target: Target
    """Pinned."""
    dataset_title: str
    provider_id: str
    value: str | None = None
    """As he saw it; None: empty, or none."""
    cells: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The row as he saw it, by column."""
    saw_more: bool = False


@dataclass(frozen=True, slots=True)
class Filer:
    """Who reports."""

    kind: FilerKind
    user_id: str = ""
    agency_id: str = ""
    language: str = ""
    """Of the mails to a visitor."""
    cause: str = ""
    """Signature of what a comparison has found."""


def check(report: Report, place: Place) -> None:
    """Refuse a report that lacks something.

    Raises:
        Refused: with all that is wrong with it.
    """
    wrong = filing.problems(report, place.target, place.value)
    if wrong:
        raise Refused(*(Refusal(one.reason, one.field, {"about": one.about}) for one in wrong))


def file(session: Session, report: Report, place: Place, filer: Filer, doer: Doer) -> Dispute:
    """Put a report on record. A visitor is sent a letter by which he confirms it.

    What the owner of a mailbox reports a second time while the first is open is not put on record again:
    he is sent the link to the first, and whoever has typed another's address learns nothing.

    Raises:
        Refused: with all that is wrong with it; or it was reported often enough (``crowding``).
    """
    check(report, place)
    kind = filing.kind_of(report)
    if filer.kind is not FilerKind.COMPARISON:
        crowding.check(session, place.target, kind, filer.user_id, doer.rules)
    if filer.kind is FilerKind.VISITOR:
        known = crowding.of_mailbox(session, place.target, kind, report.email)
        dispute = known or _on_record(session, report, place, filer, doer)
        letters.ask_to_confirm(session, dispute, doer.now)
        return dispute
    dispute = _on_record(session, report, place, filer, doer)
    confirming = doer if filer.user_id else system(doer.now, doer.rules)
    return steps.take(session, dispute.id, Step(Event.CONFIRM), confirming)


def _on_record(session: Session, report: Report, place: Place, filer: Filer, doer: Doer) -> Dispute:
    dispute = _new(report, place, filer, doer)
    session.add(dispute)
    session.flush()
    session.add(_seen(dispute, place, report.proposal))
    if filer.kind is FilerKind.VISITOR:
        session.add(_visitor(dispute, report, filer))
    session.flush()
    doer.by.record(
        session, "dispute.file", "dispute", dispute.id, dataset_id=dispute.dataset_id,
        kind=dispute.kind, filer_kind=dispute.filer_kind, target_kind=dispute.target_kind,
    )  # fmt: skip
    return dispute


def _new(report: Report, place: Place, filer: Filer, doer: Doer) -> Dispute:
    target = place.target
    return Dispute(
        id=ids.random_key(),
        target_kind=target.kind.value,
        dataset_id=target.dataset_id,
        dataset_title=place.dataset_title,
        resource_id=target.resource_id,
        item=target.item,
        field=target.field,
        provider_id=place.provider_id,
        unit_id="",
        kind=filing.kind_of(report).value,
        filer_kind=filer.kind.value,
        author_id=filer.user_id,
        agency_id=filer.agency_id,
        reporter_ids=[filer.user_id] if filer.user_id else [],
        explanation=report.explanation.strip(),
        links=list(report.links),
        dataset_ids=list(report.dataset_ids),
        saw_more=place.saw_more,
        cause=filer.cause,
        filed_at=doer.now,
        version=0,
        state=State.UNCONFIRMED.value,
        is_signed=report.is_signed,
        joined=0,
        merged_into="",
        is_published=False,
        is_accepted=False,
        accepted_by="",
        decided_by=[],
        is_extended=False,
        was_reopened=False,
        must_correct=False,
        stepped_at=doer.now,
    )


def _seen(dispute: Dispute, place: Place, proposal: Proposal | None) -> Seen:
    said = {"change": proposal.change.value, "value": proposal.value} if proposal else None
    return Seen(
        dispute_id=dispute.id,
        target=targets.to_values(place.target),
        value=place.value,
        cells=dict(place.cells),
        proposal=said,
    )


def _visitor(dispute: Dispute, report: Report, filer: Filer) -> Visitor:
    return Visitor(
        dispute_id=dispute.id,
        email=report.email.strip(),
        language=filer.language,
        nonce=ids.random_key(),
    )
