"""What somebody is to all disputes, as values that a SELECT can use: ``parties`` for many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session

HANDLING = (Capacity.EDITOR, Capacity.ADMIN)
Reached: TypeAlias = "frozenset[str] | None"
"""Ids of organisations; None: all."""


@dataclass(frozen=True, slots=True)
class Reach:
    """For which organisations somebody is what; what he has reported himself is for others."""

    user_id: str
    works: Reached
    """He handles or decides disputes that these units are responsible for."""
    oversees: Reached
    """He is the data authority of these."""
    audits: Reached

    @property
    def is_authority(self) -> bool:
        """Say whether he sees a register: as the data authority or as an auditor."""
        return any(one is None or one for one in (self.oversees, self.audits))

    @property
    def is_whole(self) -> bool:
        """Say whether his register is that of all organisations."""
        return self.oversees is None or self.audits is None


def reach_of(session: Session, principal: Principal) -> Reach:
    """Return what somebody is; a few statements, however many disputes there are."""
    audits = reading.reach(session, principal, (Role.AUDITOR,))
    return Reach(
        user_id=principal.user_id,
        works=reading.reach(session, principal, (Role.STEWARD, Role.DECIDER), HANDLING),
        oversees=reading.reach(session, principal, (Role.CHIEF_DATA_OFFICER,)),
        audits=None if principal.is_sysadmin else audits,
    )


def has_reported(user_id: str) -> ColumnElement[bool]:
    """Return the condition of being a reporter, by joining too."""
    return Dispute.reporter_ids.contains([user_id])


def works_on(reach: Reach) -> ColumnElement[bool]:
    """Return the condition of handling or deciding for the responsible unit."""
    is_forwarded = Dispute.unit_id != ""
    others = sa.not_(has_reported(reach.user_id))
    return sa.and_(is_forwarded, _within(Dispute.unit_id, reach.works), others)


def oversees(reach: Reach) -> ColumnElement[bool]:
    """Return the condition of being the authority or an auditor; what has no number is in no register."""
    in_scope = sa.or_(
        _within(Dispute.provider_id, reach.oversees), _within(Dispute.unit_id, reach.oversees)
    )
    is_authority = sa.and_(in_scope, sa.not_(has_reported(reach.user_id)))
    audits = _within(Dispute.provider_id, reach.audits)
    return sa.and_(Dispute.number.is_not(None), sa.or_(is_authority, audits))


def _within(column: InstrumentedAttribute[str], reached: Reached) -> ColumnElement[bool]:
    return sa.true() if reached is None else column.in_(sorted(reached))
