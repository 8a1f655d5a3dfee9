"""How a reader stands to a dataset and its resources, as pages say it: one look for a whole page.

Everything comes from ``policy.decide``. What a page shows by it is only what it shows: data, rows and
addresses are kept by those who give them out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import (
    config,
    grant_queries,
    item_queries,
    once,
    queries,
    sentences_reasons,
    sentences_terms,
)
from ckanext.scigov.access.asking import principal_of_user
from ckanext.scigov.access.domain.policy import (
    INSIDE,
    Decision,
    Operation,
    Reason,
    audiences_of,
    decide,
)
from ckanext.scigov.access.domain.subjects import Axis, Object, Principal
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import vault

_KEPT = "scigov_access_standings"
APPLICATIONS = "/applications/new"


@dataclass(frozen=True, slots=True)
class GrantShown:
    """By what somebody gets the data, until when and on what conditions."""

    number: str
    until: dt.datetime | None
    conditions: tuple[str, ...]
    must_accept: bool
    """Terms wait to be accepted before anything is given out."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a dataset or one of its resources."""

    may_get: bool
    may_locate: bool
    """He may know where all of it lies."""
    why_not: str
    """A sentence; empty for those who get the data."""
    can_apply: bool
    grant: GrantShown | None
    codes: tuple[str, str, str]
    """Level, share type and open type in force; empty while it is not classified."""
    is_stricter: bool = False
    """A resource is closed further than its dataset."""
    items: tuple[str, ...] = ()
    """Only data items of these names are granted; empty: all of them."""


@dataclass(frozen=True, slots=True)
class PageStanding:
    """What a page about a dataset needs; ``axis`` is the one on which the reader would apply."""

    dataset: Standing
    resources: Mapping[str, Standing]
    axis: str
    answer_days: int
    apply_url: str
    """Empty as long as no page takes applications."""
    works_with: bool
    may_edit: bool
    waiting: int
    """Proposals that wait for approval; counted for those who work with the entry."""


def reader() -> Principal:
    """Return who looks at the page, asked once in a request."""
    user: Any = tk.current_user
    return principal_of_user(user)


def standing_of_page(dataset_id: str) -> PageStanding | None:
    """Return how the reader stands to a dataset; None when there is none. Looked at once a request."""
    kept: dict[str, PageStanding | None] = flask.g.setdefault(_KEPT, {})
    if dataset_id not in kept:
        kept[dataset_id] = _load(dataset_id, reader())
    return kept[dataset_id]


def _load(dataset_id: str, principal: Principal) -> PageStanding | None:
    dataset = once.dataset(dataset_id)
    if dataset is None:
        return None
    resources = once.resources(dataset_id)
    objects = {dataset_id: dataset, **resources}
    items = _items(dataset_id, resources)
    decisions = {name: decide(principal, Operation.DATA, obj) for name, obj in objects.items()}
    grants = _grants(decisions.values())
    standings = {
        name: _standing(principal, obj, decisions[name], grants, dataset, items=items.get(name, ()))
        for name, obj in objects.items()
    }
    works_with = bool(INSIDE & set(audiences_of(principal, dataset)))
    axis = Axis.SHARING if principal.agency_ids else Axis.OPENING
    return PageStanding(
        dataset=standings.pop(dataset_id),
        resources=standings,
        axis=axis.value,
        answer_days=config.answer_within_days(axis.value),
        apply_url=f"{APPLICATIONS}?dataset={dataset_id}" if _takes_applications() else "",
        works_with=works_with,
        may_edit=decide(principal, Operation.WRITE, dataset).allowed,
        waiting=len(queries.waiting_proposals(model.Session, dataset_id)) if works_with else 0,
    )


def _items(dataset_id: str, resources: Mapping[str, Object]) -> Mapping[str, Collection[Object]]:
    """Return the data items that may be closed further than the resources they are in."""
    if all(vault.is_open(obj) for obj in resources.values()):
        return {}  # No item of an open table is stricter.
    return item_queries.items_of_resources(model.Session, dataset_id, resources)


def _standing(  # noqa: PLR0913  (each is looked up once for all)
    principal: Principal,
    obj: Object,
    decision: Decision,
    grants: Mapping[str, GrantShown],
    dataset: Object,
    *,
    items: Collection[Object],
) -> Standing:
    grade = obj.grade
    gets_all = all(decide(principal, Operation.DATA, item).allowed for item in items)
    return Standing(
        may_get=decision.allowed,
        may_locate=gets_all and decide(principal, Operation.LOCATE, obj).allowed,
        why_not="" if decision.allowed else sentences_reasons.why_not(decision),
        can_apply=decision.reason is Reason.NEEDS_APPLICATION,
        grant=grants.get(decision.grant_number),
        codes=(grade.level.value, grade.share.value, grade.open.value) if grade else ("", "", ""),
        is_stricter=bool(obj.resource_id) and grade != dataset.grade,
        items=tuple(sorted(decision.items)),
    )


def _grants(decisions: Collection[Decision]) -> dict[str, GrantShown]:
    given = {one.grant_number: one for one in decisions if one.grant_number}
    rows = grant_queries.numbered(model.Session, given.keys())
    return {number: _shown(given[number], grant) for number, grant in rows.items()}


def _shown(decision: Decision, grant: Grant) -> GrantShown:
    return GrantShown(
        number=grant.number,
        until=grant.until_at,
        conditions=tuple(sentences_terms.conditions(decision.obligations)),
        must_accept=decision.reason is Reason.TERMS_FIRST,
    )


def _takes_applications() -> bool:
    # Asked of the rules themselves: static files match every address.
    return any(rule.rule == APPLICATIONS for rule in flask.current_app.url_map.iter_rules())
