"""Rows come by watermark: all of them once, in a stable order, none lost between two of one moment."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from business_schema import BEGIN, SIZES, TABLES
from database_peers import Peer

from ckanext.scigov.intake.contract import SourceFailed, Table
from ckanext.scigov_harvesters import database_rows, database_values
from ckanext.scigov_harvesters.database import DatabaseConnector

CHANGING = sa.Table(
    "changing",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("所属单位", sa.String(50)),
    sa.Column("order", sa.String(50)),
    sa.Column("updated_at", sa.DateTime),
)
PLAIN = sa.Table(
    "without_key",
    sa.MetaData(),
    sa.Column("word", sa.String(50)),
    sa.Column("version", sa.Integer),
    sa.Column("picture", sa.LargeBinary),
)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_rows, "PAGE_ROWS", 100)


@pytest.fixture
def changing(platform: Peer) -> Iterator[Peer]:
    for table in (CHANGING, PLAIN):
        table.drop(platform.engine, checkfirst=True)
        table.create(platform.engine)
    yield platform
    for table in (CHANGING, PLAIN):
        table.drop(platform.engine)


def write(peer: Peer, *rows: tuple[int, str, int | None]) -> None:
    """Insert rows: id, a word, and the minute of the change."""
    with peer.engine.begin() as connection:
        for number, word, minute in rows:
            moment = None if minute is None else BEGIN + dt.timedelta(minutes=minute)
            values = {"id": number, "所属单位": "单位0001", "order": word, "updated_at": moment}
            connection.execute(sa.insert(CHANGING).values(values))


def reading(peer: Peer, name: str, growing: str = "", **settings: Any) -> tuple[Any, Table]:
    more = {"growing": {name: growing}} if growing else {}
    connector = DatabaseConnector(peer.wiring(include=[name], row_counts=False, **more, **settings))
    (page,) = connector.pages(None)
    table = connector.table_of(page.items[0].raw)
    assert table is not None
    return connector, table


def taken(
    peer: Peer, name: str, after: str, growing: str = "", **settings: Any
) -> tuple[list, str]:
    """Return the rows after a watermark, and the new one."""
    connector, table = reading(peer, name, growing, **settings)
    pages = list(connector.rows(table, after))
    connector.close()
    return [row for page in pages for row in page.rows], pages[-1].watermark if pages else after


@pytest.mark.parametrize("name", ["kj_review", "kj_member", "kj_project"])
def test_all_rows_come_once_in_the_order_of_change(platform: Peer, name: str) -> None:
    table = TABLES[name]
    rows, mark = taken(platform, name, "", "updated_at")
    names = [column.name for column in table.columns]
    order = [table.c.updated_at, *table.primary_key.columns]
    with platform.engine.connect() as connection:
        there = connection.execute(sa.select(table).order_by(*order)).all()
    key = [names.index(column.name) for column in table.primary_key.columns]
    assert [[str(row[i]) for i in key] for row in rows] == [
        [str(row[i]) for i in key] for row in there
    ]
    assert len(rows) == SIZES[name]
    assert taken(platform, name, mark, "updated_at") == ([], mark)


def test_a_run_that_was_broken_off_goes_on(platform: Peer) -> None:
    connector, table = reading(platform, "kj_review", "updated_at")
    first = next(iter(connector.rows(table, "")))
    connector.close()
    rest, _mark = taken(platform, "kj_review", first.watermark, "updated_at")
    ids = [row[0] for row in [*first.rows, *rest]]
    assert (len(first.rows), sorted(ids)) == (100, list(range(1, 1201)))


def test_a_row_of_the_last_moment_that_comes_later_is_not_lost(changing: Peer) -> None:
    write(changing, (2, "a", 0), (5, "b", 1))
    rows, mark = taken(changing, "changing", "", "updated_at")
    assert [row[0] for row in rows] == [2, 5]
    # A smaller and a larger key of the very moment that was read last, and a later one.
    write(changing, (3, "c", 1), (7, "d", 1), (1, "e", 2))
    rows, mark = taken(changing, "changing", mark, "updated_at")
    assert [row[0] for row in rows] == [3, 7, 1]
    assert taken(changing, "changing", mark, "updated_at") == ([], mark)


def test_a_changed_row_comes_again(changing: Peer) -> None:
    write(changing, (1, "a", 0), (2, "b", 1))
    _rows, mark = taken(changing, "changing", "", "updated_at")
    with changing.engine.begin() as connection:
        moment = BEGIN + dt.timedelta(minutes=9)
        values = {"order": "z", "updated_at": moment}
        connection.execute(sa.update(CHANGING).where(CHANGING.c.id == 1).values(values))
    rows, _mark = taken(changing, "changing", mark, "updated_at")
    assert [(row[0], row[2]) for row in rows] == [(1, "z")]


def test_rows_without_a_moment_come_each_time(changing: Peer) -> None:
    write(changing, (1, "a", None), (2, "b", 1))
    rows, mark = taken(changing, "changing", "", "updated_at")
    assert [row[0] for row in rows] == [1, 2]
    write(changing, (3, "c", None))
    rows, again = taken(changing, "changing", mark, "updated_at")
    assert ([row[0] for row in rows], again) == ([1, 3], mark)


def test_more_rows_of_one_moment_than_are_remembered_come_again(
    changing: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_rows, "MOST_SEEN", 150)
    write(changing, *((number, "a", 1) for number in range(250)))
    rows, mark = taken(changing, "changing", "", "updated_at")
    assert (len(rows), json.loads(mark)["seen"]) == (250, [])
    write(changing, (999, "b", 1))
    rows, _mark = taken(changing, "changing", mark, "updated_at")
    assert sorted(row[0] for row in rows) == [*range(250), 999]


def test_odd_names_of_columns_are_quoted_and_renamed(changing: Peer) -> None:
    write(changing, (1, "a", 0))
    connector, table = reading(changing, "changing", "updated_at")
    assert [(one["name"], one["column"]) for one in table.items] == [
        ("id", "id"), ("suo_shu_dan_wei", "所属单位"), ("order", "order"), ("updated_at", "updated_at"),
    ]  # fmt: skip
    (page,) = connector.rows(table, "")
    connector.close()
    assert list(page.columns) == ["id", "suo_shu_dan_wei", "order", "updated_at"]
    assert [str(value).replace("T", " ")[:19] for value in page.rows[0]] == [
        "1", "单位0001", "a", "2026-01-01 08:00:00",
    ]  # fmt: skip


def test_equal_rows_without_a_key_are_told_apart_by_their_number(changing: Peer) -> None:
    def add(*versions: int) -> None:
        with changing.engine.begin() as connection:
            rows = [{"word": "a", "version": one, "picture": b"\x00\xff"} for one in versions]
            connection.execute(sa.insert(PLAIN), rows)

    add(1, 2, 2)
    rows, mark = taken(changing, "without_key", "", "version")
    assert rows == [["a", 1], ["a", 2], ["a", 2]]
    add(2, 3)
    rows, mark = taken(changing, "without_key", mark, "version")
    assert rows == [["a", 2], ["a", 3]]
    assert taken(changing, "without_key", mark, "version") == ([], mark)


def test_too_many_of_one_moment_without_a_key_are_refused(
    changing: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_rows, "MOST_SEEN_WITHOUT_KEY", 3)
    with changing.engine.begin() as connection:
        connection.execute(sa.insert(PLAIN), [{"word": str(n), "version": 1} for n in range(4)])
    with pytest.raises(SourceFailed) as failed:
        taken(changing, "without_key", "", "version")
    assert failed.value.cause == "no_key"


def test_a_table_that_does_not_grow_is_taken_whole(changing: Peer) -> None:
    write(changing, *((number, "a", 1) for number in range(250)))
    for _run in range(2):
        rows, mark = taken(changing, "changing", "")
        assert ([row[0] for row in rows], mark) == (list(range(250)), "")


def test_a_table_larger_than_allowed_is_not_taken(platform: Peer) -> None:
    with pytest.raises(SourceFailed) as failed:
        taken(platform, "kj_project", "", "updated_at", most_rows=599)
    assert (failed.value.cause, failed.value.detail) == (
        "too_large", {"table": "kj_project", "most": 599},
    )  # fmt: skip
    assert len(taken(platform, "kj_project", "", "updated_at", most_rows=600)[0]) == 600


def test_a_table_that_is_not_wanted_gives_nothing(platform: Peer) -> None:
    connector, table = reading(platform, "kj_expert")
    other = Table("kj_person", "", table.items)
    with pytest.raises(SourceFailed) as failed:
        list(connector.rows(other, ""))
    assert failed.value.cause == "not_found"
    assert connector.table_of({"table": "kj_person", "items": table.items}) is None
    connector.close()


def test_a_column_that_is_gone_is_told(platform: Peer) -> None:
    connector, table = reading(platform, "kj_expert")
    changed = Table(table.name, "", [*table.items, {"name": "gone", "column": "gone"}])
    with pytest.raises(SourceFailed) as failed:
        list(connector.rows(changed, ""))
    assert (failed.value.cause, failed.value.detail["column"]) == ("not_found", "gone")
    connector.close()


def test_watermarks_keep_their_kind() -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    for value in (7, 1.5, dt.datetime(2026, 1, 1, tzinfo=zone), dt.date(2026, 1, 1), "甲", b"\x01"):
        mark = database_values.Watermark(value, ["a"])
        again = database_values.Watermark.read(mark.text())
        assert (again.value, again.seen) == (value, ["a"])
    with pytest.raises(SourceFailed):
        database_values.Watermark.read("2026-01-01")
