"""What a report points at: found for its reporter, or refused as what is not there."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import list_queries, placing
from ckanext.scigov.dispute.domain.target import Target
from ckanext.scigov.dispute.logic import reports
from ckanext.scigov.dispute.placing import Placed, PlacingReason
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.filings import Place
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

FIELDS = {"dataset_id": "dataset", "resource_id": "resource"}


def place_of(session: Session, data: dict[str, Any], doer: Doer) -> Place:
    """Return the place that a report points at.

    Raises:
        NotVisible: there is no such dataset or resource, or none that the doer sees.
        Refused: nothing can be reported there; with all that is wrong with what was sent.
    """
    placed = _placed(session, data, doer)
    if isinstance(placed, Refusal):
        if placed.reason is PlacingReason.ABSENT:
            raise NotVisible
        field = FIELDS.get(placed.field, placed.field)
        raise Refused(Refusal(placed.reason, field, placed.values))
    dataset_id = placed.target.dataset_id
    title, _name = list_queries.titles_of_datasets(session, [dataset_id])[dataset_id]
    return Place(
        target=placed.target,
        dataset_title=title,
        provider_id=placed.provider_id,
        value=placed.seen,
        cells=placed.row,
        saw_more=placed.saw_more,
    )


def evidence_of(session: Session, data: dict[str, Any], doer: Doer) -> list[str]:
    """Return the ids of the datasets that a report names as evidence, all of which its reporter sees.

    Raises:
        Refused: one is not there, or not for him.
    """
    found: list[str] = []
    for name in data.get("datasets") or ():
        entry = reading.entry_named(session, name)
        if entry is None or not decide(doer.principal, Operation.META, entry).allowed:
            raise Refused(Refusal(PlacingReason.ABSENT, "datasets", {"about": name}))
        found.append(entry.dataset_id)
    return list(dict.fromkeys(found))


def _placed(session: Session, data: dict[str, Any], doer: Doer) -> Placed | Refusal:
    number, resource_id = data.get("row"), data.get("resource") or ""
    mark, item = data.get("fingerprint") or "", data.get("item") or ""
    if number is not None and not data.get("key"):
        target = placing.target_of_row(session, resource_id, number, item, doer.principal)
        # The numbers of rows change with the table: what was seen there may be elsewhere now.
        if isinstance(target, Target) and mark in ("", target.fingerprint):
            return placing.place(session, target, doer.principal, number)
        if isinstance(target, Refusal) and not mark:
            return target
    dataset = data.get("dataset") or _dataset_of(session, resource_id)
    target = reports.target_of(data, dataset)
    return placing.place(session, target, doer.principal, number)


def _dataset_of(session: Session, resource_id: str) -> str:
    resource = session.get(model.Resource, resource_id) if resource_id else None
    if resource is None:
        raise NotVisible
    return str(resource.package_id)
