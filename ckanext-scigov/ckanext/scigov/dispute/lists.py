"""Lists of disputes: which of them somebody is shown, and how many there are of what he is shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from sqlalchemy.sql import ColumnElement

from ckanext.scigov.dispute import list_conditions, list_queries, publishing, reaching, viewing
from ckanext.scigov.dispute.list_conditions import Wanted
from ckanext.scigov.dispute.service.acts import By, Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Denied
from ckanext.scigov.shared.session import Session


class Of(str, enum.Enum):
    """Whose disputes a list shows."""

    PUBLIC = "public"
    """What everybody sees, whoever asks."""
    OWN = "own"
    """What its reader has reported, or joined."""
    UNIT = "unit"
    """What he handles or decides."""
    AUTHORITY = "authority"
    """The register, as far as he is its authority or audits it."""


class ListReason(enum.Enum):
    """Why a list is not shown."""

    SIGN_IN = "sign_in"
    NO_AUTHORITY = "no_authority"
    NOT_ASSIGNED_HERE = "not_assigned_here"
    USER_UNKNOWN = "user_unknown"


@dataclass(frozen=True, slots=True)
class Cut:
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, and what there is besides."""

    views: list[View]
    reader: Doer
    """As whom the page is read: of what is public nobody sees more than everybody."""
    count: int
    counts: dict[str, int]
    """By state; ``all``, ``overdue``: of what is narrowed by all but state and term."""
    units: list[tuple[str, int]]
    """Of what no filter has narrowed."""
    is_whole: bool


def listed(session: Session, of: Of, wanted: Wanted, cut: Cut, doer: Doer) -> Listed:
    """Return a page of a list; a number of statements that does not depend on how long it is.

    Raises:
        Denied: the list is not for the doer.
    """
    reach = reaching.reach_of(session, doer.principal)
    _check(of, reach)
    today = doer.today.day
    reader = _anybody(doer) if of is Of.PUBLIC else doer
    about = list_conditions.about(wanted, in_public=of is Of.PUBLIC)
    seen = _conditions(session, of, reach)
    within = [*seen, *about, *_items(session, wanted, [*seen, *about], reader)]
    late = list_conditions.is_late(today)
    shown = [*within, *list_conditions.standing(wanted, today)]
    page = list_queries.page(
        session, shown, limit=cut.limit, offset=cut.offset, due_first=of is Of.UNIT
    )
    return Listed(
        views=viewing.viewed(session, page, reader),
        reader=reader,
        count=list_queries.counts(session, shown, late)["all"],
        counts=list_queries.counts(session, within, late),
        units=list_queries.units(session, seen),
        is_whole=of is Of.AUTHORITY and reach.is_whole,
    )


def _anybody(doer: Doer) -> Doer:
    """Return somebody who is nobody, at the same moment."""
    return Doer(By(Actor.anonymous(), doer.now), doer.rules)


def _check(of: Of, reach: reaching.Reach) -> None:
    if of is not Of.PUBLIC and not reach.user_id:
        raise Denied(ListReason.SIGN_IN)
    if of is Of.AUTHORITY and not reach.is_authority:
        raise Denied(ListReason.NO_AUTHORITY)


def _conditions(session: Session, of: Of, reach: reaching.Reach) -> list[ColumnElement[bool]]:
    if of is Of.PUBLIC:
        return publishing.public(session)
    if of is Of.OWN:
        return [reaching.has_reported(reach.user_id)]
    return [reaching.works_on(reach) if of is Of.UNIT else reaching.oversees(reach)]


def _items(
    session: Session, wanted: Wanted, conditions: list[ColumnElement[bool]], reader: Doer
) -> list[ColumnElement[bool]]:
    """Leave out where the reader is not told the item that he asks for: else the count would tell him."""
    if not wanted.item:
        return []
    return publishing.told(session, conditions, reader.principal)
