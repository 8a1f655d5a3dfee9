"""The migrations of reporting make what the models say, and can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from migrating import differences

from ckan import model
from ckan.cli import db

from ckanext.scigov.reporting.model import Package

OURS = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'i') AND relname LIKE 'scigov_reporting%'"
)


def made() -> set[str]:
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(clean_site) -> None:
    assert differences("scigov_reporting") == []


def test_down_and_up_again(clean_site) -> None:
    before = made()
    assert {"scigov_reporting_line_code", Package.__tablename__} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_reporting", None, forward=False)
        assert {name for name in made() if "alembic" not in name} == set()
    finally:
        db._run_migrations("scigov_reporting")
    assert made() == before
