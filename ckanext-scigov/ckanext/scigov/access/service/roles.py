"""Roles: given, and taken back. Nobody gives himself one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import name_queries, role_queries
from ckanext.scigov.access.domain import roles as domain
from ckanext.scigov.access.domain.naming import NameReason, scope_name
from ckanext.scigov.access.domain.roles import (
    Assignment,
    Role,
    RoleHeld,
    RoleReason,
    Scope,
    Term,
)
from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

FIELDS = {
    RoleReason.ONESELF: "user",
    RoleReason.ALREADY_HELD: "role",
    RoleReason.TERM_EMPTY: "until",
    RoleReason.STANDS_IN_WITHOUT_END: "until",
    RoleReason.STANDS_IN_TOO_LONG: "until",
    RoleReason.STANDS_IN_FOR_ONESELF: "substitute_for",
    RoleReason.OTHER_HOLDS_NONE: "substitute_for",
}


@dataclass(frozen=True, slots=True)
class NewRole:
    """What somebody is to be given; users and the scope's organisation by id or name."""

    user: str
    role: Role
    scope: Scope
    reason: str
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    substitute_for: str = ""


def grant(session: Session, new: NewRole, by: By) -> RoleAssignment:
    """Give somebody a role, from now or later, with an end or without one."""
    user_id = _user(session, new.user, "user")
    if user_id == by.user_id:
        raise _refused(RoleReason.ONESELF)
    scope = name_queries.scope_by_id(session, new.scope)
    if scope is None:
        raise Refused(Refusal(NameReason.ORGANIZATION_UNKNOWN, "scope"))
    # Nobody could mean a role that has held already: what lies behind counts as now.
    begin = max(new.from_at or by.now, by.now)
    assignment = Assignment(RoleHeld(new.role, scope), Term(begin, new.until_at))
    _lock(session, user_id)
    others = role_queries.roles_given(session, user_id, new.role, by.now)
    if refused := domain.judge_new(assignment, others):
        raise _refused(refused)
    other = _substituted(session, new.substitute_for, user_id, assignment)
    row = _row(user_id, other, assignment, new.reason, by)
    session.add(row)
    session.flush()
    _account(session, "role.grant", row, by)
    return row


def revoke(session: Session, id_: str, reason: str, by: By) -> RoleAssignment:
    """Take a role back, at once. Who stood in for its holder does so no longer."""
    row = role_queries.find_assignment(session, id_, lock=True)
    if row is None:
        raise NotVisible
    assignment = role_queries.value_of(row)
    if not assignment.term.is_open(by.now):
        raise _refused(RoleReason.NOT_IN_FORCE)
    _end(session, row, reason, by)
    left = role_queries.roles_of_ones_own(session, row.user_id, assignment.held.role, by.now)
    for other in role_queries.substitutes_of(session, row.user_id, assignment.held.role, by.now):
        held = role_queries.value_of(other).held
        above = role_queries.above(session, held.scope)
        if not any(domain.covers(one.held, held, above) for one in left):
            _end(session, other, reason, by)
    return row


def holders(session: Session, role: Role, provider_id: str, now: dt.datetime) -> list[str]:
    """Return the ids of the users who hold a role for a provider; for features that ask them."""
    return role_queries.holders(session, role, provider_id, now)


def _substituted(session: Session, name: str, user_id: str, assignment: Assignment) -> str | None:
    """Return for whom somebody stands in, who must hold the role himself."""
    if not name:
        return None
    other = _user(session, name, "substitute_for")
    if other == user_id:
        raise _refused(RoleReason.STANDS_IN_FOR_ONESELF)
    held, begin = assignment.held, assignment.term.from_at
    of_other = role_queries.roles_of_ones_own(session, other, held.role, begin)
    above = role_queries.above(session, held.scope)
    if refused := domain.judge_substitute(assignment, of_other, above):
        raise _refused(refused)
    return other


def _row(
    user_id: str, other: str | None, assignment: Assignment, reason: str, by: By
) -> RoleAssignment:
    held, term = assignment.held, assignment.term
    return RoleAssignment(
        id=ids.random_key(),
        user_id=user_id,
        role=held.role.value,
        scope_kind=held.scope.kind.value,
        scope_id=held.scope.provider_id,
        from_at=term.from_at,
        until_at=term.until_at,
        substitute_for=other,
        granted_by=by.user_id,
        reason=reason,
    )


def _end(session: Session, row: RoleAssignment, reason: str, by: By) -> None:
    row.revoked_at, row.revoked_by, row.reason = by.now, by.user_id, reason
    session.flush()
    _account(session, "role.revoke", row, by)


def _account(session: Session, event: str, row: RoleAssignment, by: By) -> None:
    by.record(
        session,
        event,
        "role",
        row.id,
        user_id=row.user_id,
        role=row.role,
        scope=scope_name(role_queries.value_of(row).held.scope),
        from_at=row.from_at,
        until_at=row.until_at,
        substitute_for=row.substitute_for,
        reason=row.reason,
    )


def _user(session: Session, name: str, field: str) -> str:
    found = name_queries.active_user(session, name)
    if found is None:
        raise Refused(Refusal(NameReason.USER_UNKNOWN, field))
    return found


def _lock(session: Session, user_id: str) -> None:
    """Let two who give the same user roles do so one after the other."""
    user = model.User
    session.execute(sa.select(user.id).where(user.id == user_id).with_for_update(key_share=True))


def _refused(reason: RoleReason) -> Refused:
    return Refused(Refusal(reason, FIELDS.get(reason, "")))
