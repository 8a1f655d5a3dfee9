"""The register of agencies: who is one, who keeps the register, and the code each body bears.

That an agency is registered, under which name and code and in which state, is public to everybody
who is signed in: whoever shares data has to find whom to share with. Who belongs to it is not.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.access.domain.roles import Role, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import Principal


class AgencyState(str, enum.Enum):
    REGISTERED = "registered"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class AgencyCapacity(str, enum.Enum):
    MEMBER = "member"
    APPROVER = "approver"
    """Signs the agency's applications."""


class AgencyEvent(str, enum.Enum):
    APPROVE = "approve"
    SUSPEND = "suspend"


TRANSITIONS: Mapping[tuple[AgencyState, AgencyEvent], AgencyState] = MappingProxyType(
    {
        (AgencyState.REGISTERED, AgencyEvent.APPROVE): AgencyState.APPROVED,
        (AgencyState.APPROVED, AgencyEvent.SUSPEND): AgencyState.SUSPENDED,
        (AgencyState.SUSPENDED, AgencyEvent.APPROVE): AgencyState.APPROVED,
    }
)


class AgencyReason(enum.Enum):
    CREDIT_CODE_WRONG = "credit_code_wrong"
    CREDIT_CODE_TAKEN = "credit_code_taken"
    NOT_IN_THIS_STATE = "not_in_this_state"
    OWN_REGISTRATION = "own_registration"
    ALREADY_MEMBER = "already_member"
    NO_MEMBER = "no_member"
    ONESELF = "oneself"


EVERYWHERE = Scope(ScopeKind.PLATFORM)


def judge(
    state: AgencyState, event: AgencyEvent, registrant: str, actor: str
) -> AgencyReason | None:
    """Say why something cannot be decided about an agency; its registrant does not approve it."""
    if event is AgencyEvent.APPROVE and registrant == actor:
        return AgencyReason.OWN_REGISTRATION
    return None if (state, event) in TRANSITIONS else AgencyReason.NOT_IN_THIS_STATE


def keeps_register(principal: Principal) -> bool:
    """Say whether somebody registers agencies and appoints their members."""
    return principal.is_sysadmin or _holds(principal, Role.OPERATOR)


def decides_on_register(principal: Principal) -> bool:
    """Say whether somebody approves and suspends agencies."""
    return principal.is_sysadmin or _holds(principal, Role.CHIEF_DATA_OFFICER)


def appoints_members(
    principal: Principal, capacity: AgencyCapacity | None, state: AgencyState
) -> bool:
    """Say whether somebody who is this in an agency adds and removes its members."""
    is_approver = capacity is AgencyCapacity.APPROVER and state is not AgencyState.SUSPENDED
    return is_approver or keeps_register(principal)


def sees_members(principal: Principal, capacity: AgencyCapacity | None) -> bool:
    """Say whether somebody who is this in an agency sees who belongs to it."""
    return capacity is not None or keeps_register(principal) or decides_on_register(principal)


def _holds(principal: Principal, role: Role) -> bool:
    return any(held.role is role and held.scope == EVERYWHERE for held in principal.roles)


# GB 32100-2015: no I, O, S, V, Z; each place has the weight 3^n modulo 31.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(f"[{_CHARACTERS}]{{2}}[0-9]{{6}}[{_CHARACTERS}]{{10}}")


def is_credit_code(text: str) -> bool:
    """Say whether it is a unified social credit code, its check character included."""
    if not _CREDIT_CODE.fullmatch(text):
        return False
    values = [_CHARACTERS.index(character) for character in text]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return values[17] == (31 - total % 31) % 31
