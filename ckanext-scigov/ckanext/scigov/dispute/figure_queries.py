"""The figures of ``domain.figures``, counted by the database: equal to them, for any number of disputes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

from ckanext.scigov.dispute import publishing
from ckanext.scigov.dispute.domain.figures import (
    CORRECTIONS,
    MOST_ITEMS,
    NOT_COUNTED,
    RECURRING,
    Figures,
    Item,
    Recurring,
    percent,
)
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session

ALL = ""
"""Stands for all units together, where a unit's id is."""
_Unit: TypeAlias = "InstrumentedAttribute[str] | ColumnElement[str]"
_ITEM = (Dispute.dataset_id, Dispute.resource_id, Dispute.item)


def figures(session: Session) -> dict[str, Figures]:
    """Return the figures of each responsible unit, by its id, and of ``ALL``; four or five statements.

    An item recurs where several disputes about it were accepted that everybody sees: of others not even
    the name of the item is given out.
    """
    public = publishing.public(session, _recurring_perhaps())
    of_all, of_units = sa.literal(ALL), Dispute.unit_id
    recurring = {**_recurring(session, of_units, public), **_recurring(session, of_all, public)}
    rows = [*_rows(session, of_units), *_rows(session, of_all)]
    return {row[0]: _of_row(row, recurring) for row in rows}


def _of_row(row: Any, recurring: Mapping[str, tuple[Recurring, ...]]) -> Figures:
    unit, number, accepted, judged, in_time, corrected, median = row
    return Figures(
        number=number,
        accepted=percent(accepted, judged),
        corrected_in_time=percent(in_time, corrected),
        median_days=median,
        recurring=recurring.get(unit, ()),
    )


def _rows(session: Session, unit: _Unit) -> list[Any]:
    """Return the numbers of each unit, or of all; a unit without disputes has no row."""
    is_corrected = Dispute.result.in_(sorted(state.value for state in CORRECTIONS))
    count = sa.func.count()
    query = sa.select(
        unit.label("unit"),
        count,
        count.filter(Dispute.was_accepted.is_(True)),
        sa.func.count(Dispute.was_accepted),
        count.filter(is_corrected, Dispute.was_late.is_not(True)),
        count.filter(is_corrected),
        sa.func.percentile_cont(0.5).within_group(Dispute.took_days),
    )
    query = query.where(_is_counted(), *_of(unit)).group_by(sa.text("unit"))
    return list(session.execute(query))


def _recurring(
    session: Session, unit: _Unit, public: list[ColumnElement[bool]]
) -> dict[str, tuple[Recurring, ...]]:
    """Return the items that recur, of each unit or of all, most first."""
    count = sa.func.count()
    # Ids are compared byte by byte, whatever the language of the database.
    names = [sa.collate(column, "C") for column in _ITEM]
    place = sa.func.row_number().over(partition_by=unit, order_by=(count.desc(), *names))
    ranked = (
        sa.select(unit.label("unit"), *_ITEM, count.label("number"), place.label("place"))
        .where(*_recurring_perhaps(), *public, *_of(unit))
        .group_by(sa.text("unit"), *_ITEM)
        .having(count >= RECURRING)
        .subquery()
    )
    query = sa.select(ranked).where(ranked.c.place <= MOST_ITEMS).order_by(ranked.c.place)
    found: dict[str, tuple[Recurring, ...]] = {}
    for one, dataset, resource, item, number, _place in session.execute(query):
        found[one] = (*found.get(one, ()), Recurring(Item(dataset, resource, item), number))
    return found


def _recurring_perhaps() -> list[ColumnElement[bool]]:
    return [_is_counted(), Dispute.was_accepted.is_(True), Dispute.item != ""]


def _is_counted() -> ColumnElement[bool]:
    return Dispute.state.not_in(sorted(state.value for state in NOT_COUNTED))


def _of(unit: _Unit) -> list[ColumnElement[bool]]:
    """Return the condition of being some unit's: what is not forwarded yet is counted for all alone."""
    return [Dispute.unit_id != ""] if unit is Dispute.unit_id else []
