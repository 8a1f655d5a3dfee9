"""What is asked of a dataset and what is given: a decision gives no more than was asked."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.application.domain.states import Outcome


class Manner(str, enum.Enum):
    """How the data are used: each holds what the ones before it allow."""

    QUERY = "query"
    API = "api"
    DOWNLOAD = "download"


class ScopeReason(enum.Enum):
    NOTHING_GIVEN = "nothing_given"
    MORE_RESOURCES = "more_resources"
    MORE_ITEMS = "more_items"
    LONGER = "longer"
    EARLIER = "earlier"
    TERM_EMPTY = "term_empty"
    TERM_OVER = "term_over"


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of a dataset for a time; no resources or items named means all of them."""

    from_on: dt.date
    until_on: dt.date
    """The last day."""
    resource_ids: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    manner: Manner = Manner.DOWNLOAD

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days + 1


def judge(asked: Scope, given: Scope, today: dt.date) -> ScopeReason | None:
    """Say why a decision cannot give this."""
    if given.until_on < given.from_on:
        return ScopeReason.TERM_EMPTY
    if given.until_on < today:
        return ScopeReason.TERM_OVER
    if not _within(given.resource_ids, asked.resource_ids):
        return ScopeReason.MORE_RESOURCES
    if not _within(given.items, asked.items):
        return ScopeReason.MORE_ITEMS
    if given.from_on < asked.from_on:
        return ScopeReason.EARLIER
    return ScopeReason.LONGER if given.days > asked.days else None


def outcome(asked: Scope, given: Scope) -> Outcome:
    """Say whether all that was asked is given; a later beginning takes nothing away."""
    same = (
        given.resource_ids == asked.resource_ids
        and given.items == asked.items
        and given.manner is asked.manner
        and given.days >= asked.days
    )
    return Outcome.APPROVED if same else Outcome.APPROVED_IN_PART


def as_long_again(given: Scope, most_days: int, today: dt.date) -> dt.date:
    """Return the last day of a renewal that nobody has said another for: the same time once more.

    It ends at most ``most_days`` from today.
    """
    again = given.until_on + dt.timedelta(days=given.days)
    return min(again, today + dt.timedelta(days=most_days - 1))


def gone(scope: Scope, dictionaries: Mapping[str, Collection[str]]) -> tuple[list[str], list[str]]:
    """Return those resources and those data items of a scope that the dataset does not have.

    Args:
        scope: what is asked or given.
        dictionaries: the names of data items by resource, for each resource that there is.
    """
    resources = sorted(scope.resource_ids - dictionaries.keys())
    meant = scope.resource_ids or dictionaries.keys()
    known = {items.key(name) for one in meant for name in dictionaries.get(one, ())}
    return resources, sorted(name for name in scope.items if items.key(name) not in known)


def to_values(scope: Scope) -> dict[str, Any]:
    return {
        "from_on": str(scope.from_on),
        "until_on": str(scope.until_on),
        "resource_ids": sorted(scope.resource_ids),
        "items": sorted(scope.items),
        "manner": scope.manner.value,
    }


def from_values(values: Mapping[str, Any]) -> Scope:
    return Scope(
        dt.date.fromisoformat(values["from_on"]),
        dt.date.fromisoformat(values["until_on"]),
        frozenset(values["resource_ids"]),
        frozenset(values["items"]),
        Manner(values["manner"]),
    )


def _within(given: frozenset[str], asked: frozenset[str]) -> bool:
    """Say whether some are among those asked for; none named stands for all."""
    return not asked or (bool(given) and given <= asked)
