"""What somebody sees of a table and of its dictionary: the columns he reads, the items he is told of.

An item with a grade of its own may be closed within a table that is open; a grant may give some items
alone. A dictionary is part of the entry, unless its provider tells it only to those who get the data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.items import TableColumn
from ckanext.scigov.access.domain.policy import Decision, Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal


@dataclass(frozen=True, slots=True)
class ItemDecisions:
    """What is decided of the items that are decided by themselves."""

    permits: Mapping[str, Decision]
    closed: frozenset[str]
    is_limited: bool
    """Only the items that are permitted by themselves are given."""

    @property
    def is_whole(self) -> bool:
        return not self.closed and not self.is_limited

    def hidden(
        self, columns: Sequence[TableColumn], dictionary: Sequence[Mapping[str, Any]]
    ) -> frozenset[str]:
        """Return the ids of the columns that are none to him."""
        found = items.hidden_columns(columns, dictionary, self.closed)
        if self.is_limited:
            found |= items.columns_besides(columns, dictionary, self.permits)
        return found


def decide_items(
    principal: Principal, table: Object, decision: Decision, graded: Mapping[str, Object]
) -> ItemDecisions:
    """Ask the policy about every item that has a grade of its own, or is granted by itself.

    Args:
        principal: who reads.
        table: the resource.
        decision: about the data of the resource, for him.
        graded: its items with a grade of their own, by name.
    """
    known = set(map(items.key, graded))
    granted = {
        name: dataclasses.replace(table, item=name)
        for name in decision.items
        if items.key(name) not in known
    }
    decisions = {
        name: decide(principal, Operation.DATA, item)
        for name, item in {**graded, **granted}.items()
    }
    permits = {name: one for name, one in decisions.items() if one.allowed}
    closed = frozenset(decisions.keys() - permits.keys())
    return ItemDecisions(permits, closed, decision.allowed and bool(decision.items))


@dataclass(frozen=True, slots=True)
class Part:
    """A resource of an entry, with all that decides who sees what of its table."""

    obj: Object
    graded: Mapping[str, Object]
    """Items with a grade of their own, by name."""
    dictionary: Sequence[Mapping[str, Any]]
    is_told: bool
    """The dictionary is read by whoever reads the entry."""
    columns: Sequence[TableColumn]
    """Of its table; none where there is no table."""
    personal: frozenset[str] = frozenset()
    """Items that are said to be personal data."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its resources."""

    obj: Object
    parts: Mapping[str, Part]
    """By the resource's id."""
    is_personal: bool
    """Its provider says that it holds personal data."""


@dataclass(frozen=True, slots=True)
class TableSight:
    """What somebody sees of a table."""

    reads: bool
    """He gets data of it."""
    is_whole: bool
    """He gets all of it."""
    columns: tuple[str, ...]
    """The ids of the columns that he reads."""
    items: frozenset[str]
    """The names of the items that he is told of: he may not read the values of each."""
    closed: frozenset[str]
    """Names of items and ids of columns that he may not read, or that he is not told of."""
    open_names: frozenset[str]
    """The other names, as keys."""

    def closed_among(self, names: Collection[str]) -> frozenset[str]:
        """Return those of some names that are closed to him.

        A name that is no longer an item's or a column's may be that of what is closed now.
        """
        if self.is_whole:
            return frozenset()
        return frozenset(name for name in names if items.key(name) not in self.open_names)


def sight_of(principal: Principal, part: Part) -> TableSight:
    """Return what somebody sees of a table."""
    decision = decide(principal, Operation.DATA, part.obj)
    decided = decide_items(principal, part.obj, decision, part.graded)
    told = _told(principal, part)
    if decision.allowed:
        hidden = decided.hidden(part.columns, part.dictionary)
        open_items = _open_items(_names(part), decided)
        told |= open_items
    else:
        open_items = _open_items(told, decided)
        hidden = items.columns_besides(part.columns, part.dictionary, open_items)
    columns = tuple(column.id for column in part.columns if column.id not in hidden)
    closed = (_names(part) - open_items) | decided.closed | hidden
    return TableSight(
        reads=decision.allowed,
        is_whole=decision.allowed and decided.is_whole,
        columns=columns if decision.allowed else (),
        items=told,
        closed=closed,
        open_names=frozenset(map(items.key, {*open_items, *columns})) - set(map(items.key, closed)),
    )


def _told(principal: Principal, part: Part) -> frozenset[str]:
    """Return the names that the dictionary tells him."""
    wanted = Operation.META if part.is_told else Operation.LOCATE
    return _names(part) if decide(principal, wanted, part.obj).allowed else frozenset()


def _names(part: Part) -> frozenset[str]:
    return frozenset(filter(None, map(items.name_of, part.dictionary)))


def _open_items(names: frozenset[str], decided: ItemDecisions) -> frozenset[str]:
    closed, permits = set(map(items.key, decided.closed)), set(map(items.key, decided.permits))
    return frozenset(
        name
        for name in names
        if items.key(name) not in closed and (not decided.is_limited or items.key(name) in permits)
    )
