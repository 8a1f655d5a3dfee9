"""Third parties that are asked, more time that is asked for, and who handles a part."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.access.domain.subjects import Capacity
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain import parties
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.filing import FilingReason
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import Event, Party
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.steps import Opened, Step
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

STAFF = frozenset(Capacity)
WORKING = frozenset({Party.HANDLER, Party.REVIEWER, Party.DECIDER})


def consult(session: Session, part_id: str, organization: str, question: str, doer: Doer) -> Part:
    """Ask another organisation; while it is asked the reply's clock stands still."""
    part = steps.check(session, part_id, Event.CONSULT, doer).part
    asked = reading.organization_named(session, organization)
    if asked is None:
        raise Refused(Refusal(ActReason.THIRD_UNKNOWN, "organization"))
    if asked == part.provider_id:
        raise Refused(Refusal(ActReason.THIRD_IS_PROVIDER, "organization"))
    today = doer.today
    kept = (part.limits or {}).get(LimitKey.CONSULT.value)
    limit = Limit(**kept) if kept else doer.rules.limits[LimitKey.CONSULT]
    due = clocks.started(limit, today.day, today.calendar)
    values = {
        "consulted": sorted({*part.consulted, asked}),
        "consultation": {
            "organization_id": asked,
            "question": question,
            "asked_on": str(today.day),
            "due_on": str(due.due_on),
        },
    }
    return steps.take(session, part_id, Step(Event.CONSULT, question, values), doer)


def renewal(
    session: Session, part_id: str, until_on: dt.date | None, reason: str, doer: Doer
) -> Part:
    """Ask for a later end; where no day is named, for as long again."""
    part = steps.check(session, part_id, Event.ASK_RENEWAL, doer).part
    today, most = doer.today.day, doer.rules.filing.most_days
    given = scopes.from_values(part.given or part.asked)
    until_on = until_on or scopes.as_long_again(given, most, today)
    if until_on <= given.until_on:
        raise Refused(Refusal(ActReason.NOT_LATER, "until_on"))
    if (until_on - today).days >= most:
        raise Refused(Refusal(FilingReason.TERM_TOO_LONG, "until_on"))
    values = {"renewal_until_on": str(until_on)}
    return steps.take(session, part_id, Step(Event.ASK_RENEWAL, reason, values), doer)


def assign(session: Session, part_id: str, user: str, reason: str, doer: Doer) -> Part:
    """Say who of the provider's works on a part; nobody, where no user is named."""
    opened = steps.check(session, part_id, Event.ASSIGN, doer)
    user_id = _official(session, opened, user, doer.now) if user else None
    step = Step(Event.ASSIGN, reason, {"assigned_to": user_id}, is_internal=True)
    return steps.take(session, part_id, step, doer)


def _official(session: Session, opened: Opened, user: str, now: dt.datetime) -> str:
    """Return the id of somebody who may work on a part."""
    unfit = Refused(Refusal(ActReason.ASSIGNEE_UNFIT, "user"))
    user_id = reading.user_named(session, user)
    principal = reading.principal_of(session, user_id, now) if user_id else None
    if user_id is None or principal is None:
        raise unfit
    above = reading.units_above(session, {opened.part.provider_id})
    concerned = queries.concerned(
        opened.filing, opened.part, above.get(opened.part.provider_id, frozenset())
    )
    if not parties.parties(principal, concerned) & WORKING:
        raise unfit
    return user_id
