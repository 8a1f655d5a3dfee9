"""Who of many people may see an entry now: before something about it is told to all of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from ckanext.scigov.access import queries, seer_queries
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object, Principal
from ckanext.scigov.shared.session import Session


def who_sees(
    session: Session, dataset_id: str, user_ids: Collection[str], now: dt.datetime
) -> frozenset[str]:
    """Return those of some people who may read an entry of the catalogue, as the policy decides now.

    The number of statements does not depend on how many people there are.

    Args:
        session: the caller's.
        dataset_id: of the entry; nobody sees what is not there.
        user_ids: any number; whose account is not in use is nobody.
        now: the moment that roles and grants have to hold at.
    """
    entry = queries.objects(session, [dataset_id]).get(dataset_id)
    people = seer_queries.active(session, user_ids) if entry is not None and user_ids else {}
    if entry is None or not people:
        return frozenset()
    if decide(ANONYMOUS, Operation.META, entry).allowed:
        return frozenset(people)  # What everybody may, nothing that somebody is takes from him.
    return frozenset(
        one.user_id
        for one in _principals(session, people, entry, now)
        if decide(one, Operation.META, entry).allowed
    )


def _principals(
    session: Session, people: Mapping[str, bool], entry: Object, now: dt.datetime
) -> list[Principal]:
    """Return people with as much of what they are and hold as counts for one entry."""
    capacities = _by_user(seer_queries.capacities(session, people, entry))
    roles = _by_user(seer_queries.roles(session, people, now))
    agencies = _by_user(seer_queries.agencies(session, people))
    grants = _by_user(seer_queries.grants(session, people, entry, now))
    invited = seer_queries.invited(session, people, entry.dataset_id)
    glass = seer_queries.glass_broken(session, people, entry.dataset_id, now)
    this = frozenset({entry.dataset_id})
    return [
        Principal(
            user_id=one,
            is_sysadmin=is_sysadmin,
            capacities=frozenset(capacities[one]),
            roles=frozenset(roles[one]),
            agency_ids=frozenset(agencies[one]),
            grants=frozenset(grants[one]),
            collaborations=this if one in invited else frozenset(),
            opened_glass=this if one in glass else frozenset(),
        )
        for one, is_sysadmin in people.items()
    ]


def _by_user(pairs: seer_queries.Pairs) -> defaultdict[str, set[Any]]:
    found: defaultdict[str, set[Any]] = defaultdict(set)
    for user_id, one in pairs:
        found[user_id].add(one)
    return found
