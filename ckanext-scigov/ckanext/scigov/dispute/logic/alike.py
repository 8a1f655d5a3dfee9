"""Disputes that one can be merged into, as its handlers are offered them."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.scigov.dispute import alike_queries, viewing
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.logic import showing
from ckanext.scigov.dispute.service import merging, steps
from ckanext.scigov.dispute.service.acts import Doer

MOST_COMPARED = 200
"""Of those about one place."""


def alike(name: str, doer: Doer) -> list[dict[str, Any]]:
    """Return the disputes that somebody can merge one into; none to whom cannot merge it.

    Raises:
        NotVisible: there is no such dispute, or he does not see it.
    """
    session = model.Session
    view = viewing.visible(session, name, doer)
    if Event.MERGE not in steps.possible(view.dispute, view.held, doer):
        return []
    others = alike_queries.undecided_about(session, view.dispute, MOST_COMPARED)
    fit = merging.fit(session, view.dispute, others)
    views = [one for one in viewing.viewed(session, fit, doer) if one.reader.is_official]
    return showing.several(views, doer)
