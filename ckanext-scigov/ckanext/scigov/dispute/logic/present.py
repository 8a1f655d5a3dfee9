"""What stands now where a dispute points, as its reader may read it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.scigov.access.service import sights
from ckanext.scigov.dispute import placing, rows, viewing
from ckanext.scigov.dispute.domain import visibility
from ckanext.scigov.dispute.domain.fingerprint import NOTHING, Found
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import Piece
from ckanext.scigov.dispute.placing import Placed
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.sight import Sights
from ckanext.scigov.tables import row_queries


def present(name: str, doer: Doer) -> dict[str, Any]:
    """Return what stands there; nothing to whom may not read it.

    Raises:
        NotVisible: there is no such dispute, or he does not see it.
    """
    view = viewing.visible(model.Session, name, doer)
    if not view.shows(Piece.VALUE):
        return _answer(NOTHING)
    if view.target.kind is TargetKind.FIELD:
        placed = placing.place(model.Session, view.target, doer.principal)
        return {**_answer(NOTHING), "value": placed.seen if isinstance(placed, Placed) else None}
    if view.target.kind not in ROWS:
        return _answer(NOTHING)
    found = rows.find(view.target)
    cells = _cells(view.target, found, _columns(view.target, doer))
    shown = visibility.shown_values(cells, view.target, view.reader)
    return {**_answer(found), "value": shown.get(view.target.item), "cells": shown}


def _answer(found: Found) -> dict[str, Any]:
    return {
        "outcome": found.outcome.value,
        "row": found.number,
        "rows": list(found.numbers),
        "value": None,
        "cells": {},
    }


def _columns(target: Target, doer: Doer) -> frozenset[str]:
    """Return the columns of the table that somebody reads."""
    entry = sights.entries(model.Session, [target.dataset_id]).get(target.dataset_id)
    part = entry.parts.get(target.resource_id) if entry else None
    if entry is None or part is None:
        return frozenset()
    sight = Sights({target.dataset_id: entry}, doer.principal).table(part)
    return frozenset(sight.columns) if sight.reads else frozenset()


def _cells(target: Target, found: Found, columns: frozenset[str]) -> Mapping[str, str | None]:
    if found.number is None:
        return {}
    with row_queries.reading() as connection:
        table = rows.table_of(connection, target.resource_id)
        if table is None:
            return {}
        row = rows.numbered(connection, table.limited_to(columns), found.number)
    return row.row if row else {}
