"""Runs inside CKAN: migrations, the DataStore's permissions, the administrator. Can be repeated.

All in one process, because loading CKAN takes longer than the work.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import pylibmagic  # noqa: F401  (before anything imports magic: it brings the library)
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli import load_config
from ckan.cli.db import upgrade
from ckan.config.middleware import make_app
from ckan.lib.i18n import build_js_translations
from ckan.types import CKANApp

from ckanext.scigov.launcher import children, postgres
from ckanext.scigov.launcher.externals import Externals
from ckanext.scigov.launcher.paths import Home, project_root
from ckanext.scigov.launcher.quick_start import hurry

LOCK = 0x5C160F  # any number, the same in every run


def main(admin: str) -> None:
    children.follow()
    home = Home.of_environment(project_root())
    hurry()
    app = make_app(load_config(os.environ["CKAN_INI"]))
    with _alone():
        upgrade.main(args=[], prog_name="ckan db upgrade", standalone_mode=False)
        if not Externals.of_environment().database:
            postgres.run_sql(home.postgres_sockets, _permissions())
        _make_administrator(app, admin, home)
    build_js_translations()  # what CKAN's scripts say; `ckan run` does it, a WSGI server does not


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time migrate a database, also when sites on two machines share it."""
    connection = model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    with connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(LOCK)))
        yield


def _permissions() -> str:
    """Return CKAN's own script for the DataStore's two roles."""
    from ckanext.datastore.cli import permissions_sql

    database, datastore = postgres.DATABASES
    owner = postgres.OWNER
    return permissions_sql(database, datastore, owner, owner, postgres.READER)


def _make_administrator(app: CKANApp, name: str, home: Home) -> None:
    if model.User.get(name) is not None or not home.admin_password.exists():
        return
    password = home.admin_password.read_text(encoding="utf-8").strip()
    account = {"name": name, "email": f"{name}@localhost.invalid", "password": password}
    flask_app: Any = app._wsgi_app  # pyright: ignore  # noqa: PGH003, SLF001  (as CKAN's commands)
    with flask_app.test_request_context():
        site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
        tk.get_action("user_create")({"user": site_user["name"], "ignore_auth": True}, account)
    user = model.User.get(name)
    assert user
    user.sysadmin = True
    model.Session.commit()


if __name__ == "__main__":
    main(sys.argv[1])
