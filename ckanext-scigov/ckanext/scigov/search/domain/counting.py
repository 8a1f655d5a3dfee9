"""Facets and pages from columns."""

from __future__ import annotations

import dataclasses
import functools
import itertools
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
    counts: dict[str, list[Any]] = {}
    for field in facets.fields:
        listed = _listed(field, columns, found, facets) if field in columns.fields else []
        if kind_of(field) is Kind.NUMBER:
            listed = [(readable(field, text), count) for text, count in listed]
        counts[field] = list(itertools.chain.from_iterable(listed))
    return counts


def _counted(field: str, columns: Columns, found: Found) -> npt.NDArray[np.int64]:
    column = columns.fields[field]
    if found.key is None:
        return column.counted(found.mask, found.slots)
    counts = columns.remembered((field, found.key), lambda: column.counted(found.mask, found.slots))
    # Other documents may have brought new values since.
    return np.pad(counts, (0, len(column.values.texts) - len(counts)))


def _listed(field: str, columns: Columns, found: Found, facets: Facets) -> list[tuple[str, int]]:
    column = columns.fields[field]
    counts = _counted(field, columns, found)
    if facets.minimum > 0:
        chosen = np.flatnonzero(counts >= facets.minimum)
    else:
        # Values that no document found has are asked for too, with their zero.
        chosen = np.flatnonzero(_counted(field, columns, Found(columns.alive, "alive")) > 0)
    texts = column.values.texts
    if facets.prefix:
        begins = (texts[i].startswith(facets.prefix) for i in chosen)
        chosen = chosen[np.fromiter(begins, dtype=bool, count=len(chosen))]
    if facets.by_count and 0 <= facets.limit < len(chosen):
        chosen = _most_frequent(chosen, counts, facets.limit)
    ranks = column.values.ranks()[chosen]
    order = np.lexsort((ranks, -counts[chosen])) if facets.by_count else np.argsort(ranks)
    if facets.limit >= 0:
        order = order[: facets.limit]
    return [(texts[i], int(counts[i])) for i in chosen[order]]


def _most_frequent(
    chosen: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], limit: int
) -> npt.NDArray[np.int64]:
    """Return the values that may be among the ``limit`` first, ties at the end included."""
    if limit == 0:
        return chosen[:0]
    of_chosen = counts[chosen]
    least = np.partition(of_chosen, len(of_chosen) - limit)[len(of_chosen) - limit]
    return chosen[of_chosen >= least]


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
