"""From what somebody points at to what is there: the place, what he saw there, whose it is.

What he may not see is absent: what he is told, and what is kept of it, is made of what he reads.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object, Principal
from ckanext.scigov.access.domain.table_sights import Entry, Part, TableSight
from ckanext.scigov.access.service import reading, sights
from ckanext.scigov.catalogue import reading as catalogue
from ckanext.scigov.dispute import placing_items, rows
from ckanext.scigov.dispute.domain import fingerprint
from ckanext.scigov.dispute.domain.fingerprint import Numbered, Outcome
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind
from ckanext.scigov.dispute.rows import Table
from ckanext.scigov.dispute.sight import Sights
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import row_queries

NOT_KEPT = frozenset({
    vault.URL, *vault.COLUMNS, *vault.SECRET_FIELDS, catalogue.ITEMS, "row_count", "load_status",
    "encoding_found",
})  # fmt: skip
"""Fields of a resource that tell of its data: what they say is not kept with a dispute."""
MOST_NUMBERS = 10
_NOTHING = Object(dataset_id="", provider_id="", grade=None)


class PlacingReason(enum.Enum):
    """Why nothing can be reported there."""

    ABSENT = "absent"
    """No such dataset, or no such resource in it; or hidden from him."""
    NO_SUCH_ITEM = "no_such_item"
    """No such data item or column; or he is not told of it."""
    NO_SUCH_FIELD = "no_such_field"
    NO_DATA = "no_data"
    """He sees the entry, and gets no rows."""
    NO_VALUES = "no_values"
    """He is told of the data item, and gets no values of it."""
    NO_TABLE = "no_table"
    NO_SUCH_ROW = "no_such_row"
    ROW_HAS_CHANGED = "row_has_changed"
    """The row with this key is not as it was when he saw it."""
    SEVERAL_ROWS = "several_rows"
    """``values``: how many, and the first of their numbers in the table."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What somebody points at, as he sees it now."""

    target: Target
    """With the ids of dataset and resource, the column's id where an item has one, and its row pinned."""
    provider_id: str
    seen: str | None = None
    """The value of the cell or of the catalogue field; None where it is empty, or not kept."""
    row: Mapping[str, str | None] = dataclasses.field(default_factory=dict[str, "str | None"])
    """The row, by column: of the columns that he reads."""
    number: int | None = None
    """Of the row in the table as it is now (``_id``)."""
    saw_more: bool = False
    """He could read of the data what the public cannot."""


def place(
    session: Session, target: Target, principal: Principal, number: int | None = None
) -> Placed | Refusal:
    """Return where somebody points at, or why nothing can be reported there.

    Args:
        session: the database's.
        target: as it was asked for; the dataset by its id or name.
        principal: who reports.
        number: which of several rows is meant that have the target's key or are all the same.
    """
    obj = reading.entry_named(session, target.dataset_id)
    place_ = _Place.of(session, obj, principal)
    if place_ is None:
        return Refusal(PlacingReason.ABSENT, "dataset_id")
    target = dataclasses.replace(target, dataset_id=place_.entry.obj.dataset_id)
    return place_.placed(target, number)


def target_of_row(
    session: Session, resource_id: str, number: int, item: str, principal: Principal
) -> Target | Refusal:
    """Return the target of a row, or of a cell of it, as it is in the table now.

    Its key is that of the primary key, where the dictionary names one.

    Args:
        session: the database's.
        resource_id: whose table.
        number: of the row (``_id``).
        item: a data item or a column; the whole row where it is empty.
        principal: who points at it.
    """
    resource = session.get(model.Resource, resource_id)
    dataset_id = str(resource.package_id) if resource else ""
    obj = reading.entries(session, [dataset_id]).get(dataset_id)
    place_ = _Place.of(session, obj, principal)
    if place_ is None:
        return Refusal(PlacingReason.ABSENT, "resource_id")
    kind = TargetKind.CELL if item else TargetKind.RECORD
    wanted = Target(kind, place_.entry.obj.dataset_id, resource_id, item=item)
    found = place_.placed(wanted, number, is_exact=True)
    return found if isinstance(found, Refusal) else found.target


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry, and who points at something in it."""

    entry: Entry
    whose: Sights
    public: Sights

    @classmethod
    def of(cls, session: Session, obj: Object | None, principal: Principal) -> _Place | None:
        # Before more is looked for: nobody learns from the time that there is something hidden.
        if not decide(principal, Operation.META, obj or _NOTHING).allowed or obj is None:
            return None
        entries = sights.entries(session, [obj.dataset_id])
        whose, public = Sights(entries, principal), Sights(entries, ANONYMOUS)
        return cls(entries[obj.dataset_id], whose, public)

    def placed(
        self, target: Target, number: int | None, *, is_exact: bool = False
    ) -> Placed | Refusal:
        part = self.entry.parts.get(target.resource_id)
        if target.resource_id and part is None:
            return Refusal(PlacingReason.ABSENT, "resource_id")
        placed = Placed(target, self.entry.obj.provider_id, saw_more=self._saw_more(target))
        if target.kind is TargetKind.FIELD:
            return _with_field(placed)
        if part is None:
            return placed if not target.item else Refusal(PlacingReason.NO_SUCH_ITEM, "item")
        table = self.whose.table(part)
        if target.kind in ROWS:
            return _Rows(part, table, is_exact).placed(placed, number)
        return _with_item(placed, part, table)

    def _saw_more(self, target: Target) -> bool:
        if not self.public.sees_entry(target.dataset_id):
            return True
        part = self.entry.parts.get(target.resource_id)
        parts = [part] if part else list(self.entry.parts.values())
        return any(_sees_more(self.whose.table(one), self.public.table(one)) for one in parts)


def _sees_more(whose: TableSight, public: TableSight) -> bool:
    return (
        (whose.reads and not public.reads)
        or (whose.is_whole and not public.is_whole)
        or not set(whose.columns) <= set(public.columns)
        or not whose.items <= public.items
    )


def _with_item(placed: Placed, part: Part, table: TableSight) -> Placed | Refusal:
    if not placed.target.item:
        return placed
    name = placing_items.name_of(part, table, placed.target.item)
    if name is None:
        return Refusal(PlacingReason.NO_SUCH_ITEM, "item")
    return dataclasses.replace(placed, target=dataclasses.replace(placed.target, item=name))


def _with_field(placed: Placed) -> Placed | Refusal:
    target = placed.target
    is_of_resource = bool(target.resource_id)
    field = catalogue.shown_field(target.field, of_resource=is_of_resource)
    if field is None:
        return Refusal(PlacingReason.NO_SUCH_FIELD, "field")
    if is_of_resource and target.field in NOT_KEPT:
        return placed
    # The entry is seen, as was found out, and what it shows is stored as everybody may read it.
    context: Any = {"ignore_auth": True, "user": ""}
    source = tk.get_action("package_show")(context, {"id": target.dataset_id})
    if is_of_resource:
        source = next(one for one in source["resources"] if one["id"] == target.resource_id)
    return dataclasses.replace(placed, seen=catalogue.field_text(field, source))


@dataclass(frozen=True, slots=True)
class _Rows:
    """A table as somebody sees it who points at a row."""

    part: Part
    sight: TableSight
    is_exact: bool
    """The row is named by its number alone."""

    def placed(self, placed: Placed, number: int | None) -> Placed | Refusal:
        target = placed.target
        if not self.sight.reads:
            return Refusal(PlacingReason.NO_DATA, "resource_id")
        if target.item:
            name = placing_items.name_of(self.part, self.sight, target.item)
            if name not in self.sight.columns:
                is_told = name is not None
                reason = PlacingReason.NO_VALUES if is_told else PlacingReason.NO_SUCH_ITEM
                return Refusal(reason, "item")
            target = dataclasses.replace(target, item=name or "")
        if not {name for name, _value in target.key} <= set(self.sight.columns):
            return Refusal(PlacingReason.NO_SUCH_ITEM, "key")
        with row_queries.reading() as connection:
            whole = rows.table_of(connection, target.resource_id)
            if whole is None:
                return Refusal(PlacingReason.NO_TABLE, "resource_id")
            table = whole.limited_to(self.sight.columns)
            meant = self._meant(connection, table, target, number)
            if isinstance(meant, Refusal):
                return meant
            pinned = self._pinned(connection, table, target, meant)
        seen = meant.row.get(target.item) if target.item else None
        return dataclasses.replace(
            placed, target=pinned, seen=seen, row=dict(meant.row), number=meant.number
        )

    def _meant(
        self, connection: sa.Connection, table: Table, target: Target, number: int | None
    ) -> Numbered | Refusal:
        if self.is_exact:
            row = rows.numbered(connection, table, number or 0)
            return row or Refusal(PlacingReason.NO_SUCH_ROW, "row")
        candidates = rows.candidates(connection, table, [target])
        found = fingerprint.found(target, candidates)
        if found.outcome is Outcome.NONE:
            return Refusal(PlacingReason.NO_SUCH_ROW, "key")
        chosen = found.number or (number if number in found.numbers else None)
        if chosen is None:
            numbers = ", ".join(map(str, found.numbers[:MOST_NUMBERS]))
            values: dict[str, str | int] = {"rows": len(found.numbers), "numbers": numbers}
            return Refusal(PlacingReason.SEVERAL_ROWS, "key", values)
        meant = next(one for one in candidates if one.number == chosen)
        if target.fingerprint and target.fingerprint != _mark(table, meant):
            return Refusal(PlacingReason.ROW_HAS_CHANGED, "key")
        return meant

    def _pinned(
        self, connection: sa.Connection, table: Table, target: Target, meant: Numbered
    ) -> Target:
        key = target.key
        if self.is_exact:
            key = placing_items.key_of(self.part, self.sight, meant.row)
        target = dataclasses.replace(target, key=key, fingerprint=_mark(table, meant))
        return fingerprint.pinned(
            target, meant.number, rows.candidates(connection, table, [target])
        )


def _mark(table: Table, row: Numbered) -> str:
    return fingerprint.fingerprint(row.row, tuple(table.types))
