"""Whether one more report of a place says anything new: not the same by the same person, not the 21st."""

from __future__ import annotations

import enum

from ckanext.scigov.dispute import place_queries
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.target import Target
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.acts import Rules
from ckanext.scigov.shared.domain.visitor_keys import mailbox_of
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session


class CrowdingReason(enum.Enum):
    ALREADY_REPORTED = "already_reported"
    """The same kind of error by the same person, and it is not closed yet; ``values``: its ``number``."""
    ENOUGH = "enough"
    """So many others have reported the same that one more would say nothing new."""


def check(session: Session, target: Target, kind: Kind, user_id: str, rules: Rules) -> None:
    """Refuse what has been reported often enough.

    Args:
        session: the caller's; until it commits, nobody else's report about the dataset is put on record.
        target: pinned.
        kind: what is said to be wrong there.
        user_id: empty: a visitor. What he has reported himself ``of_mailbox`` finds.
        rules: of the site.

    Raises:
        Refused: with a ``CrowdingReason``.
    """
    place_queries.lock(session, target.dataset_id)
    known = place_queries.open_about(session, target)
    own = [one for one in known if user_id in one.reporter_ids and one.kind == kind.value]
    if user_id and own:
        values = {"number": own[0].number or ""}
        raise Refused(Refusal(CrowdingReason.ALREADY_REPORTED, "", values))
    if len(known) >= rules.open_of_place:
        raise Refused(Refusal(CrowdingReason.ENOUGH))


def of_mailbox(session: Session, target: Target, kind: Kind, email: str) -> Dispute | None:
    """Return the same that the owner of a mailbox has reported of a place, while it is open."""
    known = place_queries.open_of_visitors(session, target)
    same = (one for one, other in known if mailbox_of(other) == mailbox_of(email))
    return next((one for one in same if one.kind == kind.value), None)
