"""Who sees the score of the catalogue: those who answer for the whole register."""

from __future__ import annotations

from ckanext.scigov.access.domain.roles import Role, ScopeKind
from ckanext.scigov.access.domain.subjects import Principal

SEES = frozenset({Role.STEWARD, Role.APPROVER, Role.CHIEF_DATA_OFFICER, Role.AUDITOR})


def sees_score(principal: Principal) -> bool:
    return principal.is_sysadmin or any(
        one.role in SEES and one.scope.kind is ScopeKind.PLATFORM for one in principal.roles
    )
