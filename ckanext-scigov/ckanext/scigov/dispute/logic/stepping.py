"""What all actions that take one step have in common."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.dispute import sentences, viewing
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import showing
from ckanext.scigov.dispute.logic.calls import doer, done
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked

TRANSLATED = translated(sentences.SENTENCES)


def taken(
    context: Any, data_dict: dict[str, Any], name: str, event: Event, *, is_internal: bool = False
) -> dict[str, Any]:
    """Take the step that an action is about."""
    data = checked(f"scigov_dispute_{name}", context, data_dict)
    who = caller(context, data)
    dispute_id = found(data, who)
    step = step_of(data, event, is_internal=is_internal)
    return shown(context, steps.take(model.Session, dispute_id, step, who), who)


def step_of(data: dict[str, Any], event: Event, *, is_internal: bool = False) -> Step:
    reason = data.get("reason") or ""
    return Step(event, reason, is_internal=is_internal, version=data.get("version"))


def caller(context: Any, data: dict[str, Any]) -> Doer:
    return doer(context, str(data.get("token") or ""))


def found(data: dict[str, Any], who: Doer) -> str:
    """Return the id of the dispute that is meant, to somebody who sees it."""
    return viewing.visible(model.Session, data["id"], who).dispute.id


def shown(context: Any, dispute: Dispute, who: Doer) -> dict[str, Any]:
    """Commit, and answer with the dispute as it stands now."""
    answer = showing.one(dispute.id, who)
    done(context)
    return answer
