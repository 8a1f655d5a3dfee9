"""The migrations of the feed make what its models say, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from migrating import differences

from ckan import model
from ckan.cli import db

OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_dcat%'"


def made() -> set[str]:
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(clean_site: None) -> None:
    assert differences("scigov_dcat") == []


def test_down_and_up_again(clean_site: None) -> None:
    before = made()
    tables = {"scigov_dcat_fragment", "scigov_dcat_check", "scigov_dcat_finding"}
    assert tables | {"scigov_dcat_fragment_gone"} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_dcat", None, forward=False)
        assert {name for name in made() if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_dcat")
    assert made() == before
