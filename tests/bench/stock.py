"""Stock CKAN in a process of its own: no plugin of ours, a database of its own, a real Solr behind it.

``free`` makes the engine cost nothing: what Solr has said once is said again without asking it, so what
is left is CKAN's own code, a lower bound of any CKAN with Solr.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pylibmagic  # noqa: F401  (before anything of CKAN: it brings the library)
import pysolr

DATABASE = "stock_test"
PLACES = ("CKAN_DATASTORE_WRITE_URL", "CKAN_DATASTORE_READ_URL")
FORGETS = "BENCH_FORGETS"
INI = """[app:main]
use = egg:ckan
testing = true
SECRET_KEY = only-for-the-bench-0123456789abcdef
api_token.jwt.encode.secret = string:only-for-the-bench-0123456789abcdef
api_token.jwt.decode.secret = string:only-for-the-bench-0123456789abcdef
ckan.site_id = stock
ckan.site_url = http://stock.localhost
ckan.plugins = {plugins}
ckan.base_templates_folder = templates
ckan.base_public_folder = public
ckan.locale_default = zh_Hans_CN
ckan.locales_offered = zh_Hans_CN en
ckan.locale_order = zh_Hans_CN en
ckan.gravatar_default = disabled

[loggers]
keys = root

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = ERROR
handlers = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain

[formatter_plain]
format = %(message)s
"""


class Engine:
    """What stands between CKAN and Solr: nothing, or Solr's own answers of the first time."""

    def __init__(self) -> None:
        self.free = False
        self._said: dict[str, Any] = {}
        self._ask = pysolr.Solr._send_request

    def put_in_place(self) -> None:
        engine = self

        def send(solr: Any, *asked: Any, **more: Any) -> Any:
            if not engine.free:
                return engine._ask(solr, *asked, **more)
            known = str((asked, sorted(more.items())))
            if known not in engine._said:
                engine._said[known] = engine._ask(solr, *asked, **more)
            return engine._said[known]

        pysolr.Solr._send_request = send


def environment(solr: str, ini: Path) -> dict[str, str]:
    """Write the settings and make the database; return where both are."""
    ini.write_text(INI.format(plugins="text_view image_view"), encoding="utf-8")
    own = _new_database("CKAN_SQLALCHEMY_URL", DATABASE)
    return {**os.environ, "CKAN_SQLALCHEMY_URL": own, "CKAN_SOLR_URL": solr, "CKAN_INI": str(ini)}


def forgetful(ini: Path, name: str, plugins: str) -> dict[str, str]:
    """Do the same for a site with other plugins whose search engine forgets everything."""
    ini.write_text(INI.format(plugins=plugins), encoding="utf-8")
    return {
        **os.environ, FORGETS: "1", "CKAN_INI": str(ini), "CKAN_SOLR_URL": "http://127.0.0.1:1/solr",
        "CKAN_SQLALCHEMY_URL": _new_database("CKAN_SQLALCHEMY_URL", name),
    }  # fmt: skip


def with_datastore(ini: Path, name: str) -> dict[str, str]:
    """Do the same for a site with a DataStore."""
    rows = {key: _new_database(key, f"{name}_rows") for key in PLACES}
    return {**forgetful(ini, name, "datastore"), **rows}


def _new_database(key: str, name: str) -> str:
    """Make an empty database in the place of the one that is named; return its address."""
    import psycopg2

    url = urlsplit(os.environ[key])
    connection = psycopg2.connect(os.environ["CKAN_SQLALCHEMY_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return urlunsplit(url._replace(path=f"/{name}"))


def application(engine: Engine) -> Any:
    """Return Flask's application, its tables made."""
    from ckan import model
    from ckan.cli import db, load_config
    from ckan.config.middleware import make_app
    from ckan.plugins import plugin_loaded

    engine.put_in_place()
    app = make_app(load_config(os.environ["CKAN_INI"]))
    if FORGETS in os.environ:
        from bench.free_engine import ForgettingSolr, put_in_place

        put_in_place(ForgettingSolr())
    model.repo.init_db()
    for plugin in db._get_pending_plugins():
        db._run_migrations(plugin)
    if plugin_loaded("datastore"):
        _set_permissions()
    return app._wsgi_app


def _set_permissions() -> None:
    """Do in the DataStore what ``ckan datastore set-permissions`` tells to do."""
    import sqlalchemy as sa

    from ckanext.datastore.backend.postgres import get_write_engine
    from ckanext.datastore.cli import permissions_sql

    owner, reader = (urlsplit(os.environ[key]) for key in PLACES)
    main = urlsplit(os.environ["CKAN_SQLALCHEMY_URL"])
    names = (main.path[1:], owner.path[1:], main.username, owner.username, reader.username)
    script = permissions_sql(*(str(name) for name in names))
    kept = [line for line in script.splitlines() if not line.startswith("\\connect")]
    with get_write_engine().begin() as connection:
        connection.execute(sa.text("\n".join(kept).replace(":", "\\:")))
