"""Facets and pages from columns."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.columns import MISSING, Columns, Ids, Mask
from ckanext.scigov.search.domain.evaluation import ONLY_IN_SQL
from ckanext.scigov.search.domain.fields import Kind, kind_of, missing_value, readable
from ckanext.scigov.search.domain.request import Facets, SortKey

Keys: TypeAlias = Sequence[npt.NDArray[Any]]


@dataclasses.dataclass(frozen=True)
class Found:
    """Some documents: as a mask over all slots and as the list of their slots.

    ``key`` names what was asked for if the same question will have the same answer as long as
    the columns are the same.
    """

    mask: Mask
    key: Hashable = None

    @functools.cached_property
    def slots(self) -> Ids:
        return np.flatnonzero(self.mask).astype(np.int32)


def facet_counts(columns: Columns, found: Found, facets: Facets) -> dict[str, list[Any]]:
    """Return value and count in turn for each field, as Solr lists them."""
    if found.key is None:
        return _facet_counts(columns, found, facets)
    question = ("facets", found.key, facets)
    counts = columns.remembered(question, lambda: _facet_counts(columns, found, facets))
    # CKAN puts other things in the place of these lists.
    return dict(counts)


def _facet_counts(columns: Columns, found: Found, facets: Facets) -> dict[str, list[Any]]:
    counter = _Counter(columns, found)
    counts: dict[str, list[Any]] = {}
    for field in facets.fields:
        listed = _listed(field, counter, facets) if field in columns.fields else []
        if kind_of(field) is Kind.NUMBER:
            listed[::2] = [readable(field, text) for text in listed[::2]]
        counts[field] = listed
    return counts


class _Counter:
    """Counts the documents found, or those that were not, whichever are less."""

    def __init__(self, columns: Columns, found: Found) -> None:
        self.columns = columns
        self._takes_away = len(found.slots) > len(columns.living) // 2
        less = Found(columns.alive & ~found.mask) if self._takes_away else found
        self._less = less.slots

    def counts(self, field: str) -> npt.NDArray[np.int64]:
        counted = self.columns.fields[field].counted(self._less)
        return self.counts_of_all(field) - counted if self._takes_away else counted

    def counts_of_all(self, field: str) -> npt.NDArray[np.int64]:
        column, living = self.columns.fields[field], self.columns.living
        counts = self.columns.remembered(("all", field), lambda: column.counted(living))
        # Other documents may have brought new values since.
        return np.pad(counts, (0, len(column.values.texts) - len(counts)))


def _listed(field: str, counter: _Counter, facets: Facets) -> list[Any]:
    values = counter.columns.fields[field].values
    counts = counter.counts(field)
    if facets.minimum > 0:
        chosen = np.flatnonzero(counts >= facets.minimum)
    else:
        # Values that no document found has are asked for too, with their zero.
        chosen = np.flatnonzero(counter.counts_of_all(field) > 0)
    texts = values.texts
    if facets.prefix:
        begins = (texts[i].startswith(facets.prefix) for i in chosen)
        chosen = chosen[np.fromiter(begins, dtype=bool, count=len(chosen))]
    order = values.ranks()[chosen].astype(np.int64)
    if facets.by_count:
        # One number: the more frequent first, and among equals the first in byte order.
        order -= counts[chosen] * len(texts)
    shown = chosen[_smallest(order, facets.limit)]
    listed: list[Any] = [None] * (2 * len(shown))
    listed[::2] = [texts[i] for i in shown.tolist()]
    listed[1::2] = counts[shown].tolist()
    return listed


def _smallest(order: npt.NDArray[np.int64], limit: int) -> npt.NDArray[np.intp]:
    """Return the places of the smallest numbers, the smallest first; all where the limit is < 0."""
    if not 0 <= limit < len(order):
        return np.argsort(order)
    first = np.argpartition(order, limit)[:limit]
    return first[np.argsort(order[first])]


def sort_values(
    columns: Columns, key: SortKey, places: Callable[[str], npt.NDArray[np.float64]]
) -> npt.NDArray[Any] | None:
    """Return one number per slot whose rising order is the order asked for; None: all are equal.

    Solr puts documents without a string last whatever the direction, and takes a missing date or
    number for zero. ``places`` gives the order of a field that has no column, NaN where a document
    has no value.
    """
    values: npt.NDArray[Any]
    last = -np.inf if key.descending else np.inf
    if key.field in columns.dates:
        moments = columns.dates[key.field]
        # As floating-point numbers milliseconds stay exact for 285,000 years.
        values = np.where(moments == MISSING, 0, moments).astype(np.float64)
    elif key.field in {*ONLY_IN_SQL, "title", *columns.left_out}:
        # Titles too, though a small site has a column of them: their order is not that of texts.
        found = columns.remembered(("places", key.field), lambda: places(key.field))
        values = np.where(np.isnan(found), last, found)
    elif key.field in columns.fields:
        column = columns.fields[key.field]
        zero = missing_value(key.field)
        missing = last if zero is None else column.values.place(zero)
        values = np.where(np.isnan(column.smallest), missing, column.smallest)
    else:
        return None
    return -values if key.descending else values


def first_of(slots: Ids, keys: Keys, numbers: Ids, count: int) -> Ids:
    """Return the first ``count`` of ``slots`` by ``keys`` in turn, then by number.

    Keys have one value for each of ``slots``.
    """
    if keys and 0 < count * 4 < len(slots):
        first = keys[0]
        # Only those that can be on the page are sorted.
        bound = np.partition(first, count - 1)[count - 1]
        near = first <= bound
        slots, keys = slots[near], [key[near] for key in keys]
    order = np.lexsort((numbers[slots], *reversed(keys)))
    return slots[order[:count]]
