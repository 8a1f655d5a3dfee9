"""What was open and is closed again leaves nothing behind: in no column, index or file of a table.

Out of reach are the write-ahead log and backups from before, and a page of a table keeps the bytes of
what it no longer holds until it is written anew; ``VACUUM FULL`` does that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from grades_given import CLOSED, OPEN

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.scigov.access import jobs

pytestmark = pytest.mark.usefixtures("clean_site")
WORDS = {
    "url": "kqleftoverurlcanary",
    "hash": "c0ffee00kqleftoverhashcanary",
    "endpoint_url": "kqleftoverendpointcanary",
}
WHERE_THEY_MAY_LIE = {"scigov_access_vault"}
RELATIONS = sa.text(
    """
    SELECT c.relname, pg_relation_filepath(c.oid), coalesce(owner.relname, c.relname)
    FROM pg_class c
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_class owner ON owner.oid = i.indrelid OR owner.reltoastrelid = c.oid
    WHERE c.relkind IN ('r', 't', 'i') AND pg_relation_filepath(c.oid) IS NOT NULL
      AND c.relnamespace <> 'pg_catalog'::regnamespace
    """
)


@pytest.fixture
def dataset(entry: dict[str, Any], owner_editor: dict[str, Any]) -> dict[str, Any]:
    """An open entry with a link whose every secret is a canary."""
    entry.pop("no_resource_reason", None)
    link = {
        "name": "表",
        "url": f"https://example.org/{WORDS['url']}.csv",
        "hash": WORDS["hash"],
        "endpoint_url": f"https://example.org/{WORDS['endpoint_url']}",
    }
    wish = {**entry, **CLOSED, **OPEN, "resources": [link]}
    return tk.get_action("package_create")({"user": owner_editor["name"]}, wish)


def close(dataset: dict[str, Any]) -> None:
    reason = {"dataset_id": dataset["id"], "reason": "发现含有未公开信息"}
    grade = {name: CLOSED[name] for name in ("security_level", "share_type", "open_type")}
    context: Any = {"user": "owner_editor", "ignore_auth": False}
    tk.get_action("scigov_access_grade_tighten")(context, {**reason, **grade})
    jobs.bring_in_line({"dataset_id": dataset["id"]})


def engines() -> Iterator[sa.Engine]:
    model.Session.remove()
    yield model.ensure_engine()
    yield get_write_engine()


def in_columns() -> set[tuple[str, str]]:
    """Return the tables that a reader finds a canary in."""
    found = set()
    for engine in engines():
        with engine.connect() as connection:
            quote = connection.dialect.identifier_preparer.quote
            for table in sa.inspect(connection).get_table_names():
                for kind, word in WORDS.items():
                    query = f"SELECT count(*) FROM {quote(table)} t WHERE t::text LIKE :word"
                    if connection.execute(sa.text(query), {"word": f"%{word}%"}).scalar():
                        found.add((table, kind))
    return found


def in_files() -> set[tuple[str, str]]:
    """Return the relations whose file on disk has the bytes of a canary."""
    found = set()
    for engine in engines():
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in sa.inspect(connection).get_table_names():
                quoted = connection.dialect.identifier_preparer.quote(table)
                connection.execute(sa.text(f"VACUUM FULL {quoted}"))
            connection.execute(sa.text("CHECKPOINT"))
            folder = Path(str(connection.execute(sa.text("SHOW data_directory")).scalar()))
            for _name, path, table in connection.execute(RELATIONS):
                for part in folder.glob(f"{path}*"):
                    content = part.read_bytes()
                    found |= {(table, k) for k, word in WORDS.items() if word.encode() in content}
    return found


def test_an_open_entry_shows_them(dataset):
    """The search finds something where there is something."""
    everywhere = {("resource", kind) for kind in WORDS}
    assert everywhere <= in_columns()
    assert ("resource", "url") in in_files()


def test_closed_again_it_leaves_none_in_any_column(dataset):
    close(dataset)
    assert in_columns() == {("scigov_access_vault", kind) for kind in WORDS}


def test_closed_again_it_leaves_none_in_any_file(dataset):
    close(dataset)
    assert {table for table, _kind in in_files()} == WHERE_THEY_MAY_LIE
