"""Letters to visitors: to confirm what they have reported, and of each step that a reporter is told of.

Only which dispute and what about goes into the outbox. Words, link and address are put together when the
letter is sent (``visitor_letters``), so that neither an address nor a token lies there.
"""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.effects import Taken
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.session import Session

JOB = "scigov_dispute_letter"
CONFIRM = "ask_to_confirm"
AGAIN = "reported_again"
"""What he has reported once more is on record already: he is sent its link."""


def ask_to_confirm(session: Session, dispute: Dispute, now: dt.datetime) -> None:
    """Send the link by which a visitor confirms; or, if he has, the one by which he sees his report."""
    about = AGAIN if dispute.number else CONFIRM
    _enqueue(session, dispute.id, about, now, about)


def tell(session: Session, taken: Taken) -> None:
    """Tell the visitors among the reporters of a step; not who has taken it.

    Whoever has not confirmed his address gets no other letter.
    """
    dispute = taken.dispute
    if not dispute.number:
        return
    concerned = [dispute.id, *queries.merged_into(session, [dispute.id])]
    for id_ in queries.visitors_of(session, concerned):
        if id_ != taken.doer.link_of:
            key = f"{dispute.id}:{dispute.version}"
            _enqueue(session, id_, taken.event.value, taken.doer.now, key)


def _enqueue(session: Session, dispute_id: str, about: str, now: dt.datetime, key: str) -> None:
    payload = {"dispute": dispute_id, "about": about}
    outbox.enqueue_job(session, JOB, payload, now=now, key=f"{JOB}:{dispute_id}:{key}")
