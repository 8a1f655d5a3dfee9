"""Which credentials are kept."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.scigov.intake.model import Credential
from ckanext.scigov.shared.session import Session


def of_source(session: Session, source_id: str) -> list[Credential]:
    wanted = sa.select(Credential).where(Credential.source_id == source_id)
    return list(session.scalars(wanted.order_by(Credential.name)))


def everything(session: Session) -> list[Credential]:
    """Return all of all sources, locked: who seals them anew must not meet who sets one."""
    wanted = sa.select(Credential).order_by(Credential.source_id, Credential.name)
    return list(session.scalars(wanted.with_for_update()))
