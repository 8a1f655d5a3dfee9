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
from sqlalchemy.exc import DBAPIError

from ckan import model
from ckan.lib.app_globals import app_globals

from ckanext.scigov.search import config, synonym_file
from ckanext.scigov.search.alone import reading_connection
from ckanext.scigov.search.api.questions import Ordinary, is_canceled, took_too_long
from ckanext.scigov.search.model import (
    SearchBase,
    SearchDeletion,
    SearchDocument,
    SearchState,
)
from ckanext.scigov.search.prepared import Prepared, any_of

_WITHIN = "SELECT set_config('statement_timeout', %(within)s, true);"
"""It then holds for the transaction, which is the request's own."""

Titles = Mapping[str, "str | None"]
"""Of groups, by name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """What the database says at one moment."""

    index: tuple[Any, ...] | None
    """Equal as long as the index is; None where that cannot be known."""
    config_update: str | None
    titles: Titles

    def is_configured_so(self) -> bool:
        """Say whether this process knows the settings an administrator has saved last."""
        return is_configured_so(self.config_update)


def is_configured_so(config_update: str | None) -> bool:
    """Say whether this process knows the settings an administrator has saved last."""
    return app_globals._config_update == config_update  # noqa: SLF001 (CKAN's own test)


def present(names: Collection[str]) -> Moment:
    """Read the state of the index and of settings, and the titles of the groups of these names."""
    connection, within = reading_connection(), str(config.timeout_in_milliseconds())
    try:
        row = _everything().run(connection, before=_WITHIN, within=within, names=list(names)).one()
    except DBAPIError as error:
        # The tables may be locked for long. Whoever answers now starts afresh.
        model.Session.rollback()
        raise (took_too_long() if is_canceled(error) else Ordinary()) from error
    config_update, titles, own, is_from_elsewhere, *index = row
    # A Solr server has no such moments, and what this transaction has written is its own. Rows
    # restored from another server may bear numbers of transactions that are still to come here.
    is_known = own is None and not is_from_elsewhere and not config.is_solr()
    # Synonyms widen a query; every version of their file is an object of its own.
    known = (*index, synonym_file.configured()) if is_known else None
    return Moment(known, config_update, titles or {})


def settings_and_titles(names: Collection[str]) -> tuple[str | None, Titles]:
    """Read when settings were changed last, and the titles of the groups of these names."""
    asked_for = " ".join(names)
    row = _settings_and_titles().run(reading_connection(), names=asked_for).one()
    config_update, found, titles = row
    return config_update, dict(zip(found or (), titles or (), strict=True))


GROUP, SETTING = model.group_table.c, model.system_info_table.c


def _is_named() -> sa.ColumnElement[bool]:
    return GROUP.name == any_of("names", sa.Text)


def _is_update() -> sa.ColumnElement[bool]:
    return SETTING.key == "ckan.config_update"


@functools.cache
def _settings_and_titles() -> Prepared:
    """Write the statement for little parsing: the names are one text, and one row answers."""
    names = sa.func.string_to_array(sa.bindparam("names"), " ")
    return Prepared(
        sa.select(
            sa.select(SETTING.value).where(_is_update()).limit(1).scalar_subquery(),
            sa.func.array_agg(GROUP.name),
            sa.func.array_agg(GROUP.title),
        ).where(GROUP.name == sa.func.any(names))
    )


@functools.cache
def _everything() -> Prepared:
    """Write the statement for little planning: it is planned at every request."""
    greatest = sa.func.greatest(_newest(SearchDocument), _newest(SearchDeletion))
    # The offset keeps the planner from working it out wherever it is named.
    newest = sa.select(greatest.label("writer")).offset(0).subquery()
    snapshot = sa.func.pg_current_snapshot()
    running = sa.func.pg_snapshot_xip(snapshot).column_valued("running")
    overlapping = sa.select(sa.func.string_agg(sa.cast(running, sa.Text), ","))
    titles = sa.func.jsonb_object_agg(GROUP.name, GROUP.title)
    return Prepared(
        sa.select(
            sa.select(SETTING.value).where(_is_update()).limit(1).scalar_subquery(),
            sa.select(titles).where(_is_named()).scalar_subquery(),
            sa.cast(sa.func.pg_current_xact_id_if_assigned(), sa.Text),
            newest.c.writer >= sa.func.pg_snapshot_xmax(snapshot),
            SearchState.epoch,
            sa.cast(SearchState.forgotten, sa.Text),
            sa.select(sa.func.max(SearchBase.id)).scalar_subquery(),
            sa.cast(newest.c.writer, sa.Text),
            overlapping.where(running < newest.c.writer).scalar_subquery(),
        ).select_from(newest.outerjoin(SearchState, sa.true()))
    )


def _newest(table: Any) -> sa.ScalarSelect[Any]:
    """Select the youngest writer; its index ends with it."""
    youngest = sa.select(table.written_by).order_by(table.written_by.desc()).limit(1)
    return youngest.scalar_subquery()
