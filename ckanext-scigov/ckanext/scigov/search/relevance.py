"""What documents are worth for the words of a search: by the lists and, for the best, looked at."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckanext.scigov.search.domain import ranking
from ckanext.scigov.search.domain.columns import Columns, Ids
from ckanext.scigov.search.domain.textqueries import Ranked
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.lists import Texts
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.prepared import Prepared, any_of

Scores: TypeAlias = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True, slots=True)
class Relevance:
    """The words of one search and where they are looked up."""

    search: Guarded
    columns: Columns
    texts: Texts
    ranked: tuple[Ranked, ...]
    typed: str

    def scores(self) -> Scores:
        """Return BM25 over the words of the query for every slot."""
        scores = np.zeros(len(self.columns.numbers), dtype=np.float32)
        living = len(self.columns.living)
        for ranked in self.ranked:
            for token in ranked.tokens:
                lists = self.texts.lists(token)
                holding = sum(len(slots) for slots, _ in lists)
                worth = ranking.rarity(holding, living) * ranked.factor / ranking.LARGEST_IMPACT
                for slots, impacts in lists:
                    scores[slots] += impacts * np.float32(worth)
        scores[self.columns.titled(self._query)] += ranking.EXACT_TITLE
        return scores

    @property
    def _query(self) -> str:
        return folded(self.typed.strip())

    @property
    def phrases(self) -> list[str]:
        """The words that may stand side by side, as tsqueries."""
        return [text for ranked in self.ranked if (text := ranked.adjacent)][: ranking.PHRASES]

    def of_titles(self, near: Ids) -> Scores:
        """Return what documents gain whose title holds the query or words of it."""
        words = [folded(ranked.text.strip()) for ranked in self.ranked]
        titles = [self.columns.titles[slot] for slot in near.tolist()]
        return np.array(ranking.bonuses(titles, self._query, words), dtype=np.float32)

    def of_texts(self, near: Ids, phrases: list[str]) -> Scores:
        """Return what documents gain in which words stand side by side, wherever it is."""
        numbers = self.columns.numbers[near].tolist()
        rows: Any = self.search.run(_phrases(), numbers=numbers, queries=phrases)
        held: dict[int, int] = dict(rows.tuples().all())
        counts = np.array([held.get(n, 0) for n in numbers], dtype=np.float32)
        return ranking.WORDS_ADJACENT * counts


@functools.cache
def _phrases() -> Prepared:
    """How many of some phrases each document holds."""
    document = SearchDocument.__table__.c
    query = sa.func.unnest(sa.cast(sa.bindparam("queries"), ARRAY(TSQUERY))).column_valued("query")
    hit = sa.cast(document.words.op("@@")(query), sa.Integer)
    held = sa.select(sa.func.coalesce(sa.func.sum(hit), 0)).correlate(SearchDocument.__table__)
    return Prepared(
        sa.select(document.number, held.scalar_subquery()).where(
            document.number == any_of("numbers", sa.Integer)
        )
    )
