"""The decision: may somebody do something with a dataset, a resource or a data item?

Two tables say all of it. ``PERMITS`` gives each audience what it may do by how open the object is
to it; ``DENIES`` closes objects whatever else holds. What no table permits is denied, a denial beats
every permit, and what is unknown is denied. The tables are printed in docs/access-policy.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.access.domain.decisions import (
    Audience,
    Decision,
    Openness,
    Operation,
    Reason,
)
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import (
    Axis,
    Capacity,
    GrantHeld,
    Object,
    Principal,
    State,
)
from ckanext.scigov.catalogue.domain.grades import Grade

_U, _C, _N, _X = Openness
ALL = frozenset(Openness)
CLASSIFIED = frozenset({_U, _C, _N})
OPEN = frozenset({_U})
ON_CONDITIONS = frozenset({_U, _C})
NEVER: frozenset[Openness] = frozenset()

_D, _M, _L, _R, _W, _G = Operation
PERMITS: Mapping[Audience, Mapping[Operation, frozenset[Openness]]] = MappingProxyType(
    {
        Audience.SYSTEM: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: ALL, _G: NEVER},
        Audience.OWNER_ADMIN: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: ALL, _G: NEVER},
        Audience.OWNER_EDITOR: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: ALL, _G: NEVER},
        Audience.OWNER_MEMBER: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: NEVER, _G: NEVER},
        Audience.STEWARD: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: NEVER, _G: ALL},
        Audience.BREAK_GLASS: {_D: ALL, _M: ALL, _L: ALL, _R: ALL, _W: NEVER, _G: NEVER},
        Audience.AGENCY: {
            _D: CLASSIFIED, _M: CLASSIFIED, _L: OPEN, _R: OPEN, _W: NEVER, _G: NEVER,
        },
        Audience.PUBLIC: {
            _D: CLASSIFIED, _M: CLASSIFIED, _L: OPEN, _R: OPEN, _W: NEVER, _G: NEVER,
        },
        Audience.GRANTEE: {
            _D: CLASSIFIED, _M: CLASSIFIED, _L: ON_CONDITIONS, _R: ON_CONDITIONS, _W: NEVER,
            _G: NEVER,
        },
        Audience.APPROVER: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: NEVER, _G: ALL},
        Audience.REVIEWER: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: NEVER, _G: NEVER},
        Audience.DECIDER: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: NEVER, _G: NEVER},
        Audience.CHIEF_DATA_OFFICER: {
            _D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: NEVER, _G: NEVER,
        },
        Audience.AUDITOR: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: NEVER, _G: NEVER},
        Audience.COLLABORATOR: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: ALL, _G: NEVER},
        Audience.SYSADMIN: {_D: ALL, _M: ALL, _L: NEVER, _R: NEVER, _W: ALL, _G: NEVER},
    }
)  # fmt: skip
"""What each audience may do, by how open the object is to it. An operator is the public."""

INSIDE = frozenset(Audience) - {Audience.PUBLIC, Audience.AGENCY, Audience.GRANTEE}
"""Who sees an entry before it is published and when its provider hides it."""
KEEPERS = frozenset({
    Audience.SYSTEM, Audience.OWNER_ADMIN, Audience.OWNER_EDITOR, Audience.STEWARD,
})  # fmt: skip
"""Who still gets data of an entry that is suspended."""
KEEPING_RECORDS = frozenset({
    Audience.SYSTEM, Audience.OWNER_ADMIN, Audience.OWNER_EDITOR, Audience.AUDITOR,
    Audience.SYSADMIN,
})  # fmt: skip
"""Who may read, and restore, what is left of a deleted entry as far as they may otherwise."""
KNOWING = frozenset({_D, _M})
GETTING = frozenset({_L, _R})


@dataclass(frozen=True, slots=True)
class Denial:
    """In this state these operations are denied, but to those audiences."""

    state: State
    operations: frozenset[Operation]
    but_to: frozenset[Audience]
    reason: Reason


CHANGING = frozenset({_W, _G})
NOBODY: frozenset[Audience] = frozenset()
DENIES: tuple[Denial, ...] = (
    Denial(State.DESTROYED, GETTING | CHANGING, NOBODY, Reason.DESTROYED),
    Denial(State.DELETED, GETTING | {_G}, NOBODY, Reason.DELETED),
    Denial(State.DELETED, KNOWING | {_W}, KEEPING_RECORDS, Reason.DELETED),
    Denial(State.RETIRED, GETTING | CHANGING, NOBODY, Reason.RETIRED),
    Denial(State.SUSPENDED, GETTING, KEEPERS, Reason.SUSPENDED),
    Denial(State.DRAFT, frozenset(Operation), INSIDE, Reason.NOT_PUBLISHED),
    Denial(State.PRIVATE, frozenset(Operation), INSIDE, Reason.NOT_PUBLISHED),
)
"""An entry that its provider hides is denied besides to the public, and to agencies with which it is
not shared at all."""

ROLES: Mapping[Role, Audience] = MappingProxyType(
    {
        Role.STEWARD: Audience.STEWARD,
        Role.APPROVER: Audience.APPROVER,
        Role.REVIEWER: Audience.REVIEWER,
        Role.DECIDER: Audience.DECIDER,
        Role.CHIEF_DATA_OFFICER: Audience.CHIEF_DATA_OFFICER,
        Role.AUDITOR: Audience.AUDITOR,
    }
)
CAPACITIES: Mapping[Capacity, Audience] = MappingProxyType(
    {
        Capacity.ADMIN: Audience.OWNER_ADMIN,
        Capacity.EDITOR: Audience.OWNER_EDITOR,
        Capacity.MEMBER: Audience.OWNER_MEMBER,
    }
)


def decide(principal: Principal, operation: Operation | str, obj: Object) -> Decision:
    """Return whether ``principal`` may do ``operation`` with ``obj``, and why."""
    try:
        operation = Operation(operation)
    except ValueError:
        return Decision(False, Reason.UNKNOWN_OPERATION)
    audiences = audiences_of(principal, obj)
    denied = {a: denial for a in audiences if (denial := denial_of(a, operation, obj))}
    standings = [
        permit
        for audience in audiences
        if audience not in denied
        for how_open, permit in _standings(principal, audience, operation, obj)
        if how_open in PERMITS[audience][operation]
    ]
    if permitted := [permit for permit in standings if permit.allowed]:
        return _best_of(permitted)
    if standings:
        return _best_of(standings)
    if operation is Operation.LOCATE:
        data = decide(principal, Operation.DATA, obj)
        if data.allowed:
            return Decision(False, Reason.ONLY_ITEMS)
        if data.reason is Reason.TERMS_FIRST:
            return data
    return Decision(False, _why_not(audiences, operation, obj, denied))


def audiences_of(principal: Principal, obj: Object) -> tuple[Audience, ...]:
    """Return all that somebody is to an object, in the order of ``Audience``."""
    found = {Audience.PUBLIC}
    if principal.purpose:
        found.add(Audience.SYSTEM)
    found.update(CAPACITIES[how] for org, how in principal.capacities if org == obj.provider_id)
    found.update(
        ROLES[held.role]
        for held in principal.roles
        if held.role in ROLES and held.scope.covers(obj.provider_id, obj.units_above)
    )
    if principal.agency_ids:
        found.add(Audience.AGENCY)
    if any(grant.covers(obj) for grant in principal.grants):
        found.add(Audience.GRANTEE)
    if obj.dataset_id in principal.collaborations:
        found.add(Audience.COLLABORATOR)
    if principal.is_sysadmin:
        found.add(Audience.SYSADMIN)
        if obj.dataset_id in principal.opened_glass:
            found.add(Audience.BREAK_GLASS)
    return tuple(audience for audience in Audience if audience in found)


def permits(audience: Audience, operation: Operation, grade: Grade | None) -> bool:
    """Say whether the table permits it to an audience that needs no grant of its own.

    What a grantee may find does not depend on the axis: both axes are classified or none is.
    """
    return openness(grade, *_axes(audience)) in PERMITS[audience][operation]


_FROM_OPEN = tuple(Openness)


def openness(grade: Grade | None, *axes: Axis) -> Openness:
    """Return how open a grade is on the more open of these axes."""
    if grade is None:
        return Openness.UNCLASSIFIED
    values = {Axis.SHARING: grade.share.value, Axis.OPENING: grade.open.value}
    return min((Openness(values[axis]) for axis in axes), key=_FROM_OPEN.index)


def denial_of(audience: Audience, operation: Operation, obj: Object) -> Reason | None:
    """Return why an object is closed to an audience whatever its grade; None where it is not."""
    for denial in DENIES:
        if (
            obj.state is denial.state
            and operation in denial.operations
            and audience not in denial.but_to
        ):
            return denial.reason
    if obj.is_hidden and audience not in INSIDE and audience is not Audience.GRANTEE:
        shared = openness(obj.grade, Axis.SHARING) in ON_CONDITIONS
        if audience is Audience.PUBLIC or not shared:
            return Reason.HIDDEN
    return None


def _best_of(permits: list[Decision]) -> Decision:
    """Return what counts of several: one for all of it, else what several for items give together."""
    best = min(permits, key=lambda permit: (bool(permit.items), permit.obligations.weight))
    if not best.items:
        return best
    return dataclasses.replace(best, items=frozenset().union(*(one.items for one in permits)))


def _standings(
    principal: Principal, audience: Audience, operation: Operation, obj: Object
) -> list[tuple[Openness, Decision]]:
    """Return how open the object is to somebody as one of this audience, and what he has by it."""
    if audience is not Audience.GRANTEE:
        permit = Decision(True, Reason.PERMITTED, audience)
        return [(openness(obj.grade, *_axes(audience)), permit)]
    return [
        (openness(obj.grade, grant.axis), _by_grant(grant, operation, obj))
        for grant in sorted(principal.grants, key=lambda grant: grant.number)
        if grant.covers(obj) and (operation is not Operation.LOCATE or _tells_place(grant))
    ]


def _tells_place(grant: GrantHeld) -> bool:
    """Where data lie, all of them lie."""
    return not grant.items


def _by_grant(grant: GrantHeld, operation: Operation, obj: Object) -> Decision:
    only = grant.items if operation is Operation.DATA and not obj.item else frozenset[str]()
    what = Audience.GRANTEE, grant.obligations, grant.number, only
    if waits_for_terms(grant, operation):
        return Decision(False, Reason.TERMS_FIRST, *what)
    return Decision(True, Reason.PERMITTED, *what)


def waits_for_terms(grant: GrantHeld, operation: Operation) -> bool:
    """Say whether a grant gives nothing until its terms are accepted; the entry shows it all the same."""
    return operation in GETTING and grant.waits


def _axes(audience: Audience) -> tuple[Axis, ...]:
    """Return the axes that count: agencies of the government get the better of both."""
    return (Axis.SHARING, Axis.OPENING) if audience is Audience.AGENCY else (Axis.OPENING,)


def _why_not(
    audiences: tuple[Audience, ...],
    operation: Operation,
    obj: Object,
    denied: Mapping[Audience, Reason],
) -> Reason:
    """Say what stands in the way of the standing that comes nearest."""
    if all(audience in denied for audience in audiences):
        return denied[audiences[0]]
    if operation in CHANGING:
        return Reason.NOT_YOURS_TO_CHANGE
    nearest = Audience.AGENCY if Audience.AGENCY in audiences else Audience.PUBLIC
    return {
        Openness.UNCLASSIFIED: Reason.UNCLASSIFIED,
        Openness.CONDITIONAL: Reason.NEEDS_APPLICATION,
    }.get(openness(obj.grade, *_axes(nearest)), Reason.NOT_OPEN)
