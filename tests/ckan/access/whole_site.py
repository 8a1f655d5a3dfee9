"""A site with every plugin that is classified: what it registers and stores, as JSON on standard output.

A program of its own: some plugins decide when they are imported which addresses they have, and their
tables must not stay in the database of the other tests.
    python whole_site.py '{"plugins": ["activity"], "settings": {"debug": "true"}}'
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pylibmagic  # noqa: F401 (before anything of CKAN)
import sqlalchemy as sa

COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public'
AND udt_name IN ('text', '_text', 'varchar', '_varchar', 'bpchar', 'name', 'json', 'jsonb', '_jsonb',
                 'bytea', 'tsvector', 'xml', 'hstore')
AND table_name NOT LIKE '%alembic_version' AND table_name <> 'scigov_search_document_new'
"""
# A table of the DataStore that bears a resource's id is DATA as a whole.
RESOURCE_TABLE = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def columns_of(engine: sa.Engine) -> set[tuple[str, str]]:
    """Return the columns of a database that can hold text."""
    query = sa.text(f"{COLUMNS} AND table_name !~ :resource")
    with engine.connect() as connection:
        rows = connection.execute(query, {"resource": RESOURCE_TABLE})
        return {(row.table_name, row.column_name) for row in rows}


def _application(plugins: list[str], settings: dict[str, str]) -> Any:
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    from ckanext.scigov.access import startup

    # With every setting on it is as unsafe as can be, and serves nobody.
    startup.check = lambda _config: None
    config = load_config(os.environ["CKAN_INI"])
    config.update(settings)
    config["ckan.plugins"] = f"{config['ckan.plugins']} {' '.join(plugins)}"
    return make_app(config)._wsgi_app


def main(order: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk
    from ckan import authz, logic, model
    from ckan.plugins.core import plugins_update

    app = _application(order["plugins"], order["settings"])
    # harvest has more actions when it is asked again, as it is whenever a plugin comes or goes.
    authz.auth_functions_list()
    plugins_update()
    tk.get_action("status_show")
    found = {
        "actions": sorted(logic._actions),
        "endpoints": sorted({rule.endpoint for rule in app.url_map.iter_rules()}),
    }
    if order.get("migrate"):
        from ckan.cli import db

        model.repo.init_db()
        for plugin in db._get_pending_plugins():
            db._run_migrations(plugin)
        found["columns"] = sorted(columns_of(model.ensure_engine()))
    sys.stdout.write(f"\n{json.dumps(found)}\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
