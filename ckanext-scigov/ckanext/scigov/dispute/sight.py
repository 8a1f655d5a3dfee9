"""What a reader sees of the data that disputes are about, now, for many disputes in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal
from ckanext.scigov.access.domain.table_sights import Entry, Part, TableSight, sight_of
from ckanext.scigov.access.service import sights as entry_sights
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import Reader
from ckanext.scigov.shared.session import Session

WHOLE = frozenset({TargetKind.DATASET, TargetKind.RESOURCE, TargetKind.RECORD})
"""They hold all data items of what they are, or are in."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What decides who sees a dispute, as far as it is the data that decide."""

    reader: Reader
    """Without what he is to the dispute: ``parties`` and ``is_author`` are the caller's."""
    is_open: bool
    """All that it points at is there, and open to everybody without conditions."""
    is_personal: bool
    """It is about personal data: a field of the catalogue never is."""


def sights(
    session: Session, targets: Iterable[Target], principal: Principal
) -> dict[Target, Sight]:
    """Return what somebody sees of what disputes point at.

    Args:
        session: the database's.
        targets: of any number of disputes, about any datasets.
        principal: who reads.
    """
    wanted = list(dict.fromkeys(targets))
    entries = entry_sights.entries(session, {one.dataset_id for one in wanted})
    whose, public = Sights(entries, principal), Sights(entries, ANONYMOUS)
    return {
        one: Sight(whose.reader(one), public.reads_all(one), _is_personal(entries, one))
        for one in wanted
    }


class Sights:
    """What one reader sees of some entries; each table is looked at once."""

    def __init__(self, entries: Mapping[str, Entry], principal: Principal) -> None:
        self._entries, self._principal = entries, principal
        self._tables: dict[str, TableSight] = {}

    def sees_entry(self, dataset_id: str) -> bool:
        entry = self._entries.get(dataset_id)
        return entry is not None and decide(self._principal, Operation.META, entry.obj).allowed

    def table(self, part: Part) -> TableSight:
        resource_id = part.obj.resource_id
        if resource_id not in self._tables:
            self._tables[resource_id] = sight_of(self._principal, part)
        return self._tables[resource_id]

    def reader(self, target: Target) -> Reader:
        """Return what he sees, without what he is to the dispute."""
        names = names_of(target)
        if not self.sees_entry(target.dataset_id):
            return Reader(sees_entry=False, reads_data=False, closed_items=names)
        entry = self._entries[target.dataset_id]
        if not target.resource_id:
            return Reader(reads_data=decide(self._principal, Operation.DATA, entry.obj).allowed)
        part = entry.parts.get(target.resource_id)
        if part is None:
            return Reader(reads_data=False, closed_items=names)
        table = self.table(part)
        closed = frozenset[str]() if table.is_whole else table.closed
        return Reader(reads_data=table.reads, closed_items=closed | table.closed_among(names))

    def reads_all(self, target: Target) -> bool:
        """Say whether he gets all data of what a target points at."""
        entry = self._entries.get(target.dataset_id)
        if entry is None or not self.sees_entry(target.dataset_id):
            return False
        if target.resource_id and target.resource_id not in entry.parts:
            return False
        if not decide(self._principal, Operation.DATA, entry.obj).allowed:
            return False
        tables = [self.table(part) for part in _parts(entry, target)]
        if target.kind in WHOLE:
            return all(table.is_whole for table in tables)
        named = frozenset(filter(None, (target.item, *(name for name, _value in target.key))))
        return all(table.reads and not table.closed_among(named) for table in tables)


def names_of(target: Target) -> frozenset[str]:
    """Return all names of data items and columns that a target bears."""
    names = (target.item, *(name for name, _value in target.key), *target.columns)
    return frozenset(filter(None, names))


def _parts(entry: Entry, target: Target) -> Iterator[Part]:
    """Return the resources whose data a target is about: of a dataset all of them."""
    if target.resource_id:
        yield entry.parts[target.resource_id]
    elif target.kind is TargetKind.DATASET:
        yield from entry.parts.values()


def _is_personal(entries: Mapping[str, Entry], target: Target) -> bool:
    entry = entries.get(target.dataset_id)
    if entry is None or target.kind is TargetKind.FIELD:
        return False
    if entry.is_personal:
        return True
    parts = [entry.parts[target.resource_id]] if target.resource_id in entry.parts else ()
    if not target.resource_id:
        parts = list(entry.parts.values())
    return any(_holds_personal(part, target) for part in parts)


def _holds_personal(part: Part, target: Target) -> bool:
    if not target.item:
        return bool(part.personal)
    names = {items.key(target.item), *(items.key(name) for name, _value in target.key)}
    return not names.isdisjoint(_personal_names(part))


def _personal_names(part: Part) -> frozenset[str]:
    """Return all that items which are personal data may be called: name, title, columns."""
    personal = frozenset(map(items.key, part.personal))
    named = {
        items.key(name)
        for one in part.dictionary
        if personal & {items.key(items.name_of(one)), items.key(one.get("title"))}
        for name in (items.name_of(one), one.get("title"))
        if name
    }
    every = personal | named
    columns = {items.key(column.id) for column in part.columns if column.names & every}
    return every | columns
