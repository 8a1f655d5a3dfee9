"""Say one search to several engines and tell where their answers part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from differential.searches import Answer, Search

T = TypeVar("T")


class DisagreementError(AssertionError):
    """Two engines gave different answers; the message shows the search and both."""


def compare(
    search: Search, answers: Mapping[str, Answer], renderings: Mapping[str, Mapping[str, Any]]
) -> None:
    """Raise DisagreementError unless all answers are the same."""
    names = list(answers)
    for name in names[1:]:
        differences = list(_differences(answers[names[0]], answers[name]))
        if differences:
            parted = f"{names[0]} and {name}"
            raise DisagreementError(_message(parted, search, answers, renderings, differences))


def _differences(one: Answer, other: Answer) -> list[str]:
    found: list[str] = []
    if one.total != other.total:
        found.append(f"totals: {one.total} and {other.total}")
    ids = [[document.get("id") for document in answer.page] for answer in (one, other)]
    if ids[0] != ids[1]:
        found.append(f"ids: {_first_difference(*ids)}")
    elif one.page != other.page:
        pairs = zip(one.page, other.page, strict=True)
        found.append(f"documents: {next((a, b) for a, b in pairs if a != b)}")
    for field in {**one.facets, **other.facets}:
        counts = [list(answer.facets.get(field, ())) for answer in (one, other)]
        if counts[0] != counts[1]:
            found.append(f"facet {field}: {_first_difference(*counts)}")
    return found


def _first_difference(one: list[Any], other: list[Any]) -> str:
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"from place {place}: {one[place : place + 3]} and {other[place : place + 3]}"


def _message(
    parted: str,
    search: Search,
    answers: Mapping[str, Answer],
    renderings: Mapping[str, Mapping[str, Any]],
    differences: list[str],
) -> str:
    written = "\n".join(f"  {name}: {dict(parameters)}" for name, parameters in renderings.items())
    totals = ", ".join(f"{name} {answer.total}" for name, answer in answers.items())
    return (
        f"{parted} disagree.\n{search}\nAs it was sent:\n{written}\n"
        f"Found: {totals}\n" + "\n".join(f"  {line}" for line in differences)
    )


def present() -> dt.datetime:
    """Return the moment that NOW means."""
    return dt.datetime.now(dt.timezone.utc)


def generated(
    strategy: SearchStrategy[T], examples: int, *, other: int = 0
) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """Run a test on so many generated values, the same ones every time.

    ``other`` is a number for others than the usual ones.
    """

    def decorate(test: Callable[[T], None]) -> Callable[[], None]:
        run = settings(
            max_examples=examples,
            derandomize=not other,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        drawn = run(given(strategy)(test))
        return seed(other)(drawn) if other else drawn

    return decorate
