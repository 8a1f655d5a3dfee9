"""An administrator reads graded data of one dataset: for a reason, for minutes, and on record."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.access import name_queries
from ckanext.scigov.access.domain.granting import GlassReason
from ckanext.scigov.access.model import BrokenGlass
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

LEAST_CHARACTERS = 10


def break_glass(
    session: Session, dataset: str, reason: str, lasting: dt.timedelta, by: By
) -> BrokenGlass:
    """Open one dataset to the administrator who asks, and to nobody else."""
    if not by.actor.is_sysadmin:
        raise Denied(GlassReason.NOT_ADMINISTRATOR)
    dataset_id = name_queries.any_dataset(session, dataset)
    if dataset_id is None:
        raise NotVisible
    if len(reason.strip()) < LEAST_CHARACTERS:
        least = {"least": LEAST_CHARACTERS}
        raise Refused(Refusal(GlassReason.REASON_TOO_SHORT, "reason", least))
    glass = BrokenGlass(
        id=ids.random_key(),
        user_id=by.user_id,
        dataset_id=dataset_id,
        reason=reason.strip(),
        from_at=by.now,
        until_at=by.now + lasting,
    )
    session.add(glass)
    session.flush()
    detail = {"reason": glass.reason, "until_at": glass.until_at}
    by.record(session, "glass.break", "dataset", dataset_id, **detail)
    return glass
