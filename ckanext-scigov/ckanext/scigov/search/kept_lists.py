"""The base's inverted lists of words, those that this process has read last."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Collection, Sequence
from typing import Any

import cachetools
import numpy as np
import sqlalchemy as sa

from ckanext.scigov.search.domain.postings import Posting, unpacked
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.model import BYTES, SearchPosting
from ckanext.scigov.search.prepared import Prepared, any_of

KEPT_BYTES = 64 * 1024 * 1024
_kept: cachetools.LRUCache[tuple[int, str], Posting] = cachetools.LRUCache(
    KEPT_BYTES, getsizeof=lambda posting: posting.documents.nbytes + 256
)
_kept_lock = threading.Lock()
_NOTHING = Posting(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8))


def missing(base: int | None, terms: Collection[str]) -> list[str]:
    """Return the terms whose lists are not kept."""
    if base is None:
        return []
    with _kept_lock:
        return sorted(term for term in terms if (base, term) not in _kept)


def keep(base: int, terms: Collection[str], packed: Sequence[Any]) -> dict[str, Posting]:
    """Keep what ``packed_lists`` has read of these terms, and return it."""
    read = _unpacked(*packed) if packed[0] else {}
    found = {term: read.get(term, _NOTHING) for term in terms}
    with _kept_lock:
        _kept.update({(base, term): posting for term, posting in found.items()})
    return found


def read_lists(search: Guarded, base: int | None, terms: Collection[str]) -> dict[str, Posting]:
    """Return the base's list of each term; those of late are still in memory."""
    if base is None:
        return dict.fromkeys(terms, _NOTHING)
    with _kept_lock:
        found = {term: kept for term in terms if (kept := _kept.get((base, term))) is not None}
    unknown = sorted(set(terms) - set(found))
    if unknown:
        packed = search.run(_lists(), base=base, terms=unknown).one()
        found.update(keep(base, unknown, packed))
    return found


def _unpacked(
    terms: list[str], sizes: list[int], numbers: memoryview, impacts: memoryview
) -> dict[str, Posting]:
    ends = list(itertools.accumulate(sizes))
    one = unpacked(bytes(numbers), bytes(impacts))
    return {
        term: Posting(one.documents[end - size : end], one.impacts[end - size : end])
        for term, size, end in zip(terms, sizes, ends, strict=True)
    }


def packed_lists() -> sa.Select[Any]:
    """Return the query for the lists of ``terms`` in ``base``: one row, each kind in one piece."""
    posting = SearchPosting.__table__.c
    nothing = sa.literal(b"", sa.LargeBinary)
    return sa.select(
        sa.func.array_agg(posting.term).label("terms"),
        sa.func.array_agg(sa.func.length(posting.impacts)).label("sizes"),
        sa.func.string_agg(posting.numbers, nothing, type_=sa.LargeBinary).label("numbers"),
        sa.func.string_agg(posting.impacts, nothing, type_=sa.LargeBinary).label("impacts"),
    ).where(posting.base == sa.bindparam("base"), posting.term == any_of("terms", BYTES))


@functools.cache
def _lists() -> Prepared:
    return Prepared(packed_lists())
