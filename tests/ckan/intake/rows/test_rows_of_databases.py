"""Rows of a business platform's tables, through the connector that comes with the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import business_schema
import pytest
import sqlalchemy as sa
from database_peers import Peer, postgresql, sqlite

from ckanext.scigov_harvesters.database import DatabaseConnector

pytestmark = pytest.mark.usefixtures("clean")

NAME = "kj_project"
LATER = dt.datetime(2030, 1, 1, 8, 30)  # noqa: DTZ001  (as the platform keeps it)


@pytest.fixture(params=["postgresql", "sqlite"])
def platform(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Peer]:
    if request.param == "sqlite":
        made = sqlite(tmp_path / "sources")
        business_schema.make(made.engine)
        yield made
        return
    with postgresql() as made:
        business_schema.make(made.engine)
        yield made


@pytest.fixture
def taken(entry: dict[str, Any]) -> Any:
    """Take the projects of a platform as a run does."""
    from ckan import model

    from ckanext.scigov.intake.rows.taking import take
    from ckanext.scigov.shared import clock

    def run(peer: Peer) -> Any:
        connector = DatabaseConnector(peer.wiring(include=[NAME], growing={NAME: "updated_at"}))
        try:
            (page,) = connector.pages(None)
            raw = page.items[0].raw
            return take(model.Session, "platform", entry["id"], "", connector, raw, clock.now())
        finally:
            connector.close()

    return run


def at_the_source(peer: Peer) -> list[tuple[str, str, str]]:
    statement = sa.text(f"SELECT project_no, name, budget FROM {NAME} ORDER BY project_no")
    with peer.engine.connect() as connection:
        rows = connection.execute(statement).all()
    return [(row[0], row[1], f"{row[2]:.2f}") for row in rows]


@pytest.fixture
def here(as_user: Any, editor: str) -> Any:
    def read(resource_id: str) -> list[tuple[str, str, str]]:
        asked = {"resource_id": resource_id, "limit": 1000, "sort": "project_no"}
        found = as_user(editor, "scigov_tables_rows_show", **asked)
        return [
            (row["project_no"], row["name"], f"{float(row['budget']):.2f}")
            for row in found["records"]
        ]

    return read


def test_projects_of_a_platform_come_and_are_followed(platform, taken, here, as_user, editor):
    first = taken(platform)
    rows = at_the_source(platform)
    assert (first.outcome.value, first.rows, first.problems) == ("first", len(rows), ())
    assert sorted(here(first.resource_id)) == sorted(rows[:1000])

    with platform.engine.begin() as connection:
        values = {"name": "面向复杂工况的复合材料研究（二期）", "updated_at": LATER}
        table = business_schema.TABLES[NAME]
        chosen = table.c.project_no == rows[0][0]
        connection.execute(sa.update(table).where(chosen).values(**values))
    second = taken(platform)
    assert (second.counts.new, second.counts.changed, second.counts.gone) == (0, 1, 0)
    assert sorted(here(first.resource_id)) == sorted(at_the_source(platform)[:1000])
    assert taken(platform).outcome.value == "unchanged"

    items = as_user(editor, "resource_show", id=first.resource_id)["data_items"]
    assert [(one["name"], one["data_type"]) for one in items] == [
        ("project_no", "C"), ("name", "C"), ("guide_id", "I"), ("institution_id", "I"),
        ("leader_id", "I"), ("starts_on", "D"), ("ends_on", "D"), ("budget", "N"), ("state", "C"),
        ("is_key", "L"), ("summary", "M"), ("updated_at", "T"),
    ]  # fmt: skip
