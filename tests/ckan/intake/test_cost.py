"""A page costs as many statements whether ten or a hundred records are on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from listed_source import GRADED, MAPPING, asked, made_source, record

from ckanext.scigov.intake.pipeline import running

ITEMS = {
    "plain": (MAPPING, {}),
    "graded": (GRADED, {"等级": "1", "共享": "unconditional"}),
    "closed": (GRADED, {"等级": "3", "共享": "conditional", "开放": "有条件开放"}),
}


@pytest.fixture
def spent(shelf: Any, provider_id: str, count_queries: Any) -> Callable[..., list[str]]:
    """Return the statements of a run over so many records, all on one page."""

    def run(source: str, count: int, fields: Callable[[int], dict[str, str]]) -> list[str]:
        shelf.size = 1_000
        shelf.records = [record(n, **fields(n)) for n in range(count)]
        run_id = asked(source)
        with count_queries() as queries:
            running.run(run_id)
        return queries.statements

    return run


@pytest.mark.parametrize("name", ITEMS)
def test_new_records_cost_the_same_statements_for_any_number(spent, provider_id, name: str) -> None:
    text, fields = ITEMS[name]
    source = made_source(provider_id, text)
    spent(source, 3, lambda _: fields)
    few, many = (spent(source, count, lambda _: fields) for count in (10, 110))
    assert kinds(many) == kinds(few)


def test_open_and_closed_records_in_turn_cost_the_same_statements(spent, provider_id) -> None:
    source = made_source(provider_id, GRADED)
    spent(source, 4, turning)
    few, many = (spent(source, count, turning) for count in (10, 110))
    assert kinds(many) == kinds(few)


def turning(number: int) -> dict[str, str]:
    return ITEMS["closed" if number % 2 else "graded"][1]


def test_unchanged_records_cost_the_same_statements_for_any_number(spent, provider_id) -> None:
    source = made_source(provider_id)
    spent(source, 10, lambda _: {})
    few = spent(source, 10, lambda _: {})
    spent(source, 100, lambda _: {})
    many = spent(source, 100, lambda _: {})
    assert kinds(many) == kinds(few)


def kinds(statements: list[str]) -> list[str]:
    """Return what each statement does, without its values: a difference is read at once."""
    return [" ".join(one.split())[:80] for one in statements]
