"""The migrations make what the models say, and can be taken back, those of a grant's terms with its data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from migrating import differences

from ckan import model
from ckan.cli import db

pytestmark = pytest.mark.usefixtures("clean_site")
OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_access%' UNION SELECT proname FROM pg_proc WHERE proname LIKE 'scigov_access%' UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'scigov_access%'"
BEFORE_TERMS = "1f6a83c5d920"
GRANT = "SELECT obligations ->> 'no_onward_transfer' FROM scigov_access_grant"


def asked(statement: str) -> list[Any]:
    with model.ensure_engine().connect() as connection:
        return list(connection.scalars(sa.text(statement)))


def test_the_models_and_the_migrations_agree() -> None:
    assert differences("scigov_access") == []


def test_down_and_up_again() -> None:
    before = set(asked(OURS))
    assert {"scigov_access_grant", "scigov_access_acceptance"} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_access", None, forward=False)
        assert {name for name in asked(OURS) if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_access")
    assert set(asked(OURS)) == before


def test_without_terms_a_grant_that_had_them_may_not_be_passed_on(
    issued: Callable[..., Any], plain: str, dataset_of: Callable[..., str]
) -> None:
    assert issued(dataset_of(), asks_terms=True).terms_version == "2"
    assert asked(GRANT) == ["false"]
    model.Session.remove()
    try:
        db._run_migrations("scigov_access", BEFORE_TERMS, forward=False)
        assert asked(GRANT) == ["true"]
    finally:
        db._run_migrations("scigov_access")
    # Of which version they were is not known any more: the first is what all had before.
    assert asked("SELECT terms_version FROM scigov_access_grant") == ["1"]
