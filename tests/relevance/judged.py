"""The queries with their tasks, and how useful each document is for each (docs/search-relevance.md)."""

from __future__ import annotations

import csv
import dataclasses
import random
from collections.abc import Iterable, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent
QUERIES = FOLDER / "queries.csv"
JUDGEMENTS = FOLDER / "judgements.csv"
SPLIT_SEED = 20260601
HALVES = ("dev", "test")

Grades = Mapping[str, Mapping[str, int]]
"""Grades by query and document."""


@dataclasses.dataclass(frozen=True)
class Query:
    """What somebody types, and what they are after."""

    id: str
    query: str
    kind: str
    half: str
    task: str


def queries() -> list[Query]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [Query(**row) for row in csv.DictReader(file)]


def judgements() -> Grades:
    grades: dict[str, dict[str, int]] = {}
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            grades.setdefault(row["query"], {})[row["document"]] = int(row["grade"])
    return grades


def halves(of: Iterable[Query]) -> dict[str, str]:
    """Return the half of each query: within every kind by turns, in an order drawn by lot."""
    chance = random.Random(SPLIT_SEED)
    listed = list(of)
    half: dict[str, str] = {}
    for kind in dict.fromkeys(query.kind for query in listed):
        ids = sorted(query.id for query in listed if query.kind == kind)
        chance.shuffle(ids)
        half.update({one: HALVES[place % 2] for place, one in enumerate(ids)})
    return half
