"""The copy of the index that a rebuild fills beside the live one, and takes its place with.

The copy is a table of its own with the live table's columns. It outlives an interrupted rebuild,
and its comment says for what it was begun, so the next one can go on with it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging

import sqlalchemy as sa
from psycopg2 import sql
from sqlalchemy.sql import quoted_name

import ckan
import ckan.plugins.toolkit as tk

from ckanext.scigov.search.model import SearchBase, SearchDocument, SearchPosting, SearchState

log = logging.getLogger(__name__)

LIVE: sa.Table = SearchDocument.__table__
NAME = "scigov_search_document_new"
COPY = LIVE.to_metadata(sa.MetaData(), name=NAME)
for _index in COPY.indexes:
    _index.name = quoted_name(str(_index.name).replace(LIVE.name, NAME), quote=None)

_LIKE_THE_LIVE_ONE = sa.text(
    "CREATE TABLE scigov_search_document_new "
    "(LIKE scigov_search_document INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)"
)
_KEY = sa.text(
    "ALTER TABLE scigov_search_document_new "
    "ADD CONSTRAINT scigov_search_document_new_pkey PRIMARY KEY (index_id)"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Beginning:
    """When a copy was begun: what transactions from ``since`` on have written is not in it."""

    since: str
    is_resumed: bool


def begin(engine: sa.Engine, *, restart: bool) -> Beginning:
    """Have a copy to fill: the one an interrupted rebuild has left, else a new one."""
    with engine.begin() as connection:
        since = None if restart else _left_over(connection)
        if since is not None:
            return Beginning(since, is_resumed=True)
        drop(connection)
        _drop_lists(connection)
        connection.execute(_LIKE_THE_LIVE_ONE)
        connection.execute(_KEY)
    # Asked when the copy is there: what is older was finished before anything is read.
    with engine.begin() as connection:
        since = oldest_running(connection)
        COPY.comment = json.dumps({"made_for": _fingerprint(), "since": since})
        connection.execute(sa.schema.SetTableComment(COPY))
    return Beginning(since, is_resumed=False)


def drop(connection: sa.Connection) -> None:
    """Forget a copy."""
    COPY.drop(connection, checkfirst=True)


def _drop_lists(connection: sa.Connection) -> None:
    """Drop packed lists of another copy: they were made for the epoch that this one will begin."""
    epoch = sa.select(SearchState.epoch).scalar_subquery()
    ahead = sa.select(SearchBase.id).where(SearchBase.epoch > epoch)
    connection.execute(sa.delete(SearchPosting).where(SearchPosting.base.in_(ahead)))
    connection.execute(sa.delete(SearchBase).where(SearchBase.epoch > epoch))


def oldest_running(connection: sa.Connection) -> str:
    """Return the transaction before which all are finished and seen by whoever reads now."""
    oldest = sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())
    return connection.execute(sa.select(sa.cast(oldest, sa.Text))).scalar_one()


def _left_over(connection: sa.Connection) -> str | None:
    """Return since when there is a copy of the same kind; None where there is none to use."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(NAME):
        return None
    try:
        left = json.loads(inspector.get_table_comment(NAME)["text"] or "{}")
    except ValueError:
        left = {}
    if left.get("made_for") == _fingerprint():
        return left["since"]
    log.info("What an earlier rebuild has left does not fit this site any more: it is dropped.")
    return None


def _fingerprint() -> str:
    """Return what must be the same for rows of two runs to go into one index."""
    columns = [(column.name, repr(column.type)) for column in LIVE.columns]
    settings = [
        tk.config.get(option)
        for option in ("ckan.site_id", "ckan.site_url", "ckan.root_path", "ckan.plugins",
                       "scheming.dataset_schemas", "scheming.presets",
                       "ckan.search.remove_deleted_packages")
    ]  # fmt: skip
    text = json.dumps([ckan.__version__, columns, settings], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def build_index(connection: sa.Connection, name: str) -> None:
    """Build one of the copy's indexes; faster once over everything than with every row."""
    connection.execute(sa.select(sa.func.set_config("maintenance_work_mem", "128MB", True)))
    index = next(index for index in COPY.indexes if index.name == name)
    connection.execute(sa.schema.CreateIndex(index, if_not_exists=True))


def index_names() -> list[str]:
    """Return the names of the copy's indexes, those that take longest first."""
    indexes = sorted(COPY.indexes, key=lambda i: i.dialect_options["postgresql"]["using"] != "gin")
    return [str(index.name) for index in indexes]


def analyze(connection: sa.Connection) -> None:
    connection.execute(sa.text("ANALYZE scigov_search_document_new"))


def take_place(connection: sa.Connection) -> None:
    """Drop the live table and give the copy and all that belongs to it the live names."""
    LIVE.drop(connection)
    for kind, name in _names():
        statement = sql.SQL("ALTER {} {} RENAME TO {}").format(
            sql.SQL(kind),
            sql.Identifier(name),
            sql.Identifier(name.replace(NAME, LIVE.name)),
        )
        cursor = connection.connection.cursor()
        cursor.execute(statement)
        cursor.close()
    connection.execute(sa.schema.DropTableComment(LIVE))


def _names() -> list[tuple[str, str]]:
    return [
        ("TABLE", NAME),
        ("INDEX", f"{NAME}_pkey"),
        ("SEQUENCE", f"{NAME}_number_seq"),
        *(("INDEX", name) for name in index_names()),
    ]
