"""Grants of the test kit: one that holds, one that has ended, one that was taken back.

They are issued as a decision issues them. Then their term is moved, because the clock of the kit may be
set to any moment. A sharing grant is an agency's; here a person holds it, so that ``approved`` belongs
to no agency and is entitled to nothing but what is open on conditions.
"""

from __future__ import annotations

import datetime as dt

from ckan import model

from ckanext.scigov.access.domain.granting import NewGrant
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import grants
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.access.testkit import people
from ckanext.scigov.catalogue.domain.grades import Grade, OpenType, ShareType
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

GRANTEES = ("approved", "expired", "revoked")
SOURCE = "testkit"
DAY = dt.timedelta(days=1)


def axis_of(grade: Grade | None) -> Axis | None:
    """Return on which axis something is open on conditions; the public's comes first."""
    if grade is None:
        return None
    if grade.open is OpenType.CONDITIONAL:
        return Axis.OPENING
    return Axis.SHARING if grade.share is ShareType.CONDITIONAL else None


def ensure(dataset_id: str, grade: Grade | None) -> None:
    """Give the three their grants of a dataset that is open on conditions."""
    axis = axis_of(grade)
    if axis is None:
        return
    for persona in GRANTEES:
        _ensure_grant(persona, dataset_id, axis)
    model.repo.commit()


def _ensure_grant(persona: str, dataset_id: str, axis: Axis) -> None:
    session, user_id = model.Session, people.user_id(persona)
    grant = session.query(Grant).filter_by(user_id=user_id, dataset_id=dataset_id).first()
    if grant is None:
        by = By(Actor(people.user_id("decider"), people.user_name("decider")), clock.now())
        new = NewGrant(dataset_id, Axis.OPENING, SOURCE, people.REASON, user_id=user_id)
        grant = grants.issue(session, new, by)
        if persona == "revoked":
            grants.revoke(session, grant.number, people.REASON, by)
    grant.axis, grant.from_at = axis.value, people.EVER
    grant.until_at = people.EVER + DAY if persona == "expired" else None
    grant.revoked_at = people.EVER + DAY if persona == "revoked" else None
    session.flush()
