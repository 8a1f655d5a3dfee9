"""The migrations make what the models say, and can be taken back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from migrating import differences


@pytest.fixture
def tables(clean_site):
    from ckan import model

    def names():
        found = sa.inspect(model.ensure_engine()).get_table_names()
        return {name for name in found if name.startswith("scigov_tables")}

    return names


def test_the_models_and_the_migrations_agree(tables):
    assert differences("scigov_tables") == []


def test_down_and_up_again(tables):
    from ckan import model
    from ckan.cli import db

    before = tables()
    assert {"scigov_tables_location", "scigov_tables_load"} <= before
    model.Session.remove()
    try:
        db._run_migrations("scigov_tables", None, False)
        assert "scigov_tables_load" not in tables()
    finally:
        db._run_migrations("scigov_tables")
    assert tables() == before
