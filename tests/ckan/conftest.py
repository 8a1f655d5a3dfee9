"""Fixtures of the tests that need CKAN, PostgreSQL and Redis.

The databases are migrated once per session and emptied between tests; CKAN's own
``clean_db`` would drop every table and bring back only CKAN's.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

# Before anything of CKAN: the wheel of libmagic must be found first.
import pylibmagic  # noqa: F401
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import ischema_names

# Who waits longer to empty a table waits for a transaction that an earlier test has left open.
LOCK_PATIENCE = sa.text("SET LOCAL lock_timeout = '60s'")
# A copy that a rebuild has left comes and goes.
NEVER_EMPTIED = ("alembic_version", "scigov_search_document_new")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run where the suite would empty somebody's real database."""
    if not config.getoption("--ckan-ini", default=None):
        return
    url = os.environ.get("CKAN_SQLALCHEMY_URL", "")
    name = urlsplit(url).path.strip("/")
    if name and not name.endswith(("_t", "_test")):
        raise pytest.UsageError(
            f"The tests empty their database, and '{name}' does not end in _test. "
            "Start them with ./scigov test, which makes databases of its own."
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    """CKAN's own hook has loaded the application."""
    from quicker import hurry

    hurry()
    _know_plugins_of_tests()


def _know_plugins_of_tests() -> None:
    """CKAN's own fixture would forget them while they are loaded."""
    from ckan.plugins import core

    def service(name: str) -> Any:
        if name not in _Kept.classes:
            return installed(name)
        return core._PLUGINS_SERVICE.get(name) or _Kept.classes[name]()

    installed, core._get_service = core._get_service, service


def _engine() -> sa.Engine:
    from ckan import model

    return model.ensure_engine()


@pytest.fixture(scope="session")
def migrated_tables() -> list[sa.Table]:
    """Migrate CKAN and every plugin once; return the tables a test may have filled."""
    import ckan.plugins as p
    from ckan import model
    from ckan.cli import db

    model.repo.init_db()
    p.load_all()
    for name in db._get_pending_plugins():
        db._run_migrations(name)
    p.unload_all()
    # SQLAlchemy does not know these types and would say so at each table.
    for name in ("xid8", "pg_snapshot"):
        ischema_names.setdefault(name, sa.Text)
    metadata = sa.MetaData()
    metadata.reflect(_engine())
    return [t for t in metadata.tables.values() if not t.name.endswith(NEVER_EMPTIED)]


@pytest.fixture(scope="session")
def reset_db(migrated_tables: list[sa.Table]) -> Callable[[], None]:
    """Empty every table, ours included, and keep all schemas (overrides CKAN's fixture)."""
    from ckan import model
    from ckan.tests import factories

    # In one trip: there are more than a hundred tables, and most of them are empty.
    all_at_once = ";".join(str(sa.delete(table).compile(_engine())) for table in migrated_tables)

    def empty() -> None:
        model.Session.remove()
        factories.fake.unique.clear()
        with _engine().begin() as connection:
            connection.execute(LOCK_PATIENCE)
            # Foreign keys and append-only triggers sleep while the tables are emptied.
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
            connection.exec_driver_sql(all_at_once)

    return empty


@pytest.fixture
def clean_datastore() -> None:
    """Drop every table of the DataStore's database."""
    from ckanext.datastore.backend.postgres import get_write_engine

    with get_write_engine().begin() as connection:
        connection.execute(LOCK_PATIENCE)
        quote = connection.dialect.identifier_preparer.quote
        for name in sa.inspect(connection).get_table_names():
            # CKAN's own table of row counts is made once, by `ckan datastore set-permissions`.
            if name != "_table_stats":
                connection.execute(sa.text(f"DROP TABLE {quote(name)} CASCADE"))  # with aliases


class _Kept:
    """Plugins and application, kept for tests whose marks change the same options and plugins."""

    plugins: list[str] | None = None
    app: Any = None
    site: tuple[str, ...] | None = ()
    classes: ClassVar[dict[str, type]] = {}


def _site_of(item: pytest.Item) -> tuple[str, ...] | None:
    """Return what a test changes by marks; None for what no other test may share."""
    if item.get_closest_marker("provide_plugin"):
        return None
    changing = ("ckan_config", "with_plugins")
    return tuple(repr(mark.args) for name in changing for mark in item.iter_markers(name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Leave nothing of a changed site to a test that does not change it in the same way."""
    try:
        return (yield)
    finally:
        if _Kept.site and (nextitem is None or _site_of(nextitem) != _Kept.site):
            import ckan.plugins as p

            p.unload_all()
            _Kept.plugins, _Kept.app, _Kept.site = None, None, ()


def _plugins_of_marks(request: pytest.FixtureRequest) -> list[str]:
    """Return the names a test's marks add; classes among them are registered first."""
    given = [a for mark in request.node.iter_markers("with_plugins") for a in mark.args]
    classes = {name: made for a in given if isinstance(a, dict) for name, made in a.items()}
    _Kept.classes.update(classes)
    return [*(a for a in given if isinstance(a, str)), *classes]


@pytest.fixture
def with_plugins(
    request: pytest.FixtureRequest, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Load the product's plugins, and those of a mark (CKAN's fixture does it for every test)."""
    import ckan.plugins as p

    site = _site_of(request.node)
    named = ckan_config["ckan.plugins"]  # a mark gives the bare string
    names = named.split() if isinstance(named, str) else list(named)
    names += _plugins_of_marks(request)
    monkeypatch.setitem(ckan_config, "ckan.plugins", names)
    if site is None or site != _Kept.site or not _is_kept():
        p.load_all()
        _Kept.plugins = None if site is None else list(p.core._PLUGINS)
        _Kept.app, _Kept.site = None, site
    yield
    if site is None:
        p.unload_all()


def _is_kept() -> bool:
    from ckan.plugins import core

    return _Kept.plugins is not None and _Kept.plugins == core._PLUGINS


@pytest.fixture
def make_app(request: pytest.FixtureRequest, ckan_config: Any) -> Callable[[], Any]:
    """Return CKAN's test client over the kept application."""
    from reading_client import ReadingApp

    import ckan.plugins as p
    from ckan.lib import app_globals
    from ckan.tests import helpers

    def make() -> Any:
        app_globals._CONFIG_CACHE.clear()
        site = _site_of(request.node)
        if site is None or _Kept.app is None or site != _Kept.site or not _is_kept():
            app = helpers._get_test_app()
            _Kept.app = None if site is None else app.app
            _Kept.plugins = None if site is None else list(p.core._PLUGINS)
            _Kept.site = site
            return ReadingApp(app.app)
        app_globals.app_globals._init()
        return ReadingApp(_Kept.app)

    return make


@pytest.fixture
def clean_site(
    clean_db: None,
    clean_datastore: None,
    clean_redis: None,
    with_plugins: None,
) -> None:
    """An empty site with all of the product's plugins: what most tests start from."""


@pytest.fixture
def at() -> Iterator[Callable[[dt.datetime], None]]:
    """Stop the product's clock: ``at(moment)`` makes ``clock.now()`` return that moment."""
    from ckanext.scigov.shared import clock

    yield lambda moment: clock.install(lambda: moment)
    clock.reset()


class QueryCount:
    """The statements a block sent to CKAN's database."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)

    count = property(__len__)


@pytest.fixture
def count_queries() -> Callable[[], contextlib.AbstractContextManager[QueryCount]]:
    """Count SQL: ``with count_queries() as queries: ...``, then ``queries.count <= 5``."""

    from ckanext.scigov.search import alone

    @contextlib.contextmanager
    def counting() -> Iterator[QueryCount]:
        found = QueryCount()

        def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            found.statements.append(statement)

        engine = _engine()
        # A connection that is kept from request to request does not hear of new listeners.
        alone.close()
        sa.event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            sa.event.remove(engine, "before_cursor_execute", note)
            alone.close()

    return counting


@pytest.fixture
def provider() -> dict[str, Any]:
    """An organisation that owns datasets."""
    from ckan.tests import factories

    return factories.Organization(name="kejiting", title="省科学技术厅")


@pytest.fixture
def owner_editor(provider: dict[str, Any]) -> dict[str, Any]:
    """A user with a token who may publish for ``provider`` and for nobody else."""
    from ckan.tests import factories, helpers

    user = factories.UserWithToken(name="owner_editor")
    helpers.call_action(
        "organization_member_create", id=provider["id"], username=user["name"], role="editor"
    )
    return user


@pytest.fixture
def entry(entry_fields: dict[str, Any], provider: dict[str, Any]) -> dict[str, Any]:
    """A complete data_dict for ``package_create``."""
    return {**entry_fields, "owner_org": provider["id"]}


@pytest.fixture
def dataset(entry: dict[str, Any], owner_editor: dict[str, Any]) -> dict[str, Any]:
    """An open dataset, published by its provider's editor."""
    import ckan.plugins.toolkit as tk

    return tk.get_action("package_create")({"user": owner_editor["name"]}, entry)
