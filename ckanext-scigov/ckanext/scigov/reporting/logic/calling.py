"""What the actions of reporting do alike."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.reporting import sentences
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import valid

TRANSLATED = translated(sentences.SENTENCES)


def given_beside_file(action: str, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the valid input of whoever may call an action that takes a file."""
    given = {name: value for name, value in data_dict.items() if name != "upload"}
    tk.check_access(action, context, given)
    return valid(action, context, given)


def by_of(context: Any) -> By:
    return By(actor_from(context), clock.now())


def commit(context: Any) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()
