"""The migration makes what the models say, and can be taken back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from migrating import differences

from ckan import model
from ckan.cli import db

pytestmark = pytest.mark.usefixtures("clean_site")
OURS = "SELECT relname FROM pg_class WHERE relname LIKE 'scigov_notices%'"
VERSION = {"scigov_notices_alembic_version", "scigov_notices_alembic_version_pkc"}


def made():
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migration_agree():
    assert differences("scigov_notices") == []


def test_down_and_up_again():
    before = made()
    assert {"scigov_notices_notice", "scigov_notices_setting"} < before
    model.Session.remove()
    try:
        db._run_migrations("scigov_notices", None, forward=False)
        assert made() == VERSION
    finally:
        db._run_migrations("scigov_notices")
    assert made() == before
