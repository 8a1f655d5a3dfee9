"""Who asks and what is asked for: values, loaded by the glue, that the policy compares.

Nothing here knows a session, a request or a clock: what has ended is not among the values.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.obligations import NONE, Obligations
from ckanext.scigov.access.domain.roles import RoleHeld
from ckanext.scigov.catalogue.domain.grades import Grade


class Capacity(str, enum.Enum):
    """What somebody is in the organisation that owns a dataset (CKAN's words)."""

    MEMBER = "member"
    EDITOR = "editor"
    ADMIN = "admin"


class Axis(str, enum.Enum):
    """Which of the two types of a grade counts for somebody."""

    SHARING = "sharing"
    OPENING = "opening"


class TermsState(str, enum.Enum):
    """Whether the terms of a grant have been accepted for somebody whom it is for."""

    ACCEPTED = "accepted"
    """By himself; or the grant has none."""
    ANSWERED_FOR = "answered_for"
    """By who signs for his agency: for what a system fetches by a token, and for nothing else."""
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class GrantHeld:
    """A grant that holds now. It reaches one dataset, some of its resources, some of their items."""

    number: str
    dataset_id: str
    axis: Axis
    resource_ids: frozenset[str] = frozenset()
    obligations: Obligations = NONE
    items: frozenset[str] = frozenset()
    """Only data items of these names; empty: all of them."""
    terms: TermsState = TermsState.ACCEPTED

    @property
    def waits(self) -> bool:
        """Say whether it gives no data yet."""
        return self.terms is not TermsState.ACCEPTED

    def covers(self, obj: Object) -> bool:
        """Say whether it reaches an object; a grant for some parts shows what they are parts of."""
        if self.dataset_id != obj.dataset_id:
            return False
        if obj.resource_id and self.resource_ids and obj.resource_id not in self.resource_ids:
            return False
        return not obj.item or not self.items or items.key(obj.item) in map(items.key, self.items)


@dataclass(frozen=True, slots=True)
class Principal:
    """A visitor, a user who is active, or the system for a stated purpose."""

    user_id: str = ""
    purpose: str = ""
    is_sysadmin: bool = False
    capacities: frozenset[tuple[str, Capacity]] = frozenset()
    """Provider and what the user is in it."""
    agency_ids: frozenset[str] = frozenset()
    """Approved agencies the user belongs to now."""
    roles: frozenset[RoleHeld] = frozenset()
    grants: frozenset[GrantHeld] = frozenset()
    """The user's own, and those of the agencies."""
    collaborations: frozenset[str] = frozenset()
    """Datasets the user has been invited to edit."""
    opened_glass: frozenset[str] = frozenset()
    """Datasets an administrator reads by break-glass, for a stated reason, now."""


ANONYMOUS = Principal()
PURPOSES = frozenset({"index", "activity", "worker", "transition", "testkit"})
"""What the system may read graded data for."""


def system(purpose: str) -> Principal:
    """Return the system; a purpose that is not listed is a mistake in our code."""
    if purpose not in PURPOSES:
        raise ValueError(f"The system has no purpose '{purpose}'.")
    return Principal(purpose=purpose)


class State(str, enum.Enum):
    """Where an entry stands, for access. Later ones are closed for good."""

    ACTIVE = "active"
    PRIVATE = "private"
    DRAFT = "draft"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    DELETED = "deleted"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Object:
    """A dataset, one of its resources, or a data item of one.

    ``grade`` is what is in force for this very object: the strictest of dataset, resource and
    data item. None is 待定级, or a grade that is missing.
    """

    dataset_id: str
    provider_id: str
    grade: Grade | None
    resource_id: str = ""
    units_above: frozenset[str] = frozenset()
    state: State = State.ACTIVE
    is_hidden: bool = False
    """The provider hides the entry from the public (hide_entry)."""
    item: str = ""
    """The name of a data item of the resource."""
