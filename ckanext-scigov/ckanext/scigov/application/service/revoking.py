"""A grant that is revoked or given back where grants are kept: its part ends with it, in the same transaction."""

from __future__ import annotations

from ckanext.scigov.access.service import reading
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain.states import GRANTED, Event, Party, State
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.acts import Doer, Rules
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.audit.acts import By
from ckanext.scigov.shared.session import Session

HOLDING = frozenset({Party.APPLICANT, Party.SIGNER})
ENDS_ALSO = frozenset({Party.SYSTEM})


def take_back(session: Session, grant_number: str, reason: str, by: By, rules: Rules) -> bool:
    """End the part that a grant was given by, and the grant; say whether there is one.

    Whether somebody may revoke it has been asked by ``access``. The step is the system's, on record with
    the name of who has revoked the grant; whom it was for gives it up.
    """
    found = queries.part_with_grant(session, grant_number)
    part = queries.lock_part(session, found.id) if found else None
    if part is None or part.grant_number != grant_number or State(part.state) not in GRANTED:
        return False
    event = Event.GIVE_UP if _gives_back(session, part, by, rules) else Event.REVOKE
    steps.take(session, part.id, Step(event, reason), Doer(by, rules, acting_as=ENDS_ALSO))
    return True


def _gives_back(session: Session, part: Part, by: By, rules: Rules) -> bool:
    """Say whether it is the holder who ends it: nothing was revoked then."""
    principal = reading.principal_of(session, by.user_id, by.now) if by.user_id else None
    if principal is None or State(part.state) is not State.ACTIVE:
        return False
    filing = queries.filing_of(session, part)
    held = steps.held_in(session, filing, [part], Doer(by, rules, principal))[part.id]
    return bool(held & HOLDING)
