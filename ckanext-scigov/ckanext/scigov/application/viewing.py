"""What somebody sees of all applications, as values that a SELECT can use: ``parties`` for many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.shared.session import Session

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
OFFICIALS: Mapping[Party, tuple[Role, Collection[Capacity]]] = {
    Party.HANDLER: (Role.STEWARD, HANDLING),
    Party.REVIEWER: (Role.REVIEWER, ()),
    Party.DECIDER: (Role.DECIDER, ()),
    Party.AUTHORITY: (Role.CHIEF_DATA_OFFICER, ()),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    user_id: str
    agency_ids: frozenset[str]
    signs_for: frozenset[str]
    """Agencies whose applications he signs."""
    reach: Mapping[Party, frozenset[str] | None]
    """As what he is an official for which providers; None: all."""
    audits: frozenset[str] | None
    units: frozenset[str]
    """Organisations he belongs to, which may be asked as third parties."""

    @property
    def oversees_all(self) -> bool:
        """Say whether he sees the applications to every provider, as an official or as an auditor."""
        return any(reached is None for reached in (*self.reach.values(), self.audits))

    @property
    def is_official(self) -> bool:
        return any(reached is None or reached for reached in (*self.reach.values(), self.audits))


def viewer_of(session: Session, principal: Principal) -> Viewer:
    """Return what somebody sees; a few statements, however many applications there are."""
    capacities = reading.capacities(session, principal.user_id) if principal.agency_ids else {}
    return Viewer(
        user_id=principal.user_id,
        agency_ids=principal.agency_ids,
        signs_for=frozenset(
            agency for agency, one in capacities.items() if one is AgencyCapacity.APPROVER
        ),
        reach={
            party: reading.reach(session, principal, (role,), capacities)
            for party, (role, capacities) in OFFICIALS.items()
        },
        audits=None
        if principal.is_sysadmin
        else reading.reach(session, principal, (Role.AUDITOR,)),
        units=frozenset(provider for provider, _ in principal.capacities),
    )
