"""What a provider asks besides of who applies for one of its datasets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.parties import Concerned, parties
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.application.model import Question
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Denied, NotVisible
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    is_needed: bool = False


def replace(session: Session, dataset: str, asked: Sequence[Asked], doer: Doer) -> list[Question]:
    """Let a dataset's questions be these. One that stays word for word keeps the answers given to it."""
    entry = visible(session, dataset, doer)
    if not handles(entry, doer.principal):
        raise Denied(ActReason.NOT_PROVIDER)
    kept = {row.text: row for row in queries.questions_of(session, [entry.dataset_id])}
    for place, one in enumerate(asked):
        row = kept.pop(one.text, None) or _new(entry.dataset_id, one.text, doer)
        row.position, row.is_needed = place, one.is_needed
        session.add(row)
    for row in kept.values():
        row.removed_at = doer.now
    session.flush()
    detail = {"questions": [one.text for one in asked]}
    doer.by.record(session, "application.questions", "dataset", entry.dataset_id, **detail)
    return queries.questions_of(session, [entry.dataset_id])


def visible(session: Session, dataset: str, doer: Doer) -> Object:
    """Return an entry that somebody may discover."""
    entry = reading.entry_named(session, dataset)
    if entry is None or not decide(doer.principal, Operation.DISCOVER, entry).allowed:
        raise NotVisible
    return entry


def visible_among(session: Session, dataset_ids: Collection[str], doer: Doer) -> list[str]:
    """Return the ids of those entries that somebody may discover; two statements for any number."""
    entries = reading.entries(session, dataset_ids)
    return [
        one.dataset_id
        for one in entries.values()
        if decide(doer.principal, Operation.DISCOVER, one).allowed
    ]


def handles(entry: Object, principal: Principal) -> bool:
    """Say whether somebody handles the applications for an entry, and so says what is asked."""
    of_entry = Concerned("", entry.provider_id, units_above=entry.units_above)
    return Party.HANDLER in parties(principal, of_entry)


def _new(dataset_id: str, text: str, doer: Doer) -> Question:
    return Question(
        id=ids.random_key(),
        dataset_id=dataset_id,
        text=text,
        set_by=doer.user_id,
        set_at=doer.now,
    )
