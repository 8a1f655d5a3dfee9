"""Personal data in what somebody wants to open: found, kept with the proposal, put on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import grading, items, personal_data
from ckanext.scigov.access.domain.grading import ObjectKind
from ckanext.scigov.access.domain.personal_answers import Found, needs_answer
from ckanext.scigov.access.domain.personal_data import Column
from ckanext.scigov.access.domain.personal_entries import find_in_entry
from ckanext.scigov.access.domain.personal_words import PersonalDataKind
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.queries import Codes, codes_of
from ckanext.scigov.audit import service as audit
from ckanext.scigov.catalogue.domain.grades import Grade
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.sampling import sampled_columns

Place = tuple[ObjectKind, str, str]
"""What a grade is of: its kind, its id and its dataset's id."""
SAMPLED_ROWS = 2000
NOTHING: Codes = (None, None, None)
GATHERED = "gathered"
EVENT = "grade.personal_data"
"""In the audit log: data are open in which somebody may find himself, and nobody has been asked."""


def refresh(session: Session, proposal: GradeProposal, now: dt.datetime) -> list[Found]:
    """Search what a proposal would open, and keep with it what is found now."""
    found = search(session, _place_of(proposal), codes_of(proposal), now)
    stored = [one.as_json() for one in found]
    if proposal.findings != stored:
        proposal.findings = stored
        session.flush()
    return found


def refresh_waiting(session: Session, dataset_id: str, now: dt.datetime) -> bool:
    """Bring all that waits for a dataset and its resources up to date; say whether any does."""
    waiting = queries.waiting_proposals(session, dataset_id)
    for proposal in waiting:
        refresh(session, proposal, now)
    return bool(waiting)


def after_table_loaded(session: Session, resource_id: str, now: dt.datetime) -> None:
    """A table may hold what its names did not show, before its opening is approved or after."""
    resource = session.get(model.Resource, resource_id)
    if resource is None or resource.state != model.State.ACTIVE:
        return
    dataset_id = str(resource.package_id)
    refresh_waiting(session, dataset_id, now)
    own = codes_of(session.get(GradeInForce, resource_id))
    found = search(session, (ObjectKind.RESOURCE, resource_id, dataset_id), own, now)
    answered = _answered(session, dataset_id)
    found = [one for one in found if (one.finding.kind.value, one.finding.item) not in answered]
    record(session, ("resource", resource_id), found, Actor.system("tables"), now)


def warn(session: Session, place: Place, wanted: Codes, actor: Actor, now: dt.datetime) -> None:
    """Search what is in force without approval, and put on record what is found."""
    kind, object_id, _dataset_id = place
    found = search(session, place, wanted, now)
    record(session, (kind.value, object_id), found, actor, now)


def record(
    session: Session,
    place: tuple[str, str],
    found: Sequence[Found],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Put on record that something is open although personal data were found in it."""
    if found:
        kind, object_id = place
        detail = {"findings": [one.as_json() for one in found]}
        audit.record(
            session, actor=actor, event=EVENT, object_type=kind, object_id=object_id, now=now,
            detail=detail,
        )  # fmt: skip


def search(session: Session, place: Place, wanted: Codes, now: dt.datetime) -> list[Found]:
    """Return what is found in all that a wanted grade would open, by resource.

    Of an entry that comes from another portal there may be no more than words: those of the dataset
    count where no data item has shown the same, and belong to no resource.
    """
    kind, object_id, dataset_id = place
    own = queries.own_codes(session, dataset_id) | {object_id: wanted}
    dataset = grading.complete(*own.get(dataset_id, NOTHING))
    if not needs_answer(dataset):
        return []
    found: list[Found] = []
    for resource in _resources(session, dataset_id):
        if kind is not ObjectKind.DATASET and resource.id != items.split_id(object_id)[0]:
            continue
        columns = _opened_columns(resource, dataset, own)
        if kind is ObjectKind.ITEM:
            columns = {object_id: columns[object_id]} if object_id in columns else {}
        findings = personal_data.find(columns.values(), today=local_day(now))
        found += [Found(resource.id, finding) for finding in findings]
    if kind is ObjectKind.DATASET:
        found += _in_words(session, dataset_id, {one.finding.kind for one in found})
    return found


def _in_words(
    session: Session, dataset_id: str, known: AbstractSet[PersonalDataKind]
) -> list[Found]:
    """Return what the words of a gathered entry name beyond what is known."""
    package = session.get(model.Package, dataset_id)
    if package is None or package.extras.get("catalogue_profile") != GATHERED:
        return []
    findings = find_in_entry(package.title or "", package.notes or "")
    return [Found("", finding) for finding in findings if finding.kind not in known]


def _answered(session: Session, dataset_id: str) -> set[tuple[str, str]]:
    """Return kinds and items that approvers of this dataset have answered for."""
    query = sa.select(GradeProposal.answers).where(
        GradeProposal.dataset_id == dataset_id,
        GradeProposal.state == grading.ProposalState.APPROVED.value,
    )
    return {(one["kind"], one["item"]) for row in session.scalars(query) for one in row}


def _opened_columns(
    resource: model.Resource, dataset: Grade | None, own: Mapping[str, Codes]
) -> dict[str, Column]:
    """Return the columns that are opened, by the ids their data items have as objects."""
    part = grading.partial(*own.get(resource.id, NOTHING))
    if not needs_answer(grading.effective(dataset, part)):
        return {}
    found: dict[str, Column] = {}
    for one in sampled_columns(resource, most=SAMPLED_ROWS):
        item_id = items.object_id(resource.id, items.name_of(one.item) or one.name)
        item = grading.partial(*own.get(item_id, NOTHING))
        if needs_answer(grading.effective(dataset, part, item)):
            found[item_id] = Column(one.name, one.title, one.values)
    return found


def _resources(session: Session, dataset_id: str) -> list[model.Resource]:
    query = (
        sa.select(model.Resource)
        .where(
            model.Resource.package_id == dataset_id,
            model.Resource.state == model.State.ACTIVE,
        )
        .order_by(model.Resource.position, model.Resource.id)
    )
    return list(session.scalars(query))


def _place_of(proposal: GradeProposal) -> Place:
    return ObjectKind(proposal.object_kind), proposal.object_id, proposal.dataset_id
