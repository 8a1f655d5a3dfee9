"""The figures as a table: a line for each responsible unit, under names that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FILE_NAME = "dispute-figures.csv"
NUMBERS = ("number", "accepted", "corrected_in_time", "median_days")


def lines(figures: Mapping[str, Any]) -> Iterator[list[str]]:
    """Yield the headings and the lines of what ``scigov_dispute_figures_show`` answers; no number: empty."""
    yield ["unit_id", "unit_title", *NUMBERS]
    for one in figures["units"]:
        yield [one["unit_id"], one["unit_title"], *(_number(one[name]) for name in NUMBERS)]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
