"""Reports of use: what came of data that were given."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.scigov.application.domain.states import Event
from ckanext.scigov.application.model import Part, UseReport
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class NewReport:
    is_purpose_kept: bool
    results: str
    problems: str = ""


def submit(session: Session, part_id: str, new: NewReport, doer: Doer) -> Part:
    """Hand in a report. A later one adds to the earlier ones, and replaces none."""
    part = steps.take(session, part_id, Step(Event.REPORT), doer)
    session.add(
        UseReport(
            id=ids.random_key(),
            part_id=part.id,
            is_purpose_kept=new.is_purpose_kept,
            results=new.results,
            problems=new.problems,
            reported_by=doer.user_id,
            reported_at=doer.now,
        )
    )
    session.flush()
    return part
