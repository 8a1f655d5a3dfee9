"""What every action of disputes does before and after its service call."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.access import asking
from ckanext.scigov.dispute import config, visiting
from ckanext.scigov.dispute.service.acts import By, Doer
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from


def doer(context: Any, token: str = "") -> Doer:
    """Return who calls, as what he is now.

    Args:
        context: CKAN's.
        token: of the link that a visitor has come by.
    """
    now = clock.now()
    return Doer(
        By(actor_from(context), now),
        config.rules(),
        asking.principal_from(context),
        link_of=visiting.dispute_of(model.Session, token, now),
    )


def done(context: Any) -> None:
    """Commit, unless the caller does."""
    if not context.get("defer_commit"):
        model.repo.commit()
