"""What every action about agencies, roles and grants does before and after its service call."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.access import asking
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from


def by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def done(context: Any) -> None:
    """Commit, unless the caller does; somebody's standing may be another one now."""
    asking.forget()
    if not context.get("defer_commit"):
        model.repo.commit()
