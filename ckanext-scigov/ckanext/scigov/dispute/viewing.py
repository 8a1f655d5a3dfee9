"""Disputes as somebody sees them. What is hidden and what is absent are the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.scigov.dispute import queries, sight
from ckanext.scigov.dispute.domain import visibility
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.states import Party, State
from ckanext.scigov.dispute.domain.target import Target
from ckanext.scigov.dispute.domain.visibility import About, Piece, Reader
from ckanext.scigov.dispute.model import Dispute, Seen
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class View:
    """A dispute and what of it somebody sees."""

    dispute: Dispute
    target: Target
    seen: Seen | None
    held: frozenset[Party]
    reader: Reader
    pieces: frozenset[Piece]

    def shows(self, piece: Piece) -> bool:
        return piece in self.pieces


def visible(session: Session, name: str, doer: Doer) -> View:
    """Return a dispute by id or number to somebody who sees it.

    Raises:
        NotVisible: there is none, or he does not see it.
    """
    dispute = queries.find(session, name) if name else None
    views = viewed(session, [dispute], doer) if dispute else []
    if not views:
        raise NotVisible
    return views[0]


def viewed(session: Session, disputes: Sequence[Dispute], doer: Doer) -> list[View]:
    """Return those of some disputes that somebody sees; few statements for any number of them."""
    return [view for view in looked_at(session, disputes, doer) if view.pieces]


def looked_at(session: Session, disputes: Sequence[Dispute], doer: Doer) -> list[View]:
    """Return all of some disputes with what somebody sees of each; of some that is nothing."""
    if not disputes:
        return []
    found = queries.seen_of(session, [one.id for one in disputes])
    targets = {one.id: queries.target_of(one, found.get(one.id)) for one in disputes}
    sights = sight.sights(session, targets.values(), doer.principal)
    held = steps.held_in(session, list(disputes), doer)
    views: list[View] = []
    for one in disputes:
        target = targets[one.id]
        looks = sights[target]
        about = _about(one, is_open=looks.is_open, is_personal=looks.is_personal)
        reader = dataclasses.replace(
            looks.reader, parties=held[one.id], is_author=_is_author(one, doer)
        )
        pieces = visibility.pieces(about, target, reader)
        views.append(View(one, target, found.get(one.id), held[one.id], reader, pieces))
    return views


def _about(dispute: Dispute, *, is_open: bool, is_personal: bool) -> About:
    return About(
        state=State(dispute.state),
        kind=Kind(dispute.kind),
        is_open=is_open,
        is_personal=is_personal,
        is_published=dispute.is_published,
        saw_more=dispute.saw_more,
    )


def _is_author(dispute: Dispute, doer: Doer) -> bool:
    by_account = bool(doer.user_id) and doer.user_id == dispute.author_id
    return by_account or (bool(doer.link_of) and doer.link_of == dispute.id)
