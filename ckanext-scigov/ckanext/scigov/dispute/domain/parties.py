"""Who somebody is to a dispute, and so what he may see and do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.dispute.domain.states import Party


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation with those above it."""

    id: str
    above: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a dispute concerns."""

    provider: Unit
    """It owns the dataset."""
    unit: Unit | None = None
    """It is responsible, once the dispute is forwarded: mostly the provider, or the authoritative source."""
    reporter_ids: frozenset[str] = frozenset()
    """Users who have reported it, or one that was merged into it."""


_OF_UNIT: Final[Mapping[Role, Party]] = MappingProxyType(
    {Role.STEWARD: Party.HANDLER, Role.DECIDER: Party.DECIDER}
)
_HANDLING = (Capacity.EDITOR, Capacity.ADMIN)


def parties(principal: Principal, concerned: Concerned) -> frozenset[Party]:
    """Return what somebody is to a dispute; a visitor who comes by his link is told by the glue.

    Args:
        principal: who asks.
        concerned: whom the dispute concerns.
    """
    if not principal.user_id:
        return frozenset()
    found: set[Party] = set()
    if principal.user_id in concerned.reporter_ids:
        found.add(Party.REPORTER)
    else:
        found |= _officially(principal, concerned)
    if principal.is_sysadmin or _holds(principal, Role.AUDITOR, concerned.provider):
        found.add(Party.AUDITOR)
    return frozenset(found)


def is_authority(principal: Principal, unit: Unit) -> bool:
    """Say whether somebody is the data authority in whose scope a unit is."""
    return _holds(principal, Role.CHIEF_DATA_OFFICER, unit)


def handles(principal: Principal, unit: Unit) -> bool:
    """Say whether somebody handles disputes for a unit."""
    return Party.HANDLER in _within(principal, unit)


def _officially(principal: Principal, concerned: Concerned) -> set[Party]:
    found: set[Party] = set()
    if concerned.unit is not None:
        found |= _within(principal, concerned.unit)
    # The authority in whose scope the dataset is, and that of the unit it was forwarded to.
    for unit in (concerned.provider, concerned.unit or concerned.provider):
        if is_authority(principal, unit):
            found.add(Party.AUTHORITY)
    return found


def _within(principal: Principal, unit: Unit) -> set[Party]:
    found = {party for role, party in _OF_UNIT.items() if _holds(principal, role, unit)}
    if any((unit.id, one) in principal.capacities for one in _HANDLING):
        found.add(Party.HANDLER)
    return found


def _holds(principal: Principal, role: Role, unit: Unit) -> bool:
    return any(
        held.role is role and held.scope.covers(unit.id, unit.above) for held in principal.roles
    )


def has_desk(principal: Principal) -> bool:
    """Say whether somebody works on disputes for some unit; who only runs the portal does for none."""
    is_staff = any(one in _HANDLING for _unit, one in principal.capacities)
    return is_staff or any(held.role in _OF_UNIT for held in principal.roles)
