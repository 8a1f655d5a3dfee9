"""Whose the records are: organisations by name or id, each asked for once in a run."""

from __future__ import annotations

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session


class Providers:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: dict[str, str | None] = {}

    def id_of(self, provider: str) -> str | None:
        """Return the id of an active organisation; None where there is none of that name or id."""
        if provider not in self._ids:
            called = sa.or_(model.Group.name == provider, model.Group.id == provider)
            is_active = sa.and_(
                model.Group.is_organization.is_(True), model.Group.state == model.State.ACTIVE
            )
            query = sa.select(model.Group.id).where(called, is_active).limit(1)
            self._ids[provider] = self._session.scalar(query) if provider else None
        return self._ids[provider]
