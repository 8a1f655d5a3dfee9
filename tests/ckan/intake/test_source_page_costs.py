"""Pages of sources need as many statements for many sources, runs and records as for few."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import gathering
import pytest
import sqlalchemy as sa

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.intake.model import Problem, Record

Counting = Callable[[], AbstractContextManager[Any]]
MANY = 20_000
WITHIN = 5.0
"""Seconds; on a machine that does nothing else it is a tenth of that."""


@pytest.fixture(autouse=True)
def province(at: Callable[[dt.datetime], None], clean_site: None) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def statements(
    app: Any, count_queries: Counting, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    """Return how many statements a page needs, for the editor."""
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    user = model.User.get("editor")
    token = helpers.call_action("api_token_create", user=user.id, name="t")["token"]

    def ask(path: str, within: float = WITHIN) -> int:
        for _ in range(2):  # What is loaded once per process is loaded before.
            with count_queries() as queries:
                begun = time.monotonic()
                answer = app.get(path, headers={"Authorization": token})
                took = time.monotonic() - begun
            assert answer.status_code == 200
        assert took < within
        return int(queries.count)

    return ask


def fill(source_id: str, run_id: str) -> None:
    """Add many records and problems at once."""
    columns = {"source_id": source_id, "ordinal": 0, "hash": "h", "version": "", "first_run": run_id,
               "last_run": run_id, "changed_at": gathering.NOW, "dataset_id": ""}  # fmt: skip
    records = [
        {**columns, "key": f"k{n}", "title": f"目录{n}", "fate": "in" if n % 3 else "rejected",
         "reason": "" if n % 3 else "no_title"}
        for n in range(MANY)
    ]  # fmt: skip
    model.Session.execute(sa.insert(Record), records)
    problems = [
        {"run_id": run_id, "key": f"k{n}", "title": "", "severity": "warning", "cause": "unmapped",
         "field": f"field{n % 9}", "value": str(n), "detail": ""}
        for n in range(MANY)
    ]  # fmt: skip
    model.Session.execute(sa.insert(Problem), problems)
    model.Session.commit()


def test_the_lists_of_sources(statements: Callable[..., int]) -> None:
    def one(number: int) -> None:
        id_ = gathering.source(f"source-{number}")
        run_id = gathering.run(id_, requested_by=model.User.get("editor").id)
        gathering.record(id_, "a", run_id=run_id)

    one(0)
    few = statements("/sources")
    for number in range(1, 30):
        one(number)
    assert (few, statements("/sources")) == (12, 12)


def test_the_runs_of_a_source(statements: Callable[..., int]) -> None:
    id_ = gathering.approved()
    gathering.run(id_, 0)
    few = [statements(f"/sources/{id_}{path}") for path in ("", "/runs")]
    for number in range(1, 30):
        gathering.run(id_, number, requested_by=model.User.get("root").id)
    many = [statements(f"/sources/{id_}{path}") for path in ("", "/runs")]
    assert [two - one for one, two in zip(few, many, strict=True)] == [
        2,
        2,
    ]  # Who asked for them, and what they are called.


def test_many_records(statements: Callable[..., int]) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    gathering.record(id_, "a", run_id=run_id)
    gathering.problem(run_id, key="a")
    paths = (f"/sources/{id_}", f"/sources/{id_}/records", f"/sources/{id_}/records?q=目录1",
             f"/sources/{id_}/runs/{run_id}", f"/sources/{id_}/runs/{run_id}/problems")  # fmt: skip
    few = [statements(path) for path in paths]
    model.Session.execute(sa.delete(Record))
    fill(id_, run_id)
    assert [statements(path) for path in paths] == few
    table = statements(f"/sources/{id_}/runs/{run_id}/problems.csv", within=60)
    assert table < 200  # Of a thousand lines each.
