"""Charts: rows or sums by values and by periods, as SVG without a script, and as a table."""

from __future__ import annotations

import pytest

import ckan.plugins.toolkit as tk

ITEMS = [
    {"title": "单位", "name": "dan_wei", "data_type": "C"},
    {"title": "金额", "name": "jin_e", "data_type": "Y", "unit": "万元"},
    {"title": "日期", "name": "ri_qi", "data_type": "D"},
    {"title": "时刻", "name": "shi_ke", "data_type": "T"},
    {"title": "公开", "name": "gong_kai", "data_type": "L"},
]
LINES = """单位,金额,日期,时刻,公开
甲<b>,0.1,2025-11-30,2025-12-31 23:30:00,是
甲<b>,0.2,2026-01-01,2026-01-01 00:10:00,否
乙,100,2026-01-15,,是
,-1,,,
"""


@pytest.fixture
def resource(loaded):
    return loaded(LINES.encode(), "表.csv", data_items=ITEMS)


@pytest.fixture
def chart(call):
    def asked(resource, **values):
        return call("scigov_tables_chart_show", resource_id=resource["id"], **values)

    return asked


def points(found):
    return [(one["value"], one["count"], one["sum"]) for one in found["points"]]


def test_rows_by_values(chart, resource):
    found = chart(resource, by="单位")
    assert found["kind"] == "bars"
    assert points(found) == [("甲<b>", 2, None), ("乙", 1, None)]
    assert (found["others"], found["empty"]) == (None, {"count": 1, "sum": None})


def test_sums_are_exact_and_come_with_the_largest_first(chart, resource):
    found = chart(resource, by="单位", sum="金额")
    assert points(found) == [("乙", 1, "100"), ("甲<b>", 2, "0.3")]
    assert found["empty"] == {"count": 1, "sum": "-1"}


def test_what_matches_alone(chart, resource):
    found = chart(resource, by="公开", filters={"日期": {"gte": "2026-01-01"}})
    assert points(found) == [("false", 1, None), ("true", 1, None)]
    assert chart(resource, by="公开", q="无此")["points"] == []


def test_periods_have_no_gaps_and_days_are_the_sites(chart, resource):
    found = chart(resource, by="日期", period="month", sum="金额")
    assert found["kind"] == "line"
    assert points(found) == [
        ("2025-11", 1, "0.1"), ("2025-12", 0, None), ("2026-01", 2, "100.2"),
    ]  # fmt: skip
    assert found["empty"] == {"count": 1, "sum": "-1"}
    assert points(chart(resource, by="时刻")) == [("2025", 1, None), ("2026", 1, None)]


def test_the_rest_are_others(chart, upload, work):
    lines = "类,数\n" + "".join(f"类{n:02},{n}\n" * (2 if n < 20 else 1) for n in range(25))
    made = upload(lines.encode(), "多.csv")
    work()
    found = chart(made, by="类")
    assert (len(found["points"]), found["others"]) == (20, {"values": 5, "count": 5, "sum": None})
    found = chart(made, by="类", sum="数")
    assert found["points"][0] == {"value": "类19", "count": 2, "sum": "38"}
    assert found["others"]["sum"] == str(0 + 2 + 4 + 6 + 8)


@pytest.mark.parametrize(
    "wish",
    [
        {"by": "没有"}, {"by": "单位", "sum": "没有"}, {"by": "单位", "sum": "日期"},
        {"by": "日期", "period": "week"}, {"by": "_full_text"},
    ],
)  # fmt: skip
def test_senseless_charts_are_refused(chart, resource, wish):
    with pytest.raises(tk.ValidationError):
        chart(resource, **wish)


def test_dates_far_apart_are_told(chart, upload, work):
    made = upload("日期\n0101-01-01\n2026-01-01\n".encode(), "远.csv")
    work()
    with pytest.raises(tk.ValidationError, match="too many periods"):
        chart(made, by="日期", period="month")


def test_the_form_comes_first(page, resource):
    soup = page(resource, "/chart", fc="公开", fo="eq", fv="t")
    assert soup.select("svg[role=img]") == []
    names = [one["value"] for one in soup.select("#scigov-chart-by option")]
    assert names == ["", "单位", "金额", "日期", "时刻", "公开"]
    sums = [one.get_text() for one in soup.select("#scigov-chart-sum option")]
    assert sums == ["Number of rows", "Sum of 金额"]
    kept = [(one["name"], one["value"]) for one in soup.select(".scigov-chart-form [type=hidden]")]
    assert kept == [("fc", "公开"), ("fo", "eq"), ("fv", "t")]


def test_bars_and_their_table(page, resource):
    soup = page(resource, "/chart", by="单位", sum="金额")
    assert soup.select_one("figcaption").get_text(strip=True) == "Sum of 金额（万元） by 单位"
    svg = soup.select_one("svg[role=img]")
    assert [one["width"] for one in svg.select("rect")] == ["480.0", "1.4", "0.0"]
    assert "甲<b>" in svg.get_text()
    rows = [
        [cell.get_text() for cell in row.select("th, td")]
        for row in soup.select("#scigov-chart-numbers tbody tr")
    ]
    assert rows == [["乙", "1", "100"], ["甲<b>", "2", "0.3"], ["Empty", "1", "-1"]]
    assert soup.select("#table [style]") == []


def test_a_line_and_words_of_yes_and_no(page, resource):
    svg = page(resource, "/chart", by="日期", period="month").select_one("svg[role=img]")
    assert len(svg.select("circle")) == 3
    assert svg.select_one("polyline")["points"].count(",") == 3
    assert "2025-12" in svg.get_text()
    assert "Yes" in page(resource, "/chart", by="公开").select_one("svg[role=img]").get_text()
    assert page(resource, "/chart", by="日期", q="无此").select("svg[role=img]") == []
