"""Grants: who may get one, see it, give it back or up, and prolong it. Only a decision makes one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.obligations import NONE, Obligations
from ckanext.scigov.access.domain.roles import Role, Term
from ckanext.scigov.access.domain.subjects import Axis, Capacity, Principal

DESIGNATION = "designation"
"""The source of a grant to an agency that the owner has named in the entry (定向共享)."""
SEERS = frozenset({Role.STEWARD, Role.APPROVER, Role.DECIDER, Role.AUDITOR})
REVOKERS = frozenset({Role.STEWARD, Role.DECIDER})
RENEWERS = frozenset({Role.DECIDER})


class GrantReason(enum.Enum):
    SHARING_NEEDS_AGENCY = "sharing_needs_agency"
    AGENCY_NOT_APPROVED = "agency_not_approved"
    RESOURCE_UNKNOWN = "resource_unknown"
    ITEM_UNKNOWN = "item_unknown"
    TERM_EMPTY = "term_empty"
    NOT_IN_FORCE = "not_in_force"
    HAS_NO_END = "has_no_end"
    NOT_LATER = "not_later"
    OWN_GRANT = "own_grant"


class GlassReason(enum.Enum):
    NOT_ADMINISTRATOR = "not_administrator"
    REASON_TOO_SHORT = "reason_too_short"


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What a decision gives to a user or to an agency."""

    dataset_id: str
    axis: Axis
    source: str
    """The application's id, or DESIGNATION."""
    reason: str
    user_id: str = ""
    agency_id: str = ""
    member_ids: frozenset[str] = frozenset()
    """Only these members of the agency, as long as they are members; empty: all of them."""
    resource_ids: frozenset[str] = frozenset()
    """Only these; empty: all of the dataset."""
    items: frozenset[str] = frozenset()
    """Only data items of these names, in each of the resources that has them; empty: all of it."""
    obligations: Obligations = NONE
    asks_terms: bool = False
    """Each person whom it is for accepts the terms first."""
    from_at: dt.datetime | None = None
    """None: at once."""
    until_at: dt.datetime | None = None

    def __post_init__(self) -> None:
        if bool(self.user_id) == bool(self.agency_id):
            raise ValueError("A grant is for a user or for an agency.")


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """As much of a grant as decides who may do what with it."""

    user_id: str
    agency_id: str
    provider_id: str
    """Of its dataset; empty when the dataset is no more."""
    units_above: frozenset[str] = frozenset()


def judge_new(new: NewGrant, begin: dt.datetime) -> GrantReason | None:
    """Say why a grant cannot be given; ``begin`` is its first moment."""
    if new.axis is Axis.SHARING and not new.agency_id:
        # A person who leaves the agency would take the data along.
        return GrantReason.SHARING_NEEDS_AGENCY
    if new.until_at is not None and new.until_at <= begin:
        return GrantReason.TERM_EMPTY
    return None


def unknown_items(new: NewGrant, dictionaries: Mapping[str, Collection[str]]) -> list[str]:
    """Return the wanted items that no dictionary has; these are names of items by resource."""
    known = {items.key(name) for names in dictionaries.values() for name in names}
    return sorted(name for name in new.items if items.key(name) not in known)


def within_items(new: NewGrant, dictionaries: Mapping[str, Collection[str]]) -> NewGrant:
    """Return a grant with its items as the dictionaries call them, for the resources that have any.

    It is settled when it is given: neither a resource that comes later nor one without a dictionary is
    opened by it.
    """
    if not new.items:
        return new
    wanted = {items.key(name) for name in new.items}
    found = {
        resource_id: {name for name in names if items.key(name) in wanted}
        for resource_id, names in dictionaries.items()
    }
    return dataclasses.replace(
        new,
        resource_ids=frozenset(one for one, names in found.items() if names),
        items=frozenset().union(*found.values()),
    )


def judge_revocation(term: Term, now: dt.datetime) -> GrantReason | None:
    return None if term.is_open(now) else GrantReason.NOT_IN_FORCE


def judge_renewal(term: Term, until: dt.datetime, now: dt.datetime) -> GrantReason | None:
    """Say why a grant cannot be prolonged; one that has ended needs an application again."""
    if not term.is_open(now):
        return GrantReason.NOT_IN_FORCE
    if term.until_at is None:
        return GrantReason.HAS_NO_END
    return None if until > term.until_at else GrantReason.NOT_LATER


def may_see(principal: Principal, grant: GrantSeen) -> bool:
    """Say whether a grant is visible; ``grant_queries.visible_to`` is the same rule in SQL."""
    if principal.is_sysadmin or is_for(principal, grant):
        return True
    if any(provider == grant.provider_id for provider, _ in principal.capacities):
        return True
    return _holds(principal, SEERS, grant)


def may_revoke(principal: Principal, grant: GrantSeen, capacity: AgencyCapacity | None) -> bool:
    """Say whether somebody may end it. ``capacity`` is what he is in the grant's agency."""
    if principal.is_sysadmin or (grant.provider_id, Capacity.ADMIN) in principal.capacities:
        return True
    return _gives_back(principal, grant, capacity) or _holds(principal, REVOKERS, grant)


def may_renew(principal: Principal, grant: GrantSeen) -> bool:
    """Say whether somebody may prolong it: that is a decision, which no administrator takes."""
    return _holds(principal, RENEWERS, grant)


def is_for(principal: Principal, grant: GrantSeen) -> bool:
    """Say whether it is the user's own, or an agency's he belongs to."""
    if grant.user_id:
        return grant.user_id == principal.user_id
    return grant.agency_id in principal.agency_ids


def may_answer_for(
    principal: Principal, grant: GrantSeen, capacity: AgencyCapacity | None, user_id: str
) -> bool:
    """Say whether somebody may take what a grant brings for a user: a token, or its terms.

    Everybody for himself; who signs for an agency, for its other members and its systems.
    ``capacity`` is what he is in the grant's agency.
    """
    if not is_for(principal, grant):
        return False
    signs = bool(grant.agency_id) and capacity is AgencyCapacity.APPROVER
    return user_id == principal.user_id or signs


def _gives_back(principal: Principal, grant: GrantSeen, capacity: AgencyCapacity | None) -> bool:
    signs = bool(grant.user_id) or capacity is AgencyCapacity.APPROVER
    return signs and is_for(principal, grant)


def _holds(principal: Principal, roles: Collection[Role], grant: GrantSeen) -> bool:
    return any(
        held.role in roles and held.scope.covers(grant.provider_id, grant.units_above)
        for held in principal.roles
    )
