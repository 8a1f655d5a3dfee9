"""Alembic's entry into this feature's migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import context

from ckanext.scigov.migration.environment import run

run(context, plugin=Path(__file__).parent.name)
