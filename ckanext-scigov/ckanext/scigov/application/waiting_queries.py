"""Conditions of what waits for somebody, by what he is to it: of his inbox and its counts."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from ckanext.scigov.application.domain.states import Party, State
from ckanext.scigov.application.list_queries import UNSEEN, applies, is_own, signs, within
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.viewing import Viewer
from ckanext.scigov.shared.session import Session

Condition = sa.ColumnElement[bool]
WAITING: Mapping[Party, frozenset[State]] = {
    Party.HANDLER: frozenset(
        {State.SUBMITTED, State.IN_REVIEW, State.CONSULTING, State.DELIVERING}
    ),
    Party.REVIEWER: frozenset({State.IN_REVIEW}),
    Party.DECIDER: frozenset({State.IN_REVIEW, State.CONFIRMING}),
    Party.AUTHORITY: frozenset({State.CHECKING, State.APPEALED}),
}
"""Who has to do something where a part stands; the rest depends on more than the state."""
PARTIES = (Party.APPLICANT, Party.SIGNER, *WAITING, Party.THIRD)
"""As what something can wait for somebody."""


def waits_as(viewer: Viewer) -> dict[Party, Condition]:
    """Return by party the condition of a part that somebody has to do something about as that."""
    official = {party: _in_reach(viewer, party) for party in WAITING}
    official[Party.DECIDER] = sa.or_(official[Party.DECIDER], _decided_later(viewer))
    official[Party.AUTHORITY] = sa.or_(official[Party.AUTHORITY], _asked_for_time(viewer))
    official[Party.THIRD] = sa.and_(
        Part.state == State.CONSULTING.value,
        Part.consultation["organization_id"].astext.in_(sorted(viewer.units)),
    )
    # To one's own application one is no official.
    others = sa.and_(sa.not_(is_own(viewer)), Part.state.not_in(UNSEEN))
    return {
        Party.APPLICANT: sa.and_(applies(viewer), _for_applicant()),
        Party.SIGNER: sa.and_(signs(viewer), Part.state == State.SIGNING.value),
        **{party: sa.and_(others, condition) for party, condition in official.items()},
    }


def waits_for(viewer: Viewer) -> Condition:
    """Return the condition of a part that somebody has to do something about, as whatever."""
    return sa.or_(*waits_as(viewer).values())


def counts(session: Session, viewer: Viewer) -> dict[str, int]:
    """Return how many parts wait for somebody as what, as far as any do; one statement."""
    found = waits_as(viewer)
    columns = [sa.func.count().filter(condition) for condition in found.values()]
    query = (
        sa.select(*columns)
        .select_from(Part)
        .join(Filing, Part.filing_id == Filing.id)
        .where(sa.or_(*found.values()))
    )
    numbers = session.execute(query).one()
    return {party.value: number for party, number in zip(found, numbers, strict=True) if number}


def _in_reach(viewer: Viewer, party: Party) -> Condition:
    states = sorted(state.value for state in WAITING[party])
    return sa.and_(Part.state.in_(states), within(Part.provider_id, viewer.reach[party]))


def _decided_later(viewer: Viewer) -> Condition:
    return sa.and_(
        within(Part.provider_id, viewer.reach[Party.DECIDER]),
        sa.or_(
            sa.and_(Part.state == State.APPEALED.value, Part.appeal_level == "negotiate"),
            sa.and_(Part.state == State.ACTIVE.value, Part.renewal_until_on.is_not(None)),
        ),
    )


def _asked_for_time(viewer: Viewer) -> Condition:
    return sa.and_(
        within(Part.provider_id, viewer.reach[Party.AUTHORITY]),
        sa.or_(
            sa.and_(Part.extension_asked, Part.state == State.IN_REVIEW.value),
            Part.escalated_on.is_not(None),
        ),
    )


def _for_applicant() -> Condition:
    return sa.or_(
        Part.state.in_((State.DRAFT.value, State.RETURNED.value)),
        sa.and_(Part.owes_report, Part.report_due_on.is_not(None)),
    )
