"""CKAN inside the bench's own process, on the databases that the environment names."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

INI = Path(__file__).resolve().parents[2] / "config" / "test.ini"


class NotATestDatabaseError(RuntimeError):
    """The bench fills and empties its database; somebody's real one must not be given to it."""


@contextlib.contextmanager
def loaded() -> Iterator[None]:
    """Load CKAN with all plugins, its tables up to date, and enter a request."""
    app = application()
    from ckan import model

    with app.test_request_context():
        yield
    model.Session.remove()


def application(without: Collection[str] = ()) -> Any:
    """Return Flask's application with all plugins but those, its tables up to date."""
    database = urlsplit(os.environ.get("CKAN_SQLALCHEMY_URL", "")).path.strip("/")
    if not database.endswith(("_t", "_test")):
        raise NotATestDatabaseError(
            f"The bench empties its database, and '{database}' does not end in _test. "
            "Start it with ./scigov test --bench, which makes databases of its own."
        )
    # Before anything of CKAN: the wheel of libmagic must be found first.
    import pylibmagic  # noqa: F401
    import sqlalchemy as sa

    import ckan.plugins.toolkit as tk
    from ckan import model
    from ckan.cli import db, load_config
    from ckan.config.middleware import make_app

    config = load_config(os.environ.get("CKAN_INI", str(INI)))
    names = str(config["ckan.plugins"]).split()
    config["ckan.plugins"] = " ".join(name for name in names if name not in without)
    app = make_app(config)
    model.repo.init_db()
    for plugin in db._get_pending_plugins():
        db._run_migrations(plugin)
    # Migrations leave an engine behind that opens a connection for each question; no site works with that one.
    model.init_model(sa.engine_from_config(dict(tk.config)))
    return app._wsgi_app


def served_ini(folder: Path, name: str = "site", setting: str = "") -> Path:
    """Write the settings of a site that a web server runs: those of the tests, and one more."""
    head, _, logging = INI.read_text(encoding="utf-8").partition("[loggers]")
    head = head.replace("config:scigov.ini", f"config:{INI.with_name('scigov.ini')}")
    head = head.replace("\ntesting = true", "\ntesting = false")
    ini = folder / f"{name}.ini"
    ini.write_text(f"{head}{setting}\n\n[loggers]{logging}", encoding="utf-8")
    return ini


def statements(work: Callable[[], Any]) -> int:
    """Count the statements that a request sends to CKAN's database."""
    import sqlalchemy as sa

    from ckan import model

    # Nothing of ours comes into a process of stock CKAN: importing our search puts it in place.
    alone = sys.modules.get("ckanext.scigov.search.alone")
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    if alone:
        alone.close()
    engine = model.ensure_engine()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        if alone:
            alone.close()
    return len(sent)
