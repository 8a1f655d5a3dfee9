"""Make columns out of documents, and new columns out of old ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.columns import MISSING, Column, Columns, Ids, Mask, Values

TOO_MANY_VALUES = 20_000
"""A field with more values than this, most of them once, is a key and no category."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What the columns keep of one document; ``terms`` are its values as ``field=value``."""

    number: int
    written_by: int
    terms: Sequence[str]
    dates: Sequence[int | None]
    title: str
    title_key: str


class _Entries:
    """Collects the values of one field."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.slots: list[int] = []
        self.ids: list[int] = []


def columns_of(rows: Iterable[Row], dates: Sequence[str], before: Columns | None = None) -> Columns:
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
    columns = Columns(
        np.array([row.number for row in kept], dtype=np.int32),
        np.array([row.written_by for row in kept], dtype=np.int64),
        np.ones(len(kept), dtype=bool),
        [row.title for row in kept],
        np.array([hash(row.title) for row in kept], dtype=np.int64),
        [row.title_key for row in kept],
        {field: _moments(kept, place) for place, field in enumerate(dates)},
        {field: _column(found, len(kept)) for field, found in fields.items()},
    )
    return _without_keys(columns) if before is None else _like(columns, before.left_out)


def _moments(rows: Sequence[Row], place: int) -> npt.NDArray[np.int64]:
    found = (row.dates[place] for row in rows)
    return np.array([MISSING if moment is None else moment for moment in found], dtype=np.int64)


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
    alive: Mask = np.array(columns.alive)
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
