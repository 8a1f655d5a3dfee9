"""What happens because time has passed: reminders before the last day, and the end after it.

It may be looked at late, or twice: nobody is told of one thing twice, and what was missed is told once.
"""

from __future__ import annotations

import datetime as dt
import logging

from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.intake.domain import outside as domain
from ckanext.scigov.intake.model import Outside
from ckanext.scigov.intake.outside import queries, service
from ckanext.scigov.intake.outside.notice_words import NoticeKind
from ckanext.scigov.notices import service as notices
from ckanext.scigov.notices.domain.params import Param, Title
from ckanext.scigov.shared.errors import ScigovError
from ckanext.scigov.shared.session import Session

log = logging.getLogger(__name__)


def remind(now: dt.datetime) -> None:
    """Job ``scigov_intake_outside``: each line in a transaction of its own."""
    office, session = service.system(now), model.Session()
    due = queries.ending(session, office.today + dt.timedelta(max(domain.REMINDED)))
    session.rollback()
    for outside_id in due:
        try:
            settle(session, outside_id, office)
            session.commit()
        except ScigovError:
            session.rollback()
            log.exception("Line %s of the register could not be looked at.", outside_id)


def settle(session: Session, outside_id: str, office: service.Doer) -> NoticeKind | None:
    """End a line whose last day is over, or remind of it; return what its department is told."""
    line = queries.find(session, outside_id, lock=True)
    if line is None or line.ends_on is None:
        return None
    if service.expire(session, line, office):
        return _tell(session, line, NoticeKind.HAS_ENDED, {}, office)
    days = domain.reminder_due(line.ends_on, office.today)
    if days is None:
        return None
    if not days:
        return _tell(session, line, NoticeKind.LAST_DAY, {}, office)
    left = (line.ends_on - office.today).days
    return _tell(session, line, NoticeKind.ENDS_SOON, {"days": left}, office, f"{days}:")


def _tell(  # noqa: PLR0913, PLR0917  (what is told, to whom and how often)
    session: Session,
    line: Outside,
    kind: NoticeKind,
    more: dict[str, Param],
    office: service.Doer,
    key: str = "",
) -> NoticeKind:
    assert line.ends_on is not None
    notices.notify(
        session,
        reading.staff_of(session, line.provider_id, service.WRITING),
        kind=kind,
        feature="intake",
        object_id=line.id,
        path=f"/outside/{line.id}",
        params={"title": Title(line.title), "ends_on": line.ends_on, **more},
        now=office.by.now,
        # A further term is a term of its own.
        key=f"{key}{line.ends_on.isoformat()}",
    )
    return kind
