"""A file that was uploaded as a correction and is no table: who answers for the dispute has to learn of it.

A dispute is answered when the file comes; whether it can be loaded is known later. The answer stays, because
it was given; that nothing has changed is noted and told.
"""

from __future__ import annotations

from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.domain.states import ENDED, Event, State
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import notices, steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.corrections import CORRECTION
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.notices import language
from ckanext.scigov.notices.domain.words import N_
from ckanext.scigov.shared.session import Session

JOB = "scigov_dispute_file_refused"
NOTE = N_(
    "The file that was uploaded as the correction cannot be read as a table. The table is as it was "
    "before."
)


def tell(session: Session, dataset_id: str, reference: str, office: Doer) -> None:
    """Note in a dispute that its file was refused as a table, and tell its handlers; once for a moment.

    Args:
        session: the caller's, who commits.
        dataset_id: whose file it was.
        reference: what the file refers to; where it is no dispute about this dataset, nobody is told.
        office: the system, at the moment when the file was refused.
    """
    dispute = queries.find(session, reference)
    if dispute is None or dispute.dataset_id != dataset_id:
        return
    if State(dispute.state) in ENDED:
        notices.tell_not_loaded(session, dispute, _answerer(session, dispute), office)
        return
    events = queries.events_of(session, [dispute.id])
    if any((one.event, one.at) == (Event.NOTE.value, office.now) for one in events):
        return
    note = Step(Event.NOTE, _words(), is_internal=True)
    noted = steps.take(session, dispute.id, note, office)
    notices.tell_not_loaded(session, noted, _answerer(session, noted), office)


def _answerer(session: Session, dispute: Dispute) -> str:
    """Return who has answered with the correction last; empty: nobody yet."""
    events = queries.events_of(session, [dispute.id])
    corrected = [one.actor_id for one in events if one.after.get(CORRECTION)]
    return corrected[-1] if corrected else ""


def _words() -> str:
    """Return what is noted, in the site's language: a job has no reader."""
    return language.translator(language.chosen_or_default(""))(NOTE)
