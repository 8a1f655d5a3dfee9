"""What all actions that take one step on one part have in common."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.application import sentences
from ckanext.scigov.application.domain.states import Event
from ckanext.scigov.application.logic import showing
from ckanext.scigov.application.logic.calls import doer, done, part_id
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked

TRANSLATED = translated(sentences.SENTENCES)


def taken(
    context: Any,
    data_dict: dict[str, Any],
    name: str,
    event: Event,
    *,
    is_internal: bool = False,
) -> dict[str, Any]:
    """Take the step that an action is about."""
    data = checked(f"scigov_application_{name}", context, data_dict)
    reason, version = data.get("reason") or "", data.get("version")
    return stepped(context, data, Step(event, reason, is_internal=is_internal, version=version))


def stepped(context: Any, data: dict[str, Any], step: Step) -> dict[str, Any]:
    part = steps.take(model.Session, part_id(context, data), step, doer(context))
    return shown(context, part)


def shown(context: Any, part: Part) -> dict[str, Any]:
    """Commit, and answer with the application as it stands now."""
    found = showing.filing(part.filing_id, doer(context))
    done(context)
    return found
