"""Answers to appeals: the provider's and the authority's own, and the government's that is recorded."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from ckanext.scigov.application.domain import outside as outsides
from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.domain.outside import Outside
from ckanext.scigov.application.domain.states import AppealLevel, Event
from ckanext.scigov.application.model import Evidence, Part
from ckanext.scigov.application.service import decisions, evidence, steps
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.decisions import Decision
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.evidence.keeping import StoredEvidence
from ckanext.scigov.shared.session import Session


def is_recorded(session: Session, part_id: str, event: Event, outside: Outside, doer: Doer) -> bool:
    """Say whether an answer is one that the government has given, to whoever may give or record it.

    Raises:
        NotVisible, Denied: as ``steps.take``.
        Refused: it cannot be given now, or what is to be recorded is missing.
    """
    part = steps.check(session, part_id, event, doer).part
    if part.appeal_level != AppealLevel.GOVERNMENT.value:
        return False
    if found := outsides.problems(outside, doer.today.day):
        raise Refused(*(Refusal(reason, field) for field, reason in found))
    return True


def attach(session: Session, part_id: str, stored: StoredEvidence, doer: Doer) -> Evidence:
    """Put the government's decision, a stored file, on record with the application."""
    filing = steps.open_part(session, part_id, doer).filing
    return evidence.put(session, filing, EvidenceKind.OUTSIDE_DECISION, stored, doer)


def answer(  # noqa: PLR0913  (each is part of the answer)
    session: Session,
    part_id: str,
    event: Event,
    decision: Decision,
    doer: Doer,
    *,
    recorded: tuple[Outside, Evidence] | None = None,
) -> Part:
    """Answer an appeal.

    Args:
        session: the database's.
        part_id: whose appeal.
        event: uphold, remit or overrule.
        decision: the reason, and on what conditions the data are given where it is overruled.
        doer: who answers it, or records the answer.
        recorded: the government's decision with its file.
    """
    values = _values(*recorded) if recorded else {}
    if event is Event.OVERRULE:
        return decisions.overrule(session, part_id, decision, doer, values)
    step = Step(event, decision.reason, values, version=decision.version)
    return steps.take(session, part_id, step, doer)


def _values(outside: Outside, file: Evidence) -> Mapping[str, Any]:
    told = dataclasses.asdict(outside)
    told.pop("has_file")
    return {"outside": {**told, "decided_on": str(outside.decided_on), "evidence_id": file.id}}
