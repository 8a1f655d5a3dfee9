"""The inverted lists of words: those of the base from the database, those of late from memory."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Mapping

import cachetools
import numpy as np
import sqlalchemy as sa

from ckanext.scigov.search.domain.columns import Ids
from ckanext.scigov.search.domain.postings import Impacts, Posting, unpacked
from ckanext.scigov.search.freshness import Index
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.model import BYTES, SearchPosting
from ckanext.scigov.search.prepared import Prepared, any_of

KEPT_BYTES = 64 * 1024 * 1024
_kept: cachetools.LRUCache[tuple[int, str], Posting] = cachetools.LRUCache(
    KEPT_BYTES, getsizeof=lambda posting: posting.documents.nbytes + 256
)
_kept_lock = threading.Lock()
_NOTHING = Posting(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8))


class Texts:
    """The inverted lists of one search's words, in slots."""

    def __init__(self, index: Index, postings: Mapping[str, Posting]) -> None:
        self._index = index
        self._postings = postings
        self._found: dict[str, list[tuple[Ids, Impacts]]] = {}

    def lists(self, term: str) -> list[tuple[Ids, Impacts]]:
        """Return the parts of one word's list; no document is in two."""
        found = self._found.get(term)
        if found is None:
            found = self._found[term] = list(self._parts(term))
        return found

    def _parts(self, term: str) -> Iterable[tuple[Ids, Impacts]]:
        posting = self._postings[term]
        lookup = self._index.slot_in_base
        if len(posting.documents):
            inside = posting.documents < len(lookup)
            slots = lookup[posting.documents[inside]]
            yield slots[slots >= 0], posting.impacts[inside][slots >= 0]
        for segment in self._index.recent or ():
            recent = segment[term]
            if recent is not None:
                alive = self._index.columns.alive[recent.documents]
                yield recent.documents[alive], recent.impacts[alive]


def read_lists(search: Guarded, base: int | None, terms: set[str]) -> dict[str, Posting]:
    """Return the base's list of each term; those of late are still in memory."""
    if base is None or not terms:
        return dict.fromkeys(terms, _NOTHING)
    with _kept_lock:
        found = {term: kept for term in terms if (kept := _kept.get((base, term))) is not None}
    missing = terms - set(found)
    if missing:
        rows = search.run(_lists(), base=base, terms=sorted(missing))
        read = {term: unpacked(bytes(numbers), bytes(impacts)) for term, numbers, impacts in rows}
        found.update({term: read.get(term, _NOTHING) for term in missing})
        with _kept_lock:
            _kept.update({(base, term): found[term] for term in missing})
    return found


@functools.cache
def _lists() -> Prepared:
    posting = SearchPosting.__table__.c
    return Prepared(
        sa.select(posting.term, posting.numbers, posting.impacts).where(
            posting.base == sa.bindparam("base"), posting.term == any_of("terms", BYTES)
        )
    )
