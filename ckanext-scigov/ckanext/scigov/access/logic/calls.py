"""What every action about agencies, roles and grants does before and after its service call."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import asking
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from


def checked(
    action: str, context: Any, data_dict: dict[str, Any], shape: dict[str, Any]
) -> dict[str, Any]:
    """Return the valid input of whoever may call the action."""
    tk.check_access(action, context, data_dict)
    data, errors = tk.navl_validate(data_dict, shape, context)
    if errors:
        raise tk.ValidationError(errors)
    return data


def by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def done(context: Any) -> None:
    """Commit, unless the caller does; somebody's standing may be another one now."""
    asking.forget()
    if not context.get("defer_commit"):
        model.repo.commit()


def moment(value: dt.datetime | None) -> str | None:
    return value.astimezone(dt.timezone.utc).isoformat() if value else None
