"""Which credentials are kept."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.intake.model import Credential, Source
from ckanext.scigov.shared.session import Session


def of_source(session: Session, source_id: str) -> list[Credential]:
    wanted = sa.select(Credential).where(Credential.source_id == source_id)
    return list(session.scalars(wanted.order_by(Credential.name)))


def of_sources(session: Session, source_ids: Collection[str]) -> dict[str, list[Credential]]:
    """Return the credentials of some sources by name."""
    wanted = sa.select(Credential).where(Credential.source_id.in_(sorted(source_ids)))
    found: dict[str, list[Credential]] = {}
    for one in session.scalars(wanted.order_by(Credential.name)):
        found.setdefault(one.source_id, []).append(one)
    return found


def is_asked_for() -> sa.ColumnElement[bool]:
    """Return the condition of a source that has a credential, or whose mapping may name one."""
    has_one = sa.exists().where(Credential.source_id == Source.id)
    return sa.or_(has_one, Source.mapping.contains("secret"))


def everything(session: Session) -> list[Credential]:
    """Return all of all sources, locked: who seals them anew must not meet who sets one."""
    wanted = sa.select(Credential).order_by(Credential.source_id, Credential.name)
    return list(session.scalars(wanted.with_for_update()))
