"""The migrations of taking in make what the models say, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from migrating import differences

from ckan import model
from ckan.cli import db

from ckanext.scigov.intake.model import Outside

OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_intake%'"


def made() -> set[str]:
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(clean_site) -> None:
    assert differences("scigov_intake") == []


def test_down_and_up_again(clean_site) -> None:
    before = made()
    assert {"scigov_intake_run_one", Outside.__tablename__} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_intake", None, forward=False)
        assert {name for name in made() if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_intake")
    assert made() == before
