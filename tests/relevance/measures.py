"""nDCG@10 and recall@50 by query, by trec_eval's own code, and how sure a difference is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pytrec_eval

from relevance.judged import Grades

USEFUL = 2
"""From this grade on a document counts as found for recall."""
DEEPEST = 50
RESAMPLES = 10_000
SEED = 1

Run = Mapping[str, Sequence[str]]
"""What a system found: documents by query, best first."""


@dataclasses.dataclass(frozen=True)
class Scores:
    """How well one query was answered, from 0 to 1."""

    ndcg: float
    recall: float


def scores(grades: Grades, run: Run) -> dict[str, Scores]:
    """Return the scores of every judged query; one that found nothing has none."""
    judged = {query: dict(documents) for query, documents in grades.items()}
    ranked = {
        query: {name: float(DEEPEST - place) for place, name in enumerate(run.get(query, ()))}
        for query in judged
    }
    by_rank = pytrec_eval.RelevanceEvaluator(judged, {"ndcg_cut.10"}).evaluate(ranked)
    useful = pytrec_eval.RelevanceEvaluator(judged, {"recall.50"}, relevance_level=USEFUL)
    found = useful.evaluate(ranked)
    return {
        query: Scores(
            by_rank.get(query, {}).get("ndcg_cut_10", 0.0),
            found.get(query, {}).get("recall_50", 0.0),
        )
        for query in judged
    }


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Return where 95 % of the mean differences lie when queries are drawn again (paired bootstrap)."""
    values = np.asarray(differences)
    drawn = np.random.default_rng(SEED).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
