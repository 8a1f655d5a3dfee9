"""Roles, how far each reaches, and who may give or take which."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass


class Role(str, enum.Enum):
    STEWARD = "steward"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    CHIEF_DATA_OFFICER = "cdo"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class ScopeKind(str, enum.Enum):
    """How far a role reaches: everywhere, a unit with all below it, one provider."""

    PLATFORM = "platform"
    UNIT_TREE = "unit_tree"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Scope:
    kind: ScopeKind
    provider_id: str = ""

    def covers(self, provider_id: str, units_above: frozenset[str]) -> bool:
        """Say whether it reaches a provider that stands below ``units_above``."""
        if self.kind is ScopeKind.PLATFORM:
            return True
        if self.kind is ScopeKind.PROVIDER:
            return self.provider_id == provider_id
        return self.provider_id == provider_id or self.provider_id in units_above

    def includes(self, other: Scope, units_above: frozenset[str]) -> bool:
        """Say whether all of another scope lies within it; ``units_above`` are those of the other.

        A single provider does not include the tree below it.
        """
        if self.kind is ScopeKind.PLATFORM or self == other:
            return True
        is_within_tree = self.kind is ScopeKind.UNIT_TREE and other.kind is not ScopeKind.PLATFORM
        return is_within_tree and self.covers(other.provider_id, units_above)


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role somebody holds now, for himself or as a substitute."""

    role: Role
    scope: Scope


class TermState(str, enum.Enum):
    FUTURE = "future"
    ACTIVE = "active"
    ENDED = "ended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when something holds; without an end it holds until it is revoked."""

    from_at: dt.datetime
    until_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None

    def holds(self, now: dt.datetime) -> bool:
        """Say whether it holds: from the first moment on, no longer at the last."""
        ends = [end for end in (self.until_at, self.revoked_at) if end is not None]
        return self.from_at <= now and all(now < end for end in ends)

    def state(self, now: dt.datetime) -> TermState:
        """Return where it stands; it holds exactly while it is active."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return TermState.REVOKED
        if self.until_at is not None and self.until_at <= now:
            return TermState.ENDED
        return TermState.FUTURE if now < self.from_at else TermState.ACTIVE

    def is_open(self, now: dt.datetime) -> bool:
        """Say whether it holds, or will."""
        return self.state(now) in (TermState.FUTURE, TermState.ACTIVE)


class RoleReason(enum.Enum):
    ONESELF = "oneself"
    ALREADY_HELD = "already_held"
    TERM_EMPTY = "term_empty"
    NOT_IN_FORCE = "not_in_force"
    STANDS_IN_FOR_ONESELF = "stands_in_for_oneself"
    OTHER_HOLDS_NONE = "other_holds_none"
    STANDS_IN_WITHOUT_END = "stands_in_without_end"
    STANDS_IN_TOO_LONG = "stands_in_too_long"


OVERSEERS = frozenset({Role.CHIEF_DATA_OFFICER, Role.AUDITOR})
"""Who sees the roles of others, as far as his own reaches."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role somebody has been given for a time."""

    held: RoleHeld
    term: Term


def may_give(giver: Iterable[RoleHeld], role: RoleHeld, units_above: frozenset[str]) -> bool:
    """Say whether somebody with these roles may give or take one: within his scope, none like his.

    ``units_above`` are those of the role's scope.
    """
    if role.role is Role.CHIEF_DATA_OFFICER:
        return False
    return _reaches(giver, {Role.CHIEF_DATA_OFFICER}, role.scope, units_above)


def may_see(viewer: Iterable[RoleHeld], role: RoleHeld, units_above: frozenset[str]) -> bool:
    """Say whether somebody sees that another holds a role; ``role_queries`` has it in SQL."""
    return _reaches(viewer, OVERSEERS, role.scope, units_above)


def judge_new(new: Assignment, others: Iterable[Assignment]) -> RoleReason | None:
    """Say why somebody cannot be given a role; ``others`` are what he has been given before."""
    if new.term.until_at is not None and new.term.until_at <= new.term.from_at:
        return RoleReason.TERM_EMPTY
    if any(one.held == new.held and one.term.is_open(new.term.from_at) for one in others):
        return RoleReason.ALREADY_HELD
    return None


def judge_substitute(
    new: Assignment, of_other: Iterable[Assignment], units_above: frozenset[str]
) -> RoleReason | None:
    """Say why one cannot stand in for another, who must hold the role, and as long as that."""
    covering = [
        one.term
        for one in of_other
        if one.term.holds(new.term.from_at) and covers(one.held, new.held, units_above)
    ]
    if not covering:
        return RoleReason.OTHER_HOLDS_NONE
    end = new.term.until_at
    if end is None:
        return RoleReason.STANDS_IN_WITHOUT_END
    if all(term.until_at is not None and term.until_at < end for term in covering):
        return RoleReason.STANDS_IN_TOO_LONG
    return None


def covers(role: RoleHeld, other: RoleHeld, units_above: frozenset[str]) -> bool:
    """Say whether whoever holds the first can do all that the other allows."""
    return role.role is other.role and role.scope.includes(other.scope, units_above)


def _reaches(
    held: Iterable[RoleHeld], roles: Collection[Role], scope: Scope, units_above: frozenset[str]
) -> bool:
    return any(one.role in roles and one.scope.includes(scope, units_above) for one in held)
