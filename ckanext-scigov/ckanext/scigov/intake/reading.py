"""Who reads about sources: what he is to each, and what of their records he may know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.lib import plugins as lib_plugins

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.intake import page_queries
from ckanext.scigov.intake.domain import parties
from ckanext.scigov.intake.domain.parties import PartyReason, Standing
from ckanext.scigov.intake.model import Run
from ckanext.scigov.intake.page_queries import Found
from ckanext.scigov.intake.record_queries import Eyes
from ckanext.scigov.shared.errors import Denied, NotVisible
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """A source and what its reader is to it."""

    found: Found
    standing: Standing
    eyes: Eyes

    @property
    def id(self) -> str:
        return self.found.source.id


def source(session: Session, context: Any, name: str) -> Seen:
    """Return the source with this id or name, to somebody who looks after it or over it.

    Raises:
        NotVisible: there is none, or it is not his.
    """
    found = page_queries.source_named(session, name)
    if found is None:
        raise NotVisible
    principal = principal_from(context)
    above = reading.units_above(session, [found.provider_id]) if found.provider_id else {}
    standing = parties.standing(
        principal, found.provider_id, above.get(found.provider_id, frozenset())
    )
    if not standing.looks:
        raise NotVisible
    return Seen(found, standing, eyes(context, principal))


def run(session: Session, context: Any, run_id: str) -> tuple[Run, Seen]:
    """Return a run and its source, to somebody who sees the source.

    Raises:
        NotVisible: there is none, or it is not his.
    """
    found = page_queries.run(session, run_id)
    if found is None:
        raise NotVisible
    return found, source(session, context, found.source_id)


def operated(seen: Seen) -> Seen:
    """Return the source to somebody who operates it.

    Raises:
        Denied: he only looks at it.
    """
    if not seen.standing.operates:
        raise Denied(PartyReason.NOT_OPERATOR)
    return seen


def reach(session: Session, principal: Principal) -> frozenset[str] | None:
    """Return the providers whose sources somebody sees; None: all."""
    if principal.is_sysadmin:
        return None
    return reading.reach(session, principal, parties.ROLES, parties.CAPACITIES)


def operable(principal: Principal) -> frozenset[str] | None:
    """Return the providers whose sources somebody operates, and whose credentials he keeps; None: all."""
    return None if principal.is_sysadmin else _own(principal)


def approvable(session: Session, principal: Principal) -> frozenset[str] | None:
    """Return the providers whose sources somebody approves; None: all."""
    return reading.reach(session, principal, (Role.APPROVER,))


def eyes(context: Any, principal: Principal, *, knows_source: bool = True) -> Eyes:
    """Return what of the records of sources somebody may know."""
    if principal.is_sysadmin:
        return Eyes(None)
    labels = lib_plugins.get_permission_labels()
    user = context.get("auth_user_obj") if principal.user_id else None
    if principal.user_id and user is None:
        user = model.Session.get(model.User, principal.user_id)
    found = frozenset(labels.get_user_dataset_labels(user))
    return Eyes(found, _own(principal), knows_source=knows_source)


def _own(principal: Principal) -> frozenset[str]:
    """Return the providers for which somebody edits."""
    return frozenset(one for one, how in principal.capacities if how in parties.CAPACITIES)
