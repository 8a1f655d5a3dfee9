"""CKAN inside the bench's own process, on the databases that the environment names."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

INI = Path(__file__).resolve().parents[2] / "config" / "test.ini"


class NotATestDatabaseError(RuntimeError):
    """The bench fills and empties its database; somebody's real one must not be given to it."""


@contextlib.contextmanager
def loaded() -> Iterator[None]:
    """Load CKAN with all plugins, its tables up to date, and enter a request."""
    database = urlsplit(os.environ.get("CKAN_SQLALCHEMY_URL", "")).path.strip("/")
    if not database.endswith(("_t", "_test")):
        raise NotATestDatabaseError(
            f"The bench empties its database, and '{database}' does not end in _test. "
            "Start it with ./scigov test --bench, which makes databases of its own."
        )
    # Before anything of CKAN: the wheel of libmagic must be found first.
    import pylibmagic  # noqa: F401

    from ckan import model
    from ckan.cli import db, load_config
    from ckan.config.middleware import make_app

    app = make_app(load_config(os.environ.get("CKAN_INI", str(INI))))
    for plugin in db._get_pending_plugins():
        db._run_migrations(plugin)
    with app._wsgi_app.test_request_context():
        yield
    model.Session.remove()
