"""What an answer shows that is not in the index: titles of groups and licenses, addresses."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ckan import model
from ckan.common import config
from ckan.lib.app_globals import app_globals
from ckan.model.system_info import system_info_table

from ckanext.scigov.search.prepared import Prepared

GroupTitles = tuple[tuple[str, str | None], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """What the database says now."""

    config_update: str | None
    titles: GroupTitles

    def is_configured_so(self) -> bool:
        """Say whether this process knows the settings an administrator has saved last."""
        return app_globals._config_update == self.config_update  # noqa: SLF001 (CKAN's own test)


def stored(names: Sequence[str]) -> Stored:
    """Read the titles of the groups with these names, and when the settings were changed last."""
    row = _statement().run(model.Session.connection(), names=list(names)).one()
    titles = zip(row[1] or (), row[2] or (), strict=True)
    return Stored(row[0], tuple(titles))


@functools.cache
def _statement() -> Prepared:
    """Write the statement once; `array_agg` keeps the two columns in the same order."""
    group, setting = model.group_table.c, system_info_table.c
    named = group.name == sa.func.any(sa.bindparam("names", required=True))
    return Prepared(
        sa.select(
            sa.select(setting.value)
            .where(setting.key == "ckan.config_update")
            .limit(1)
            .scalar_subquery(),
            *(
                sa.select(sa.func.array_agg(aggregate_order_by(column, group.name)))
                .where(named)
                .scalar_subquery()
                for column in (group.name, group.title)
            ),
        )
    )


def titles_of_licenses(names: Iterable[str]) -> dict[str, Any]:
    """Return the titles of licenses in the language of the request being answered."""
    register = model.Package.get_license_register()
    found = ((name, register.get(name)) for name in names)
    return {name: one.title for name, one in found if one}


def settings() -> tuple[Any, ...]:
    """Return the values of the settings that CKAN's search looks at, and ours."""
    return tuple(config.get(name) for name in SETTINGS)


SETTINGS = (
    "ckan.site_id",
    "ckan.site_url",
    "ckan.root_path",
    "ckan.search.default_package_sort",
    "ckan.search.rows_max",
    "ckan.search.solr_allowed_query_parsers",
    "search.facets.limit",
    "ckanext.scigov.search.backend",
)
