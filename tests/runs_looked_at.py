"""What a run has left, looked at in another transaction."""

from __future__ import annotations

import sqlalchemy as sa
from listed_source import MAKER

from ckan import model

from ckanext.scigov.intake.domain.states import RunEvent
from ckanext.scigov.intake.model import Problem, Run
from ckanext.scigov.intake.service import runs
from ckanext.scigov.shared import clock


def run_of(run_id: str) -> Run:
    model.Session.rollback()
    model.Session.expire_all()
    found = model.Session.get(Run, run_id)
    assert found is not None
    return found


def step(run_id: str, event: RunEvent) -> Run:
    found = runs.step(model.Session, run_id, event, MAKER, clock.now())
    model.Session.commit()
    return found


def titles() -> list[str]:
    model.Session.rollback()
    query = sa.select(model.Package.title).where(model.Package.type == "dataset")
    return sorted(model.Session.scalars(query))


def causes(run_id: str) -> list[str]:
    query = sa.select(Problem.cause).where(Problem.run_id == run_id).order_by(Problem.id)
    return list(model.Session.scalars(query))
