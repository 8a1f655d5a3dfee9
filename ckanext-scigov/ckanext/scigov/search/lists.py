"""The inverted lists of one search's words: those of the base, and those of late from memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckanext.scigov.search.domain.columns import Ids
from ckanext.scigov.search.domain.postings import Impacts, Posting
from ckanext.scigov.search.freshness import Index


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
