"""What somebody is to a source: he operates it, lets it run, or only looks at it."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from ckanext.scigov.access.domain.policy import Audience, Operation, audiences_of, decide
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Object, Principal


class PartyReason(enum.Enum):
    """Why somebody who sees a source may not do this with it."""

    NOT_OPERATOR = "not_operator"
    NOT_DECIDER = "not_decider"
    NOT_ADMINISTRATOR = "not_administrator"
    NO_SUCH_PROVIDER = "no_such_provider"
    OTHERS_CREDENTIALS = "others_credentials"
    """A preview would send passwords of others to an address that nobody has approved."""


OPERATING = frozenset({Audience.OWNER_ADMIN, Audience.OWNER_EDITOR, Audience.SYSADMIN})
"""Who makes sources, lets them run and ends their runs."""
LOOKING = OPERATING | {
    Audience.STEWARD,
    Audience.APPROVER,
    Audience.CHIEF_DATA_OFFICER,
    Audience.AUDITOR,
}
"""Who sees a source with its address, its mapping and all that became of its records."""
CAPACITIES: Collection[Capacity] = frozenset({Capacity.EDITOR, Capacity.ADMIN})
ROLES: Collection[Role] = frozenset(
    {Role.STEWARD, Role.APPROVER, Role.CHIEF_DATA_OFFICER, Role.AUDITOR}
)
"""The same, for lists."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may do with a source."""

    looks: bool
    operates: bool
    decides: bool
    """Approves it with its value table, and refuses it: by the right to approve grades."""
    rules: bool
    """An administrator: he alone lets a source ask private addresses."""


def standing(principal: Principal, provider_id: str, units_above: frozenset[str]) -> Standing:
    """Return what somebody may do with a source of a provider.

    A source brings entries with grades, so whoever approves grades there approves the source.
    """
    source = Object("", provider_id, None, units_above=units_above)
    audiences = set(audiences_of(principal, source))
    may_grade = decide(principal, Operation.SET_GRADE, source).allowed
    return Standing(
        looks=bool(audiences & LOOKING),
        operates=bool(audiences & OPERATING),
        decides=may_grade and Audience.APPROVER in audiences,
        rules=principal.is_sysadmin,
    )


def looks_after_sources(principal: Principal) -> bool:
    """Say whether somebody has a list of sources, judging by what he is."""
    return makes_sources(principal) or any(held.role in ROLES for held in principal.roles)


def makes_sources(principal: Principal) -> bool:
    """Say whether somebody can make a source for some provider."""
    return principal.is_sysadmin or any(how in CAPACITIES for _, how in principal.capacities)
