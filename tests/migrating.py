"""Migrations beside the models: what one has and the other has not."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ckan import model


def differences(plugin: str) -> list[Any]:
    """Return what differs between a plugin's tables as they were made and as its models say."""

    def ours(_object: Any, name: str, kind: str, _reflected: Any, _other: Any) -> bool:
        return kind != "table" or name.startswith(f"{plugin}_")

    with model.ensure_engine().connect() as connection:
        options = {"include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, model.meta.metadata)
    return [one for one in found if f"{plugin}_alembic_version" not in str(one)]
