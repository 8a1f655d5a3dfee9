"""The index's exact values as columns of small numbers, one slot a document.

A search counts, filters and sorts them without reading a single row. A set of columns never
changes: what is written since makes a new set, which shares its long parts with the old one.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Mask: TypeAlias = npt.NDArray[np.bool_]
Ids: TypeAlias = npt.NDArray[np.int32]

LABELS = "permission_labels"
TOO_MANY_VALUES = 20_000
"""A field with more values than this, most of them once, is a key and no category."""
MISSING = np.iinfo(np.int64).min
"""A date that is not there: smaller than all others, as Solr sorts it."""


class Values:
    """The values of one field, numbered in the order they came in; it only grows."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.numbers: dict[str, int] = {}
        self._ranks: Ids = np.empty(0, dtype=np.int32)

    def number(self, text: str) -> int:
        found = self.numbers.get(text)
        if found is None:
            found = self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def ranks(self) -> Ids:
        """Return the place of each value in byte order of their texts."""
        ranks = self._ranks
        if len(ranks) != len(self.texts):
            count = len(self.texts)
            # UTF-8 keeps the order of code points, so this is the order of collation C.
            order = sorted(range(count), key=self.texts.__getitem__)
            ranks = np.empty(count, dtype=np.int32)
            ranks[order] = np.arange(count, dtype=np.int32)
            self._ranks = ranks
        return ranks


@dataclasses.dataclass(frozen=True)
class Column:
    """One field: slot ``s`` has the values ``ids[starts[s]:starts[s + 1]]``."""

    values: Values
    starts: Ids
    ids: Ids

    @functools.cached_property
    def is_single(self) -> bool:
        """Say whether every slot has exactly one value."""
        return len(self.ids) == len(self.starts) - 1 and bool(np.all(np.diff(self.starts) == 1))

    @functools.cached_property
    def slots(self) -> Ids:
        """The slot of each entry of ``ids``."""
        count = len(self.starts) - 1
        return np.repeat(np.arange(count, dtype=np.int32), np.diff(self.starts))

    def counted(self, mask: Mask) -> npt.NDArray[np.int64]:
        """Return how many of the chosen slots have each value."""
        chosen = mask if self.is_single else mask[self.slots]
        return np.bincount(self.ids[chosen], minlength=len(self.values.texts))

    def having(self, accepted: Sequence[int] | Mask) -> Mask:
        """Return the slots that have one of the accepted values: a few numbers, or a mask."""
        if isinstance(accepted, np.ndarray):
            entries = accepted[self.ids]
        else:
            entries = np.zeros(len(self.ids), dtype=bool)
            for one in accepted:
                entries |= self.ids == one
        if self.is_single:
            return entries
        found = np.zeros(len(self.starts) - 1, dtype=bool)
        found[self.slots[entries]] = True
        return found

    def matching(self, test: Callable[[str], bool]) -> Mask:
        """Return the slots that have a value which passes ``test``."""
        texts = self.values.texts
        return self.having(np.fromiter((test(t) for t in texts), dtype=bool, count=len(texts)))

    @functools.cached_property
    def smallest(self) -> npt.NDArray[np.float64]:
        """The rank of each slot's first value in byte order; NaN where there is none."""
        count = len(self.starts) - 1
        found = np.full(count, np.inf)
        np.minimum.at(found, self.slots, self.values.ranks()[self.ids])
        return np.where(np.isinf(found), np.nan, found)


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What the columns keep of one document; ``terms`` are its values as ``field=value``."""

    number: int
    written_by: int
    terms: Sequence[str]
    dates: Sequence[int | None]
    title: str
    title_key: str


@dataclasses.dataclass(frozen=True)
class Columns:
    """All documents of the index at one moment. ``alive`` leaves out what has been replaced."""

    numbers: Ids
    written_by: npt.NDArray[np.int64]
    alive: Mask
    titles: list[str]
    title_marks: npt.NDArray[np.int64]
    title_keys: list[str]
    dates: Mapping[str, npt.NDArray[np.int64]]
    fields: Mapping[str, Column]
    left_out: frozenset[str] = frozenset()

    @functools.cached_property
    def slot_of(self) -> Ids:
        """The slot of each number; -1 where no living document has it."""
        found = np.full(int(self.numbers.max(initial=0)) + 1, -1, dtype=np.int32)
        slots = np.flatnonzero(self.alive)
        found[self.numbers[slots]] = slots
        return found

    @functools.cached_property
    def masks(self) -> dict[Any, Mask]:
        """What filters found: they are asked again and again, and these columns never change."""
        return {}

    def slots_of(self, numbers: Ids) -> Ids:
        """Return the slots of the numbers that live."""
        slots = self.slot_of[numbers[numbers < len(self.slot_of)]]
        return slots[slots >= 0]

    def titled(self, title: str) -> Ids:
        """Return the slots with exactly this folded title."""
        near = np.flatnonzero(self.title_marks == hash(title))
        return np.array([s for s in near if self.titles[s] == title], dtype=np.int32)

    def mask_of(self, numbers: Ids) -> Mask:
        """Return the slots of ``numbers`` as a mask."""
        found = np.zeros(len(self.numbers), dtype=bool)
        found[self.slots_of(numbers)] = True
        return found

    def is_known(self, number: int, written_by: int) -> bool:
        """Say whether this version of the document is here."""
        if number >= len(self.slot_of) or self.slot_of[number] < 0:
            return False
        return bool(self.written_by[self.slot_of[number]] == written_by)

    @functools.cached_property
    def title_ranks(self) -> npt.NDArray[np.float64]:
        """The place of each slot when sorted by title."""
        order = sorted(range(len(self.title_keys)), key=self.title_keys.__getitem__)
        ranks = np.empty(len(order))
        keys = self.title_keys
        place = -1
        last: str | None = None
        for slot in order:
            if keys[slot] != last:
                place += 1
                last = keys[slot]
            ranks[slot] = place
        return ranks

    def is_wasteful(self) -> bool:
        """Say whether so much has been replaced that loading anew is cheaper than going on."""
        dead = len(self.alive) - int(np.count_nonzero(self.alive))
        return dead > 1000 + len(self.alive) // 5


class _Entries:
    """Collects the values of one field."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.slots: list[int] = []
        self.ids: list[int] = []


def columns_of(
    rows: Iterable[Row], dates: Sequence[str], before: Columns | None = None
) -> Columns:
    """Return the columns of ``rows``; values are numbered on from those of ``before``."""
    kept: list[Row] = []
    fields: dict[str, _Entries] = {}
    known: dict[str, tuple[list[int], list[int], int]] = {}
    for slot, row in enumerate(rows):
        kept.append(row)
        for term in row.terms:
            place = known.get(term)
            if place is None:
                place = known[term] = _place(term, fields, before)
            place[0].append(slot)
            place[1].append(place[2])
    moments = np.array(
        [[MISSING if m is None else m for m in row.dates] for row in kept], dtype=np.int64
    ).reshape(len(kept), len(dates))
    columns = Columns(
        np.array([row.number for row in kept], dtype=np.int32),
        np.array([row.written_by for row in kept], dtype=np.int64),
        np.ones(len(kept), dtype=bool),
        [row.title for row in kept],
        np.array([hash(row.title) for row in kept], dtype=np.int64),
        [row.title_key for row in kept],
        {field: moments[:, place].copy() for place, field in enumerate(dates)},
        {field: _column(found, len(kept)) for field, found in fields.items()},
    )
    return _without_keys(columns) if before is None else _like(columns, before.left_out)


def _place(
    term: str, fields: dict[str, _Entries], before: Columns | None
) -> tuple[list[int], list[int], int]:
    field, _, value = term.partition("=")
    entries = fields.get(field)
    if entries is None:
        old = before.fields.get(field) if before else None
        entries = fields[field] = _Entries(old.values if old else Values())
    return entries.slots, entries.ids, entries.values.number(value)


def _without_keys(columns: Columns) -> Columns:
    """Leave out fields that tell single documents apart: nobody counts those."""
    many = (f for f, column in columns.fields.items() if _is_key(column))
    return _like(columns, frozenset(many))


def _is_key(column: Column) -> bool:
    distinct = len(column.values.texts)
    return distinct > TOO_MANY_VALUES and distinct * 2 > len(column.ids)


def _like(columns: Columns, left_out: frozenset[str]) -> Columns:
    fields = {f: column for f, column in columns.fields.items() if f not in left_out}
    return dataclasses.replace(columns, fields=fields, left_out=left_out)


def _column(entries: _Entries, count: int) -> Column:
    sizes = np.bincount(np.array(entries.slots, dtype=np.int32), minlength=count)
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    return Column(entries.values, starts, np.array(entries.ids, dtype=np.int32))


def without(columns: Columns, numbers: Ids) -> Columns:
    """Return the columns without these documents."""
    alive = columns.alive.copy()
    alive[columns.slots_of(numbers)] = False
    return dataclasses.replace(columns, alive=alive)


def merged(old: Columns, new: Columns) -> Columns:
    """Return both; documents of ``new`` take the place of the same numbers in ``old``."""
    kept = without(old, new.numbers)
    counts = len(old.numbers), len(new.numbers)
    fields = {
        field: _joined(old.fields.get(field), new.fields.get(field), counts)
        for field in {**old.fields, **new.fields}
    }
    dates = {
        field: np.concatenate((_dates(old, field), _dates(new, field)))
        for field in {**old.dates, **new.dates}
    }
    return Columns(
        np.concatenate((old.numbers, new.numbers)),
        np.concatenate((old.written_by, new.written_by)),
        np.concatenate((kept.alive, new.alive)),
        old.titles + new.titles,
        np.concatenate((old.title_marks, new.title_marks)),
        old.title_keys + new.title_keys,
        dates,
        fields,
        old.left_out,
    )


def _dates(columns: Columns, field: str) -> npt.NDArray[np.int64]:
    found = columns.dates.get(field)
    return np.full(len(columns.numbers), MISSING) if found is None else found


def _joined(old: Column | None, new: Column | None, counts: tuple[int, int]) -> Column:
    present = old or new
    assert present is not None  # the field came from one of them
    empty = [np.zeros(count + 1, dtype=np.int32) for count in counts]
    first = old.starts if old else empty[0]
    second = new.starts if new else empty[1]
    none = np.empty(0, dtype=np.int32)
    return Column(
        present.values,
        np.concatenate((first, second[1:] + first[-1])),
        np.concatenate((old.ids if old else none, new.ids if new else none)),
    )
