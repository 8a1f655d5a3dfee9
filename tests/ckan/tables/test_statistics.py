"""Figures of columns: of all rows, and of those that match; exact, and at a bounded cost."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.tables import refusals, row_queries, statistics

ITEMS = [
    {"title": "单位", "name": "dan_wei", "data_type": "C"},
    {"title": "金额", "name": "jin_e", "data_type": "Y", "unit": "万元"},
    {"title": "比率", "name": "bi_lv", "data_type": "B"},
    {"title": "人数", "name": "ren_shu", "data_type": "I"},
    {"title": "日期", "name": "ri_qi", "data_type": "D"},
    {"title": "时刻", "name": "shi_ke", "data_type": "T"},
    {"title": "公开", "name": "gong_kai", "data_type": "L"},
]
LINES = """单位,金额,比率,人数,日期,时刻,公开
中山大学,0.1,0.1,9007199254740993,2026-03-01,2026-03-01 23:30:00,是
中山大学,0.2,0.2,1,2026-02-01,,否
<b>暨南</b>大学,12345678901234567890.12,0.7,,,2026-03-02 00:00:00,是
,,,2,2025-01-31,,
"""


@pytest.fixture
def resource(loaded):
    return loaded(LINES.encode(), "表.csv", data_items=ITEMS)


@pytest.fixture
def figures(call):
    def asked(resource, **values):
        wish = {"resource_id": resource["id"], **values}
        return call("scigov_tables_column_statistics", **wish)

    return asked


def of(found, name):
    (column,) = [one for one in found["columns"] if one["label"] == name]
    return column


def test_all_rows(figures, resource):
    found = figures(resource)
    assert (found["rows"], found["rows_told_apart"], found["count"]) == (4, 4, 7)
    assert of(found, "单位") == {
        "id": "单位", "label": "单位", "unit": "", "type": "text", "filled": 3, "empty": 1,
        "distinct": 2, "distinct_is_exact": True, "min": None, "max": None, "sum": None,
        "mean": None, "frequent": [{"value": "中山大学", "count": 2}],
    }  # fmt: skip
    amount = of(found, "金额")
    assert (amount["sum"], amount["min"]) == ("12345678901234567890.42", "0.1")
    assert amount["mean"] == "4115226300411522630.14"
    assert of(found, "比率")["sum"] == "1.0"
    assert of(found, "人数")["sum"] == "9007199254740996"
    days = of(found, "日期")
    assert (days["min"], days["max"]) == ("2025-01-31", "2026-03-01")
    assert of(found, "时刻")["max"] == "2026-03-02 00:00:00+08"
    assert of(found, "公开")["frequent"] == [{"value": "true", "count": 2}]


def test_rows_that_match(figures, resource):
    found = figures(resource, q="中山", filters={"金额": {"lte": "0.15"}})
    assert found["rows"] == 1
    assert (of(found, "金额")["sum"], of(found, "单位")["frequent"]) == ("0.1", [])
    none = figures(resource, q="无此")
    assert (none["rows"], of(none, "金额")["sum"], of(none, "单位")["distinct"]) == (0, None, 0)


def test_columns_come_in_pages(figures, resource):
    found = figures(resource, limit=2, offset=1)
    assert [one["label"] for one in found["columns"]] == ["金额", "比率"]
    assert figures(resource, offset=7)["columns"] == []


@pytest.mark.parametrize(
    "wish", [{"filters": {"没有": "1"}}, {"filters": {"金额": {"gte": "很多"}}}, {"limit": -1}]
)
def test_senseless_questions_are_refused(figures, resource, wish):
    with pytest.raises(tk.ValidationError):
        figures(resource, **wish)


def test_two_statements_however_many_columns(figures, resource):
    seen = []

    def watch(_connection, _cursor, statement, *_more):
        seen.append(statement)

    engine = get_read_engine()
    sa.event.listen(engine, "before_cursor_execute", watch)
    try:
        figures(resource)
    finally:
        sa.event.remove(engine, "before_cursor_execute", watch)
    mine = [one for one in seen if "count(" in one and resource["id"] in one]
    assert len(mine) == 2


def test_values_are_told_apart_in_the_first_rows_only(figures, resource, monkeypatch, page):
    monkeypatch.setattr(statistics, "rows_for", lambda _columns: 2)
    found = figures(resource)
    assert (found["rows"], found["rows_told_apart"]) == (4, 2)
    assert of(found, "单位")["distinct_is_exact"] is False
    assert of(found, "金额")["sum"] == "12345678901234567890.42"
    text = page(resource, "/columns").get_text(" ", strip=True)
    assert "counted in the first 2 of these rows" in text
    assert "at least 1" in text


def test_what_takes_too_long_is_ended(app):
    slow = sa.text("SELECT pg_sleep(5)")
    with (
        pytest.raises(tk.ValidationError, match="took too long"),
        refusals.told_in_a_sentence("no-such-table"),
        row_queries.reading("5ms") as connection,
    ):
        connection.execute(slow)


def test_the_page_says_it_in_words_and_leads_to_the_rows(page, app, resource):
    soup = page(resource, "/columns", fc="公开", fo="eq", fv="t")
    cards = {c.h2.get_text(" ", strip=True): c for c in soup.select(".scigov-column-card")}
    assert "金额（万元） Number" in cards
    facts = [
        one.get_text(" ", strip=True) for one in cards["金额（万元） Number"].select("dl > div")
    ]
    assert facts == [
        "Filled 2 (100 %)", "Empty 0 (0 %)", "Different values 2", "Lowest 0.1",
        "Highest 12,345,678,901,234,567,890.12", "Sum 12,345,678,901,234,567,890.22",
        "Mean (rounded) 6,172,839,450,617,283,945",
    ]  # fmt: skip
    assert "2 rows match." in soup.get_text()
    assert "公开 is exactly Yes" in soup.select_one(".scigov-chips").get_text(" ", strip=True)
    links = [one["href"] for one in soup.select(".scigov-column-card li a, #table > p a")]
    assert len(links) == 2
    for link in links:
        body = app.get(link.partition("#")[0]).get_data(as_text=True)
        assert "2 rows match." in body
    assert "<b>暨南" not in str(soup)


def test_nonsense_in_the_address_is_told(app, resource):
    path = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}/columns"
    assert app.get(path, query_string={"fc": "没有", "fo": "eq", "fv": "1"}).status_code == 400
    assert app.get(path, query_string={"page": "99"}).status_code == 200
    model.Session.rollback()
