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

    def run(source: str, count: int, begin: int, fields: dict[str, str]) -> list[str]:
        shelf.size = 1_000
        shelf.records = [record(begin + n, **fields) for n in range(count)]
        run_id = asked(source)
        with count_queries() as queries:
            running.run(run_id)
        return queries.statements

    return run


@pytest.mark.parametrize("name", ITEMS)
def test_new_records_cost_the_same_statements_for_any_number(spent, provider_id, name: str) -> None:
    text, fields = ITEMS[name]
    source = made_source(provider_id, text)
    spent(source, 3, 0, fields)
    few, many = spent(source, 10, 0, fields), spent(source, 110, 0, fields)
    assert kinds(many) == kinds(few)


def test_unchanged_records_cost_the_same_statements_for_any_number(spent, provider_id) -> None:
    source = made_source(provider_id)
    spent(source, 10, 0, {})
    few = spent(source, 10, 0, {})
    spent(source, 100, 0, {})
    many = spent(source, 100, 0, {})
    assert kinds(many) == kinds(few)


def kinds(statements: list[str]) -> list[str]:
    """Return what each statement does, without its values: a difference is read at once."""
    return [" ".join(one.split())[:80] for one in statements]
