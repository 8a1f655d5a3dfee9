"""Run this feature's migrations; the version table bears the plugin's name."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from sqlalchemy import engine_from_config, pool, text

PLUGIN = Path(__file__).parent.name

with engine_from_config(
    context.config.get_section(context.config.config_ini_section) or {},
    prefix="sqlalchemy.",
    poolclass=pool.NullPool,
).connect() as connection:
    # A migration that cannot get its lock gives up instead of stopping the site.
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(text("SET statement_timeout = '300s'"))
    connection.commit()
    context.configure(connection=connection, version_table=f"{PLUGIN}_alembic_version")
    with context.begin_transaction():
        context.run_migrations()
