"""Who somebody is to a part of an application, and so what he may see and do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.application.domain.states import Party, State


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a part concerns."""

    creator_id: str
    provider_id: str
    handler_ids: frozenset[str] = frozenset()
    """The persons the applicant names to work with the data (经办人)."""
    agency_id: str = ""
    """The applying agency; empty for a person or a company."""
    units_above: frozenset[str] = frozenset()
    """The organisations above the provider."""
    consulted_ids: frozenset[str] = frozenset()
    """Organisations that have been asked as a third party."""


_OFFICIAL: Final[Mapping[Role, Party]] = MappingProxyType(
    {
        Role.STEWARD: Party.HANDLER,
        Role.REVIEWER: Party.REVIEWER,
        Role.DECIDER: Party.DECIDER,
        Role.CHIEF_DATA_OFFICER: Party.AUTHORITY,
    }
)
_HANDLING = frozenset({Capacity.EDITOR, Capacity.ADMIN})


def parties(
    principal: Principal, concerned: Concerned, capacity: AgencyCapacity | None = None
) -> frozenset[Party]:
    """Return what somebody is to a part.

    Args:
        principal: who asks.
        concerned: whom the part concerns.
        capacity: what the principal is in the applying agency, None when nothing.
    """
    if not principal.user_id:
        return frozenset()
    found = set(_applying(principal, concerned, capacity))
    if not is_own(principal, concerned):
        found |= _deciding(principal, concerned)
    if principal.is_sysadmin or _holds(principal, Role.AUDITOR, concerned):
        found.add(Party.AUDITOR)
    return frozenset(found)


def is_own(principal: Principal, concerned: Concerned) -> bool:
    """Say whether it is his own application: to that he is no official."""
    is_person = principal.user_id in {concerned.creator_id, *concerned.handler_ids}
    return is_person or concerned.agency_id in principal.agency_ids


def may_see(held: frozenset[Party], state: State) -> bool:
    """Say whether somebody sees a part: what is not submitted yet only those who apply."""
    if state is State.DRAFT:
        return Party.APPLICANT in held
    if state is State.SIGNING:
        return bool(held & {Party.APPLICANT, Party.SIGNER, Party.AUDITOR})
    return bool(held)


def _applying(
    principal: Principal, concerned: Concerned, capacity: AgencyCapacity | None
) -> set[Party]:
    if principal.user_id in {concerned.creator_id, *concerned.handler_ids}:
        return {Party.APPLICANT}
    if capacity is AgencyCapacity.APPROVER and concerned.agency_id in principal.agency_ids:
        return {Party.SIGNER}
    return set()


def _deciding(principal: Principal, concerned: Concerned) -> set[Party]:
    found = {party for role, party in _OFFICIAL.items() if _holds(principal, role, concerned)}
    if any((concerned.provider_id, one) in principal.capacities for one in _HANDLING):
        found.add(Party.HANDLER)
    if any(provider in concerned.consulted_ids for provider, _ in principal.capacities):
        found.add(Party.THIRD)
    return found


def _holds(principal: Principal, role: Role, concerned: Concerned) -> bool:
    return any(
        held.role is role and held.scope.covers(concerned.provider_id, concerned.units_above)
        for held in principal.roles
    )
