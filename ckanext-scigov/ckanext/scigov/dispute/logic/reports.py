"""A report out of what was sent: what it points at, and what it says of it."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute.domain import target as targets
from ckanext.scigov.dispute.domain.filing import Report
from ckanext.scigov.dispute.domain.proposal import Change, Proposal
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.service.acting import ActReason
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

ROW = ("key", "fingerprint", "row")


def report_of(data: dict[str, Any], dataset_ids: list[str], *, is_signed: bool) -> Report:
    """Return what is said; ``dataset_ids`` are the datasets that it names as evidence."""
    change = data.get("proposal_change") or (Change.SET.value if data.get("proposal_value") else "")
    proposal = Proposal(Change(change), data.get("proposal_value") or "") if change else None
    return Report(
        kind=data.get("kind") or "",
        explanation=data.get("explanation") or "",
        proposal=proposal,
        links=tuple(data.get("links") or ()),
        dataset_ids=tuple(dataset_ids),
        is_signed=is_signed,
        email=data.get("email") or "",
    )


def target_of(data: dict[str, Any], dataset_id: str) -> Target:
    """Return what a report points at, not yet found there.

    Raises:
        Refused: with all that is wrong with it.
    """
    found = targets.parse(
        {
            "kind": kind_of(data),
            "dataset_id": dataset_id,
            "resource_id": data.get("resource"),
            "item": data.get("item"),
            "field": data.get("field"),
            "key": data.get("key"),
            "fingerprint": data.get("fingerprint"),
        }
    )
    if isinstance(found, Target):
        return found
    fields = {"kind": "target_kind", "dataset_id": "dataset", "resource_id": "resource"}
    raise Refused(*(Refusal(one.reason, fields.get(one.field, one.field)) for one in found))


def kind_of(data: dict[str, Any]) -> str:
    """Return what is pointed at: what was said, or what the parts that were sent name."""
    names_row = any(data.get(name) not in (None, "") for name in ROW)
    if data.get("target_kind"):
        return str(data["target_kind"])
    if names_row:
        return (TargetKind.CELL if data.get("item") else TargetKind.RECORD).value
    if data.get("field"):
        return TargetKind.FIELD.value
    if data.get("item"):
        return TargetKind.ITEM.value
    return (TargetKind.RESOURCE if data.get("resource") else TargetKind.DATASET).value


def agency_of(session: Session, data: dict[str, Any], doer: Doer) -> str:
    """Return the agency that somebody reports for: one of his, or none."""
    wanted = data.get("agency") or ""
    if not wanted:
        return ""
    known = reading.agencies(session, sorted(doer.principal.agency_ids))
    if wanted not in known or not known[wanted].is_approved:
        raise Refused(Refusal(ActReason.NOT_YOUR_AGENCY, "agency"))
    return str(wanted)
