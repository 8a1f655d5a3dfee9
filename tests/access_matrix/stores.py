"""Where canaries lie: every column of both databases, what was logged, what is queued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from access_matrix import oracle
from access_matrix.site import Owner, Site

PATTERN = "kq[a-z]{16}|[0-9a-f]{64}"


@dataclass(frozen=True, slots=True)
class Find:
    """A canary in a column."""

    table: str
    column: str
    owner: Owner
    kind: str
    resource: str


def in_databases(site: Site) -> Iterator[Find]:
    from ckan import model

    from ckanext.datastore.backend.postgres import get_write_engine

    for engine in (model.ensure_engine(), get_write_engine()):
        with engine.connect() as connection:
            for table, column, word in _words(connection):
                if word in site.words:
                    yield Find(table, column, *site.words[word])


def _words(connection: sa.Connection) -> Iterator[tuple[str, str, str]]:
    """Yield the words in all columns of all tables; names of columns count as their table's."""
    quote = connection.dialect.identifier_preparer.quote
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        for column in (one["name"] for one in inspector.get_columns(table)):
            yield from ((table, column, word) for word in oracle.words_in(column))
            query = sa.text(
                f"SELECT DISTINCT m[1] FROM {quote(table)} t, "
                f"regexp_matches(t.{quote(column)}::text, :pattern, 'g') m"
            )
            rows = connection.execute(query, {"pattern": f"({PATTERN})"})
            yield from ((table, column, row[0]) for row in rows)


def in_log(site: Site) -> Iterator[tuple[str, Owner, str]]:
    """Yield a line of the log with each canary in it."""
    for line in site.log:
        for word in oracle.words_in(line) & set(site.words):
            entry, kind, _ = site.words[word]
            yield line, entry, kind


def in_queues(site: Site) -> Iterator[tuple[str, Owner, str]]:
    """Yield a key of Redis with each canary in its value."""
    from ckan.lib.redis import connect_to_redis

    connection = connect_to_redis()
    for key in connection.scan_iter():
        if connection.type(key) == b"hash":
            values: Iterable[bytes] = connection.hvals(key)
        elif connection.type(key) == b"string":
            values = [connection.get(key) or b""]
        else:
            continue
        for value in values:
            for word in oracle.words_in(value.decode("utf-8", "replace")) & set(site.words):
                entry, kind, _ = site.words[word]
                yield key.decode(), entry, kind
