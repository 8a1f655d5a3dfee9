"""The seam: who gets our connection, whatever is imported first."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql.base import ischema_names

import ckan.lib.search
import ckan.lib.search.common
import ckan.lib.search.index
import ckan.lib.search.query
from ckan import model
from ckan.lib.search import check_solr_schema_version

from ckanext.scigov.search import seam
from ckanext.scigov.search.connection import PostgresConnection
from ckanext.scigov.search.model import TABLES, PgSnapshot, SearchDocument, Xid8

HOLDERS = (ckan.lib.search, ckan.lib.search.common, ckan.lib.search.index, ckan.lib.search.query)


def test_every_module_of_ckan_gets_our_connection():
    for module in HOLDERS:
        assert isinstance(module.make_connection(), PostgresConnection), module
    assert ckan.lib.search.is_available()


def test_harvest_gets_it_too():
    from ckanext.harvest.logic.action import update

    assert isinstance(update.make_connection(), PostgresConnection)


@pytest.mark.ckan_config("ckanext.scigov.search.backend", "solr")
def test_solr_is_one_setting_away():
    import pysolr

    connection = ckan.lib.search.common.make_connection()
    assert isinstance(connection, pysolr.Solr)
    assert connection.url == "http://127.0.0.1:8983/solr/ckan"


def test_starting_asks_no_solr_server(caplog):
    assert check_solr_schema_version() is True
    assert caplog.records == []


SCRIPT = """
import pylibmagic
{first}
{second}
import ckan.lib.search as s, ckan.lib.search.query as q, ckan.lib.search.index as i
import ckanext.harvest.logic.action.update as h
from ckan.lib.search import common
print({{f.__code__.co_filename.rsplit("/", 1)[1] for f in (s.make_connection, common.make_connection, q.make_connection,
      i.make_connection, h.make_connection, s.check_solr_schema_version)}})
"""


@pytest.mark.parametrize(
    "order",
    [
        ("import ckanext.scigov.search", ""),
        ("import ckan.lib.search", "import ckanext.scigov.search"),
        ("import ckanext.harvest.logic.action.update", "import ckanext.scigov.search"),
        ("import ckanext.scigov.search", "import ckanext.harvest.logic.action.update"),
    ],
)
def test_every_order_of_imports(order):
    script = SCRIPT.format(first=order[0], second=order[1])
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "{'seam.py'}", done.stderr


def test_the_pure_rules_load_no_ckan():
    script = (
        "import sys, ckanext.scigov.search.domain.request as r; "
        "print([m for m in sys.modules if m.split('.')[0] in ('ckan', 'sqlalchemy', 'flask')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_only_the_three_names_are_replaced():
    ours = {
        name
        for module in HOLDERS
        for name, value in vars(module).items()
        if getattr(value, "__code__", None) and value.__code__.co_filename == seam.__file__
    }
    assert ours == {"make_connection", "check_solr_schema_version", "rebuild"}


def written(column_type):
    return column_type.compile(dialect=postgresql.dialect())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@pytest.mark.usefixtures("clean_db")
def test_the_migrations_make_the_model(table, monkeypatch):
    monkeypatch.setitem(ischema_names, "xid8", Xid8)
    monkeypatch.setitem(ischema_names, "pg_snapshot", PgSnapshot)
    columns = {c["name"]: c for c in sa.inspect(model.ensure_engine()).get_columns(table.name)}
    assert set(columns) == set(table.columns.keys())
    for name, column in columns.items():
        assert written(column["type"]) == written(table.c[name].type), name
        assert column["nullable"] == bool(table.c[name].nullable), name
        assert column["comment"] == table.c[name].comment, name
    indexes = sa.inspect(model.ensure_engine()).get_indexes(table.name)
    assert {i["name"]: i["dialect_options"].get("postgresql_with", {}) for i in indexes} == {
        i.name: i.dialect_options["postgresql"]["with"] for i in table.indexes
    }


@pytest.mark.ckan_config("ckan.plugins", "scigov_search")
@pytest.mark.usefixtures("clean_db", "with_plugins")
def test_the_migrations_go_down_and_up_again():
    from ckan.cli.db import _run_migrations

    try:
        _run_migrations("scigov_search", "base", forward=False)
        engine = model.ensure_engine()
        assert not sa.inspect(engine).has_table(SearchDocument.__tablename__)
    finally:
        _run_migrations("scigov_search", "head")
    assert sa.inspect(engine).has_table(SearchDocument.__tablename__)
