"""Make columns out of documents, and new columns out of old ones."""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.columns import MISSING, Column, Columns, Ids, Mask, Values

TOO_MANY_VALUES = 5_000
SHARE_OF_VALUES = 10
"""A field with more values than that, and one for ten documents, is a key and no category."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What the columns keep of one document; ``terms`` are its values as ``field=value``."""

    number: int
    written_by: int
    terms: Sequence[str]
    dates: Sequence[int | None]
    title: str


class _Numbers:
    """Collects small numbers without an object for each."""

    def __init__(self, code: str) -> None:
        self._found: array[int] = array(code)
        self.add = self._found.append

    def __len__(self) -> int:
        return len(self._found)

    def as_array(self) -> npt.NDArray[Any]:
        return np.array(self._found)


class _Entries:
    """Collects the values of one field."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.slots = _Numbers("i")
        self.ids = _Numbers("i")


def columns_of(rows: Iterable[Row], dates: Sequence[str], before: Columns | None = None) -> Columns:
    """Return the columns of ``rows``; values are numbered on from those of ``before``.

    Rows are not kept: there may be hundreds of thousands.
    """
    numbers, writers = _Numbers("i"), _Numbers("q")
    moments = [_Numbers("q") for _ in dates]
    titles: list[str] = []
    fields = _Fields(before)
    for slot, row in enumerate(rows):
        numbers.add(row.number)
        writers.add(row.written_by)
        titles.append(row.title)
        for column, moment in zip(moments, row.dates, strict=True):
            column.add(MISSING if moment is None else moment)
        for term in row.terms:
            fields.add(slot, term)
    return Columns(
        numbers.as_array(),
        writers.as_array(),
        np.ones(len(titles), dtype=bool),
        titles,
        np.array([hash(title) for title in titles], dtype=np.int64),
        {name: column.as_array() for name, column in zip(dates, moments, strict=True)},
        fields.columns(len(titles)),
        frozenset(fields.left_out),
    )


class _Fields:
    """Sorts values into fields, and leaves out the fields that tell single documents apart."""

    def __init__(self, before: Columns | None) -> None:
        self._old: Mapping[str, Column] = before.fields if before else {}
        self._is_whole = before is None
        self._entries: dict[str, _Entries] = {}
        self._known: dict[str, tuple[_Entries, int]] = {}
        self.left_out = set(before.left_out) if before else set[str]()

    def add(self, slot: int, term: str) -> None:
        known = self._known.get(term)
        if known is None:
            field, _, value = term.partition("=")
            if field in self.left_out:
                return
            known = self._known[term] = self._numbered(field, value)
            if self._is_whole and _is_key(known[0]):
                self._leave_out(field)
                return
        entries, number = known
        entries.slots.add(slot)
        entries.ids.add(number)

    def _numbered(self, field: str, value: str) -> tuple[_Entries, int]:
        entries = self._entries.get(field)
        if entries is None:
            old = self._old.get(field)
            entries = self._entries[field] = _Entries(old.values if old else Values())
        return entries, entries.values.number(value)

    def _leave_out(self, field: str) -> None:
        """Drop what was collected: nobody counts such a field, and it takes the most memory."""
        self.left_out.add(field)
        for value in self._entries.pop(field).values.texts:
            del self._known[f"{field}={value}"]

    def columns(self, count: int) -> dict[str, Column]:
        return {field: _column(entries, count) for field, entries in self._entries.items()}


def _is_key(entries: _Entries) -> bool:
    distinct = len(entries.values.texts)
    return distinct > TOO_MANY_VALUES and distinct * SHARE_OF_VALUES > len(entries.ids)


def _column(entries: _Entries, count: int) -> Column:
    sizes = np.bincount(entries.slots.as_array(), minlength=count)
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    return Column(entries.values, starts, entries.ids.as_array())


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
