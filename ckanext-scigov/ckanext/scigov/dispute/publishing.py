"""Which disputes everybody sees, as conditions of a SELECT: the same rules as for one of them.

Who sees a dispute depends on its own columns and on the place in the data that it points at. Places are
few where disputes are many: each is asked about once, by the rules that the page of one dispute follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.sql import ColumnElement

from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal
from ckanext.scigov.dispute import sight
from ckanext.scigov.dispute.domain import visibility
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import NEVER_PUBLIC, About
from ckanext.scigov.dispute.model import Dispute, Seen
from ckanext.scigov.shared.session import Session

Conditions = Sequence[ColumnElement[bool]]
_COLUMNS = (Dispute.target_kind, Dispute.dataset_id, Dispute.resource_id, Dispute.item)
_KEY_COLUMNS = (
    sa.select(sa.func.jsonb_path_query_array(Seen.target, sa.cast("$.key[*][0]", JSONPATH)))
    .where(Seen.dispute_id == Dispute.id)
    .scalar_subquery()
)
"""Names of the columns of the key by which a row was reported; its values do not matter here."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    """As the database writes it, to be compared with there."""
    target: Target


def public(session: Session, narrowed: Conditions = ()) -> list[ColumnElement[bool]]:
    """Return the conditions of being seen by everybody; a number of statements that does not grow.

    Args:
        session: the database's.
        narrowed: other conditions of the same SELECT: places outside of them are not asked about.
    """
    own: list[ColumnElement[bool]] = [
        Dispute.is_published.is_(True),
        Dispute.state.not_in(sorted(state.value for state in NEVER_PUBLIC)),
        Dispute.kind != Kind.NOT_PUBLIC.value,
    ]
    return [*own, *_shown_places(session, [*own, *narrowed])]


def told(
    session: Session, conditions: Conditions, principal: Principal
) -> list[ColumnElement[bool]]:
    """Return the condition of pointing at no data item whose name somebody is not told."""
    name = _named(*_COLUMNS)
    places = _places(session, name, conditions)
    sights = sight.sights(session, (one.target for one in places), principal)
    hidden = [one for one in places if sights[one.target].reader.is_closed(one.target.item)]
    return _outside(name, hidden)


def _shown_places(session: Session, conditions: Conditions) -> list[ColumnElement[bool]]:
    name = _named(*_COLUMNS)
    places = _places(session, name, conditions)
    open_ = _open(session, (one.target for one in places))
    cells = [one for one in places if _is_cell(one) and not open_[one.target]]
    # Of a table with something closed, the columns of the keys decide as well.
    within = _named(*_COLUMNS, _KEY_COLUMNS)
    in_cells = [*conditions, _among(name, cells)]
    keyed = _places(session, within, in_cells, _KEY_COLUMNS) if cells else []
    keys_open = _open(session, (one.target for one in keyed), as_cells=True)
    hidden = [one for one in places if not open_[one.target] and not _is_cell(one)]
    hidden_cells = [one for one in keyed if not keys_open[one.target]]
    return [*_outside(name, hidden), *_outside(within, hidden_cells)]


def _places(
    session: Session, name: ColumnElement[str], conditions: Conditions, keys: Any = None
) -> list[_Place]:
    columns = (name, *_COLUMNS, *(() if keys is None else (keys,)))
    rows = session.execute(sa.select(*columns).where(*conditions).distinct())
    return [_Place(row[0], _target(row[1:5], *row[5:])) for row in rows]


def _target(place: Sequence[str], keys: Sequence[str] = ()) -> Target:
    kind, dataset, resource, item = place
    key = tuple((column, "") for column in keys)
    return Target(TargetKind(kind), dataset, resource, item=item, key=key)


def _open(
    session: Session, targets: Iterable[Target], *, as_cells: bool = False
) -> dict[Target, bool]:
    """Say of each target whether everybody sees a dispute about it that nothing else hides.

    Where ``as_cells`` is not said, a cell stands for its whole table: where that is open, it is.
    """
    wanted = list(dict.fromkeys(targets))
    asked = {one: one if as_cells else _whole(one) for one in wanted}
    sights = sight.sights(session, asked.values(), ANONYMOUS)
    return {one: _is_seen(asked[one], sights[asked[one]]) for one in wanted}


def _whole(target: Target) -> Target:
    if target.kind is not TargetKind.CELL:
        return target
    return Target(TargetKind.RECORD, target.dataset_id, target.resource_id)


def _is_seen(target: Target, looks: sight.Sight) -> bool:
    about = About(State.FILED, is_open=looks.is_open, is_personal=looks.is_personal)
    return visibility.may_see(about, target, looks.reader)


def _is_cell(place: _Place) -> bool:
    return place.target.kind is TargetKind.CELL


def _outside(name: ColumnElement[str], hidden: Sequence[_Place]) -> list[ColumnElement[bool]]:
    return [sa.not_(_among(name, hidden))] if hidden else []


def _among(name: ColumnElement[str], places: Sequence[_Place]) -> ColumnElement[bool]:
    """Return the condition of pointing at one of some places; names are built in their datasets alone."""
    datasets = sorted({one.target.dataset_id for one in places})
    is_named = name.in_(sorted(one.name for one in places))
    return sa.and_(Dispute.dataset_id.in_(datasets), is_named)


def _named(*columns: Any) -> ColumnElement[str]:
    return sa.cast(sa.func.jsonb_build_array(*columns), sa.Text)
