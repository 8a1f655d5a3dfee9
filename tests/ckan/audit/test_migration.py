"""The migrations make what the models say, and can be taken back."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ckan import model
from ckan.cli import db

from ckanext.scigov.audit.model import PgSnapshot, Xid8

FIRST, SECOND = "8be1f04c2d77", "c3d81a5f7e04"
OURS = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'scigov_audit%' UNION SELECT proname FROM pg_proc WHERE proname LIKE 'scigov_audit%' UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'scigov_audit%'"


def made():
    with model.ensure_engine().connect() as connection:
        return set(connection.scalars(sa.text(OURS)))


def test_the_models_and_the_migrations_agree(site_log, monkeypatch):
    from sqlalchemy.dialects.postgresql.base import ischema_names

    def ours(_object, name, kind, _reflected, _other):
        return kind != "table" or name.startswith("scigov_audit_")

    monkeypatch.setitem(ischema_names, "xid8", Xid8)
    monkeypatch.setitem(ischema_names, "pg_snapshot", PgSnapshot)
    with site_log.engine.connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, model.meta.metadata)
    assert [d for d in differences if "scigov_audit_alembic_version" not in str(d)] == []


@pytest.mark.parametrize("target", [FIRST, None])
def test_down_and_up_again(sealed, target):
    before = made()
    assert "scigov_audit_seal" in before
    model.Session.remove()
    try:
        db._run_migrations("scigov_audit", target, forward=False)
        left = {"scigov_audit_event", "scigov_audit_alembic_version"}
        assert made() == (left if target else left - {"scigov_audit_event"})
    finally:
        db._run_migrations("scigov_audit")
    assert made() == before
    sealed.anchors.unlink()
    sealed.write()
    sealed.seal()
    assert sealed.findings() == []


def test_events_from_before_are_sealed_too(site_log):
    site_log.write(2)
    model.Session.remove()
    try:
        db._run_migrations("scigov_audit", FIRST, forward=False)
    finally:
        db._run_migrations("scigov_audit")
    assert site_log.seal() == (1, 2)
    site_log.write()
    site_log.seal()
    assert site_log.findings() == []
    assert site_log.report.verified == 3
