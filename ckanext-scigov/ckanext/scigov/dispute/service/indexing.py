"""The search index follows a note in the transaction that sets or lifts it."""

from __future__ import annotations

import sqlalchemy as sa

from ckan import logic, model

from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.effects import Taken
from ckanext.scigov.shared.session import Session

OF_ENTRIES = "dataset"


def follow(session: Session, taken: Taken, *, was_published: bool) -> None:
    """Index the dataset anew where a step has changed what its document says of notes."""
    before, after = taken.before.annotated_at, taken.after.annotated_at
    is_other = (before is None) != (after is None)
    is_told = after is not None and taken.dispute.is_published != was_published
    if is_other or is_told:
        index(session, taken.dispute)


def index(session: Session, dispute: Dispute) -> None:
    """Index the dataset of a dispute; it has been flushed.

    Whoever sets another note of the same dataset waits, and then sees this one: else the later document
    would be without it.
    """
    package = model.Package
    locked = sa.select(package.type).where(package.id == dispute.dataset_id).with_for_update()
    if session.scalar(locked) == OF_ENTRIES:
        logic.index_update_package({"ignore_auth": True, "user": ""}, dispute.dataset_id)
