"""Which notes stand at data in doubt, for one reader: of many datasets in a few statements.

One statement asks whether anything is in doubt, by an index that holds nothing else; the others are asked
where something is. Rows are looked for among those that somebody is shown, never in a whole table.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.dispute import page_rows, viewing
from ckanext.scigov.dispute.domain import annotations
from ckanext.scigov.dispute.domain.annotations import Mark, Note
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.target import ROWS
from ckanext.scigov.dispute.domain.visibility import Reader
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session

Looks = Callable[[], Doer]
"""Who looks; found out only where there is something to look at."""


def of_datasets(
    session: Session, dataset_ids: Collection[str], doer: Looks
) -> dict[str, tuple[Note, ...]]:
    """Return the notes of datasets, by id; one without notes is not in the answer.

    A note of a row or a cell stands at its resource or data item: no table is read.

    Args:
        session: the database's.
        dataset_ids: that the reader sees.
        doer: who looks.
    """
    marks: dict[str, list[tuple[Mark, Reader]]] = {}
    for view in _views(session, Dispute.dataset_id.in_(sorted(set(dataset_ids))), doer):
        marks.setdefault(view.dispute.dataset_id, []).append((_mark(view), view.reader))
    found = {one: annotations.notes(own) for one, own in marks.items()}
    return {one: notes for one, notes in found.items() if notes}


def in_table(session: Session, resource_id: str, doer: Looks) -> Sequence[View]:
    """Return the disputes that annotate a table, as somebody sees them who may see nothing of them."""
    return list(_views(session, Dispute.resource_id == resource_id, doer))


def of_rows(
    views: Sequence[View], resource_id: str, numbers: Collection[int] | None
) -> tuple[Note, ...]:
    """Return the notes at data items of a table, and at those of its rows and cells that are shown.

    Args:
        views: of ``in_table``; their reader has got the rows.
        resource_id: the table's.
        numbers: of the rows that are shown (``_id``). None: they are not known. Then, and where they are
            more than ``page_rows.MOST``, the notes of all rows stand at their data items.
    """
    if numbers is None or len(numbers) > page_rows.MOST:
        return annotations.notes((_mark(view), view.reader) for view in views)
    rows = page_rows.found([view.target for view in views], resource_id, numbers)
    return annotations.notes(
        (dataclasses.replace(_mark(view), row=rows.get(view.target)), view.reader)
        for view in views
        if view.target.kind not in ROWS or view.target in rows
    )


def to_values(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return notes as answers of the API have them."""
    return [
        {
            "kind": note.place.kind.value,
            "resource_id": note.place.resource_id,
            "item": note.place.item,
            "field": note.place.field,
            "row": note.place.row,
            "since": note.since.isoformat(),
            "count": note.disputes,
            "disputes": list(note.numbers),
        }
        for note in notes
    ]


def _views(session: Session, about: sa.ColumnElement[bool], doer: Looks) -> Iterator[View]:
    query = sa.select(Dispute).where(about, Dispute.annotated_at.is_not(None)).order_by(Dispute.id)
    found = list(session.scalars(query))
    if not found:
        return
    yield from viewing.looked_at(session, found, doer())


def _mark(view: View) -> Mark:
    dispute = view.dispute
    if dispute.annotated_at is None:
        raise ValueError(f"The dispute {dispute.id} does not annotate.")
    number = dispute.number or "" if view.pieces else ""
    return Mark(view.target, Kind(dispute.kind), local_day(dispute.annotated_at), number=number)
