"""Who may do what with reports, by what he is and holds; the register's roles are those of ``access``."""

from __future__ import annotations

import enum

from ckanext.scigov.access.domain.roles import Role, ScopeKind
from ckanext.scigov.access.domain.subjects import Principal

REPORTS = frozenset({Role.STEWARD, Role.APPROVER})
SEES = REPORTS | {Role.CHIEF_DATA_OFFICER, Role.AUDITOR}


class Sight(str, enum.Enum):
    """Of which entries an export is made."""

    REGISTER = "register"
    """All that somebody with a role finds."""
    OWN = "own"
    """Those of one's own providers."""
    PUBLIC = "public"
    """What everybody finds."""


def reports(principal: Principal) -> bool:
    """Say whether somebody makes packages: only who sees the whole register can tell what has gone."""
    return principal.is_sysadmin or _holds(principal, REPORTS)


def sees_reports(principal: Principal) -> bool:
    """Say whether somebody sees the packages of the whole register."""
    return principal.is_sysadmin or _holds(principal, SEES)


def providers_of(principal: Principal) -> frozenset[str]:
    return frozenset(provider for provider, _capacity in principal.capacities)


def sights(principal: Principal) -> tuple[Sight, ...]:
    """Return what somebody may export, the widest first."""
    found: list[Sight] = []
    if principal.is_sysadmin or any(one.role in REPORTS for one in principal.roles):
        found.append(Sight.REGISTER)
    if principal.capacities:
        found.append(Sight.OWN)
    return (*found, Sight.PUBLIC)


def _holds(principal: Principal, roles: frozenset[Role]) -> bool:
    return any(
        one.role in roles and one.scope.kind is ScopeKind.PLATFORM for one in principal.roles
    )
