"""Titles and names that answers about several disputes need, each kind read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import evidence_queries, list_queries, queries, viewing
from ckanext.scigov.dispute.domain.visibility import Piece
from ckanext.scigov.dispute.model import DisputeEvidence, Visitor
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Names:
    datasets: Mapping[str, tuple[str, str]]
    """Title and name of those that the reader sees, by id."""
    resources: Mapping[str, str]
    organizations: Mapping[str, str]
    agencies: Mapping[str, reading.Known]
    users: Mapping[str, tuple[str, str]]
    visitors: Mapping[str, Visitor]
    files: Mapping[str, Sequence[DisputeEvidence]]
    """Of those disputes whose files the reader sees."""
    heads: frozenset[str]
    """What was merged goes on in these; only ids of what the reader sees."""


def names_for(session: Session, views: Sequence[View], doer: Doer) -> Names:
    """Read them; the number of statements does not depend on how many disputes there are."""
    disputes = [view.dispute for view in views]
    people = {one.assigned_to or "" for one in disputes} | {one.author_id for one in disputes}
    units = {one.provider_id for one in disputes} | {one.unit_id for one in disputes}
    datasets = {one.dataset_id for one in disputes} | {
        id_ for one in disputes for id_ in one.dataset_ids
    }
    told = [view.dispute.id for view in views if view.shows(Piece.CONTACT)]
    with_files = [view.dispute.id for view in views if view.shows(Piece.EVIDENCE)]
    return Names(
        datasets=list_queries.titles_of_datasets(session, _seen(session, datasets, doer)),
        resources=list_queries.names_of_resources(session, {one.resource_id for one in disputes}),
        organizations=list_queries.titles_of_organizations(session, units),
        agencies=reading.agencies(session, sorted({one.agency_id for one in disputes} - {""})),
        users=list_queries.names_of_users(session, people),
        visitors=queries.visitors_of(session, told),
        files=evidence_queries.of_disputes(session, with_files),
        heads=_heads(session, {one.merged_into for one in disputes} - {""}, doer),
    )


def _heads(session: Session, ids: Collection[str], doer: Doer) -> frozenset[str]:
    heads = queries.several(session, ids) if ids else []
    return frozenset(view.dispute.id for view in viewing.viewed(session, heads, doer))


def _seen(session: Session, dataset_ids: Collection[str], doer: Doer) -> list[str]:
    """Return those of some datasets whose entries somebody sees."""
    entries = reading.entries(session, dataset_ids)
    return [
        id_
        for id_, entry in entries.items()
        if decide(doer.principal, Operation.DISCOVER, entry).allowed
    ]
