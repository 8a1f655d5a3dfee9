"""Facets and pages from columns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.columns import Column, Columns, Ids, Mask
from ckanext.scigov.search.domain.fields import Kind, kind_of, readable
from ckanext.scigov.search.domain.request import Facets, SortKey

Keys: TypeAlias = Sequence[npt.NDArray[Any]]


def facet_counts(columns: Columns, found: Mask, facets: Facets) -> dict[str, list[Any]]:
    """Return value and count in turn for each field, as Solr lists them."""
    counts: dict[str, list[Any]] = {}
    for field in facets.fields:
        column = columns.fields.get(field)
        listed = _counted(column, columns, found, facets) if column else []
        if kind_of(field) is Kind.NUMBER:
            listed = [(readable(field, text), count) for text, count in listed]
        counts[field] = list(itertools.chain.from_iterable(listed))
    return counts


def _counted(column: Column, columns: Columns, found: Mask, facets: Facets) -> list[tuple[str, int]]:
    counts = column.counted(found)
    if facets.minimum > 0:
        chosen = np.flatnonzero(counts >= facets.minimum)
    else:
        # Values that no document found has are asked for too, with their zero.
        chosen = np.flatnonzero(column.counted(columns.alive) > 0)
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


def sort_values(columns: Columns, key: SortKey) -> npt.NDArray[Any] | None:
    """Return one number per slot whose rising order is the order asked for; None: all are equal.

    Solr puts documents without a string last whatever the direction, and takes a missing date or
    number for the smallest.
    """
    if key.field in ("title", "title_string"):
        values: npt.NDArray[Any] = columns.title_ranks
    elif key.field in columns.dates:
        # As floating-point numbers milliseconds stay exact for 285,000 years.
        values = columns.dates[key.field].astype(np.float64)
    elif key.field in columns.fields:
        values = columns.fields[key.field].smallest
        missing = np.isnan(values)
        smallest = kind_of(key.field) in (Kind.DATE, Kind.NUMBER)
        worst = -np.inf if smallest or key.descending else np.inf
        values = np.where(missing, worst, values)
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
