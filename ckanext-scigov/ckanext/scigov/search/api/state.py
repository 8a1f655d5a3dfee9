"""What answers depend on beside their question, read in one statement and so in one moment.

Two moments of which ``Moment.index`` is equal see the same documents. The newest transaction that
has written one, and those still running that began before it, tell: whatever commits in between
either is newer, or is no longer running, or its rows were written again by one that is. A rebuild
counts up the epoch, and clearing the list of deletions moves ``forgotten`` (decision 0006).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from ckan import model
from ckan.lib.app_globals import app_globals

from ckanext.scigov.search import config, synonym_file
from ckanext.scigov.search.model import (
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchState,
)
from ckanext.scigov.search.prepared import Prepared, any_of

Titles = Mapping[str, "str | None"]
"""Of groups, by name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """What the database says at one moment."""

    index: tuple[Any, ...] | None
    """Equal as long as the index is; None where that cannot be known."""
    config_update: str | None
    titles: Titles
    names: frozenset[str]
    """The groups whose titles were asked for; one that is gone has none."""

    def is_configured_so(self) -> bool:
        """Say whether this process knows the settings an administrator has saved last."""
        return app_globals._config_update == self.config_update  # noqa: SLF001 (CKAN's own test)


def present(names: Collection[str]) -> Moment:
    """Read the state of the index and of settings, and the titles of the groups of these names."""
    row = _statement().run(model.Session.connection(), names=list(names)).one()
    config_update, found, titles, own, *index = row
    # A Solr server has no such moments, and what this transaction has written is its own.
    is_known = own is None and not config.is_solr()
    # Synonyms widen a query; every version of their file is an object of its own.
    known = (*index, synonym_file.configured()) if is_known else None
    by_name: dict[str, str | None] = dict(zip(found or (), titles or (), strict=True))
    return Moment(known, config_update, by_name, frozenset(names))


def titles_of(names: Collection[str]) -> Titles:
    """Read the titles of groups."""
    rows = _titles().run(model.Session.connection(), names=list(names))
    return {row[0]: row[1] for row in rows}


def _is_named() -> sa.ColumnElement[bool]:
    return model.group_table.c.name == any_of("names", sa.Text)


@functools.cache
def _titles() -> Prepared:
    group = model.group_table.c
    return Prepared(sa.select(group.name, group.title).where(_is_named()))


@functools.cache
def _statement() -> Prepared:
    setting = model.system_info_table.c
    group = model.group_table.c
    named = sa.select(group.name, group.title).where(_is_named()).subquery()
    update = sa.select(setting.value).where(setting.key == "ckan.config_update").limit(1)
    newest_base = sa.select(SearchBase.id).order_by(SearchBase.id.desc()).limit(1)
    snapshot = sa.func.pg_current_snapshot()
    newest = sa.func.greatest(_newest(SearchDocument), _newest(SearchDeletion))
    running = sa.func.pg_snapshot_xip(snapshot).column_valued("running")
    overlapping = sa.select(sa.func.string_agg(sa.cast(running, sa.Text), ",")).where(
        running < newest
    )
    return Prepared(
        sa.select(
            update.scalar_subquery(),
            sa.select(sa.func.array_agg(named.c.name)).scalar_subquery(),
            sa.select(sa.func.array_agg(named.c.title)).scalar_subquery(),
            sa.cast(sa.func.pg_current_xact_id_if_assigned(), sa.Text),
            sa.select(SearchState.epoch).scalar_subquery(),
            sa.select(sa.cast(SearchState.forgotten, sa.Text)).scalar_subquery(),
            newest_base.scalar_subquery(),
            sa.cast(newest, sa.Text),
            overlapping.scalar_subquery(),
        )
    )


def _newest(table: Any) -> sa.ScalarSelect[Any]:
    """Select the youngest writer; its index ends with it."""
    youngest = sa.select(table.written_by).order_by(table.written_by.desc()).limit(1)
    return youngest.scalar_subquery()
