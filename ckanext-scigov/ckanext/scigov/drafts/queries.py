"""SELECTs of this feature, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.drafts.model import Draft, WaitingFile
from ckanext.scigov.shared.session import Session

LOCK_SPACE = 20_515
"""The first of advisory locks' two numbers: these locks are about persons' waiting files."""


def find(session: Session, draft_id: str, *, lock: bool = False) -> Draft | None:
    return session.get(Draft, draft_id, with_for_update=lock)


def of_user(session: Session, user_id: str, dataset_id: str | None = None) -> list[Draft]:
    """Return somebody's drafts, the newest first; only those of one form where that is named."""
    query = sa.select(Draft).where(Draft.user_id == user_id, Draft.organization_id == "")
    if dataset_id is not None:
        query = query.where(Draft.dataset_id == dataset_id)
    return list(session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id)))


def templates(session: Session, organization_ids: Collection[str]) -> list[Draft]:
    if not organization_ids:
        return []
    query = sa.select(Draft).where(Draft.organization_id.in_(sorted(organization_ids)))
    return list(session.scalars(query.order_by(Draft.title, Draft.id)))


def template_count(session: Session, organization_id: str) -> int:
    count = sa.select(sa.func.count()).select_from(Draft)
    return session.scalar(count.where(Draft.organization_id == organization_id)) or 0


def ids_left_alone_since(session: Session, moment: dt.datetime) -> list[str]:
    """Return drafts that nobody has saved since; templates are kept."""
    query = sa.select(Draft.id).where(Draft.organization_id == "", Draft.saved_at < moment)
    return list(session.scalars(query))


def file_of(session: Session, draft_id: str) -> WaitingFile | None:
    return session.get(WaitingFile, draft_id)


def file_count(session: Session, user_id: str) -> int:
    """Return how many files wait for somebody's entries; who asks holds the turn of this person."""
    lock = sa.func.pg_advisory_xact_lock(LOCK_SPACE, sa.func.hashtext(user_id))
    session.execute(sa.select(lock))
    count = sa.select(sa.func.count()).select_from(WaitingFile)
    own = count.join(Draft, Draft.id == WaitingFile.draft_id).where(Draft.user_id == user_id)
    return session.scalar(own) or 0


def keys_starting_with(session: Session, prefix: str) -> set[str]:
    query = sa.select(WaitingFile.storage_key).where(WaitingFile.storage_key.startswith(prefix))
    return set(session.scalars(query))
