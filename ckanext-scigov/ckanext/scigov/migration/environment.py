"""What every feature's ``env.py`` does: run its migrations under its plugin's name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import engine_from_config, pool, text


def run(context: Any, plugin: str) -> None:
    """Run alembic's migrations; the version table bears the plugin's name, as CKAN expects."""
    settings = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(settings, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        # A migration that cannot get its lock gives up instead of stopping the site.
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text("SET statement_timeout = '300s'"))
        connection.commit()
        context.configure(connection=connection, version_table=f"{plugin}_alembic_version")
        with context.begin_transaction():
            context.run_migrations()
