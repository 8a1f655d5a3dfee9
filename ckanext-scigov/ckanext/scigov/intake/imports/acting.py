"""What the actions of imports have in common."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain import column_matching
from ckanext.scigov.intake.imports import doing, sentences, service, shown
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import ScigovError
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated

Action = TypeVar("Action", bound=Callable[..., Any])
TRANSLATED = translated(sentences.SENTENCES)


def rolled_back(action: Action) -> Action:
    """Leave nothing of what was refused in the session: the page that says so reads on in it."""

    @functools.wraps(action)
    def wrapper(context: Any, data_dict: dict[str, Any]) -> Any:
        try:
            return action(context, data_dict)
        except (ScigovError, tk.ValidationError, tk.NotAuthorized):
            if not context.get("defer_commit"):
                model.Session.rollback()
            raise

    return cast("Action", wrapper)


def proposals(context: Any, batch: Batch) -> dict[str, dict[str, str]]:
    targets = doing.WAYS[batch.kind].targets(context, batch)
    remembered = service.remembered(model.Session(), batch)
    found = column_matching.match(batch.headers, targets, remembered)
    return {header: {"field": one.field, "how": one.how.value} for header, one in found.items()}


def answer(batch: Batch) -> dict[str, Any]:
    return shown.batches([batch])[0]


def by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def commit(context: Any) -> None:
    if not context.get("defer_commit"):
        model.repo.commit()
