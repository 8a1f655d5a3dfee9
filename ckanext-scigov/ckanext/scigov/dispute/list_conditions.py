"""By what lists of disputes are narrowed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ckan import model

from ckanext.scigov.dispute.domain.states import CLOCKED, State
from ckanext.scigov.dispute.model import Dispute


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is narrowed; empty or None: not at all."""

    states: frozenset[State] = frozenset()
    is_overdue: bool | None = None
    dataset: str = ""
    """Its id or name."""
    resource_id: str = ""
    item: str = ""
    unit: str = ""
    """Id or name of the responsible organisation."""
    provider: str = ""
    kind: str = ""
    assigned_to: str | None = None
    """A user's id; empty: nobody."""
    text: str = ""
    """In the number or the title of the dataset."""


def is_late(today: dt.date) -> ColumnElement[bool]:
    """Return the condition of somebody being late with it; after an answer nobody is."""
    clocked = sorted(state.value for state in CLOCKED)
    return sa.and_(Dispute.state.in_(clocked), sa.func.coalesce(Dispute.due_on < today, sa.false()))


def standing(wanted: Wanted, today: dt.date) -> list[ColumnElement[bool]]:
    """Return the conditions about where a dispute stands."""
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(Dispute.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.is_overdue is not None:
        late = is_late(today)
        found.append(late if wanted.is_overdue else sa.not_(late))
    return found


def about(wanted: Wanted, *, in_public: bool) -> list[ColumnElement[bool]]:
    """Return the other conditions.

    Args:
        wanted: how the list is narrowed.
        in_public: titles are those that entries bear now; otherwise what they were called when they were
            reported, which is what a party reads who does not see the entry any more.
    """
    found = [*_columns(wanted), *_organizations(wanted)]
    if wanted.dataset:
        found.append(_is_dataset(wanted.dataset))
    if wanted.assigned_to is not None:
        nobody = Dispute.assigned_to.is_(None)
        found.append(Dispute.assigned_to == wanted.assigned_to if wanted.assigned_to else nobody)
    if wanted.text:
        found.append(_holds(wanted.text, in_public=in_public))
    return found


def _columns(wanted: Wanted) -> list[ColumnElement[bool]]:
    pairs = (
        (Dispute.resource_id, wanted.resource_id),
        (Dispute.item, wanted.item),
        (Dispute.kind, wanted.kind),
    )
    return [column == value for column, value in pairs if value]


def _organizations(wanted: Wanted) -> list[ColumnElement[bool]]:
    group = model.group_table.c
    pairs = ((Dispute.unit_id, wanted.unit), (Dispute.provider_id, wanted.provider))
    return [
        column.in_(sa.select(group.id).where(sa.or_(group.id == name, group.name == name)))
        for column, name in pairs
        if name
    ]


def _is_dataset(name: str) -> ColumnElement[bool]:
    package = model.package_table.c
    named = sa.select(package.id).where(package.name == name)
    return sa.or_(Dispute.dataset_id == name, Dispute.dataset_id.in_(named))


def _holds(text: str, *, in_public: bool) -> ColumnElement[bool]:
    in_number = Dispute.number.icontains(text, autoescape=True)
    if not in_public:
        return sa.or_(in_number, Dispute.dataset_title.icontains(text, autoescape=True))
    package = model.package_table.c
    titled = sa.select(package.id).where(package.title.icontains(text, autoescape=True))
    return sa.or_(in_number, Dispute.dataset_id.in_(titled))
