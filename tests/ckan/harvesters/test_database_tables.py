"""Tables of a business platform become records, on three makes of server."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from business_schema import LINES, SIZES, TITLES
from database_peers import Peer

from ckanext.scigov_harvesters.database import DatabaseConnector

DICTIONARY = {
    "table": "sys_dictionary",
    "columns": {
        "table": "tbl", "table_title": "tbl_cn", "table_description": "tbl_desc", "name": "col",
        "title": "col_cn", "description": "col_desc", "type": "col_type", "length": "col_len",
        "key": "is_key",
    },
}  # fmt: skip


def records(peer: Peer, **settings) -> dict[str, dict]:
    connector = DatabaseConnector(peer.wiring(growing={"*": "updated_at"}, **settings))
    try:
        pages = list(connector.pages(None))
    finally:
        connector.close()
    found = {item.raw["table"]: dict(item.raw) for page in pages for item in page.items}
    assert pages[-1].following is None
    assert {page.total for page in pages} == {len(found)}
    return found


def test_each_wanted_table_is_a_record(platform: Peer) -> None:
    found = records(platform, include=["kj_*"], exclude=["kj_code"])
    assert sorted(found) == sorted(set(TITLES) - {"kj_code"})
    assert {name: one["row_count"] for name, one in found.items()} == {
        name: size for name, size in SIZES.items() if name != "kj_code"
    }


def test_the_systems_own_dictionary_describes_them(platform: Peer) -> None:
    found = records(platform, include=["kj_*"], dictionary=DICTIONARY)
    assert {name: one["title"] for name, one in found.items()} == TITLES
    assert found["kj_project"]["description"] == "科技计划项目信息表"
    said = {
        (name, item["name"]): (item["title"], item["data_type"], item.get("length", 0), item.get("precision", ""), item["is_key"])
        for name, one in found.items()
        for item in one["items"]
    }  # fmt: skip
    assert said == {
        (one.table, one.name): (one.title, one.letter, one.length, one.precision, one.is_key)
        for one in LINES
    }


def test_without_a_dictionary_comments_and_types_do(platform: Peer) -> None:
    project = records(platform, include=["kj_project"])["kj_project"]
    items = {item["name"]: item for item in project["items"]}
    has_comments = platform.settings["dialect"] != "sqlite"
    assert project["title"] == ("科技计划项目信息" if has_comments else "kj_project")
    assert items["name"]["title"] == ("项目名称" if has_comments else "name")
    assert items["name"]["description"] == ("由业务系统填写" if has_comments else "")
    letters = {name: item["data_type"] for name, item in items.items()}
    assert letters == {one.name: one.letter for one in LINES if one.table == "kj_project"}
    assert (items["name"]["length"], items["budget"]["precision"]) == (200, "14,2")
    assert (project["key"], project["growing"]) == (["project_no"], "updated_at")
    assert project["modified"].replace("T", " ")[:16] == "2026-01-01 09:25"


def test_a_query_can_be_the_dictionary(platform: Peer) -> None:
    query = "SELECT lower(tbl) AS t, tbl_cn AS tc, col AS n, col_cn AS c FROM sys_dictionary"
    columns = {"table": "t", "table_title": "tc", "name": "n", "title": "c"}
    found = records(
        platform, include=["kj_expert"], dictionary={"query": query, "columns": columns}
    )
    assert found["kj_expert"]["title"] == "评审专家"
    assert [one["title"] for one in found["kj_expert"]["items"]][:2] == ["专家标识", "对应人员"]


def test_pages_go_on_from_a_checkpoint(platform: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ckanext.scigov_harvesters.database.PAGE_TABLES", 5)
    connector = DatabaseConnector(platform.wiring(include=["kj_*"]))
    pages = list(connector.pages(None))
    again = list(connector.pages(pages[0].following))
    names = [[item.raw["table"] for item in page.items] for page in pages]
    assert [len(page) for page in names] == [5, 5, 4]
    assert [[item.raw["table"] for item in page.items] for page in again] == names[1:]
    connector.close()


def test_nothing_can_be_written(platform: Peer) -> None:
    connector = DatabaseConnector(platform.wiring())
    with connector._reading(10) as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM kj_expert")).scalar() == 100
        with pytest.raises(sa.exc.DBAPIError) as refused:
            connection.execute(sa.text("DELETE FROM kj_expert"))
    assert any(word in str(refused.value).lower() for word in ("read-only", "readonly", "denied"))
    connector.close()


def test_the_number_of_statements_does_not_grow_with_the_columns(platform: Peer) -> None:
    statements: list[str] = []

    def note(_c, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        records(platform, include=["kj_*"], dictionary=DICTIONARY, row_counts=False)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert (
        len(statements)
        <= {"postgresql": 60, "mariadb": 60, "sqlite": 120}[platform.settings["dialect"]]
    )
